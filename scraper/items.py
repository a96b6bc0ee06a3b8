"""The scraper's doors: a page as printed (ParsedPage) and a fetch with all its facts (CapturedPage)."""

from __future__ import annotations

from dataclasses import dataclass

from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Image, Link, Reader, SidebarLink
from archive.terms.outcomes import PageKind
from scraper.parsers.claims import Explanation
from scraper.parsers.sketch import Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRevision:
    """One row of the change log a page prints of itself, as printed: what the office declares, not what was seen."""

    version: str | None = None
    changed_text: str | None = None
    author: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """A dated item as printed: dates are still text; `body` parts paragraphs by a blank line, list items by a line.

    `responsible` and `history` are what a bulletin page declares of itself; `language` is set only where it is not the
    page's.
    """

    title: str | None = None
    published_text: str | None = None
    updated_text: str | None = None
    author: str | None = None
    responsible: str | None = None
    body: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    history: tuple[ParsedRevision, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """What a listing, feed or sitemap says of another page, as printed."""

    url: str
    title: str
    text: str = ""
    published_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """One page taken apart, text as printed.

    `follow` holds further absolute URLs the page leads to that are no visible link of the zones above (the feed of a
    `<link rel=alternate>`, a sitemap's addresses); `suspicion` says why a page that answered 200 is no state of the
    resource (kind is then `error`); `base` is the URL its links were resolved against; `properties` are what a document's
    file says of itself (name, value); `sketch` is what the portal's template learns from the page, None for one that is
    no page of its design; `explanation` says why the page was read so, where that was asked for.
    """

    url: str
    kind: PageKind
    reader: Reader
    base: str
    language: str | None = None
    section: str | None = None
    title: str | None = None
    articles: tuple[ParsedArticle, ...] = ()
    entries: tuple[ParsedEntry, ...] = ()
    sidebar: tuple[SidebarLink, ...] = ()
    navigation: tuple[Link, ...] = ()
    follow: tuple[str, ...] = ()
    suspicion: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    sketch: Sketch | None = None
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedPage:
    """One fetch of one resource with everything known of it, on its way to the pipelines."""

    facts: FetchFacts
    payload: bytes | None = None
    page: ParsedPage | None = None
    found: tuple[Found, ...] = ()
    knowledge: int = 0
