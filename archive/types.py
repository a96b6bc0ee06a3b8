"""The archive's doors: the frozen dataclasses that cross its walls, and the one serialiser of a page.

No dict, ORM row or Scrapy object crosses; `NewCapture` comes in, the others go out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from archive.terms.clock import format_time
from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Image, Link, Reader, SidebarLink
from archive.terms.outcomes import (
    CaptureOutcome,
    ChangeCause,
    ChangeKind,
    CrawlStatus,
    Finding,
    PageKind,
    ResourceState,
    SnapshotCause,
)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One row of the change log a page prints of itself: what is declared, beside what the archive observed."""

    version: str | None = None
    changed: date | None = None
    changed_text: str | None = None
    author: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContent:
    """A dated item of a page: text in display form (paragraphs parted by a blank line), typed dates.

    `responsible` is the person a bulletin names, `history` its declared change log in the page's order; `language` is
    set only where it is not the page's.
    """

    title: str | None = None
    published: date | None = None
    published_text: str | None = None
    updated: date | None = None
    updated_text: str | None = None
    author: str | None = None
    responsible: str | None = None
    body: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    history: tuple[Revision, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent:
    """What a listing or feed says of another page: its URL, title, teaser and date."""

    url: str
    title: str
    text: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """One page as read: normalised text, typed values; `parse` and `show` print this and nothing else.

    `properties` are what a document's file says of itself (name, value), as written: no statements of the portal.
    """

    url: str
    kind: PageKind
    reader: Reader
    language: str | None = None
    section: str | None = None
    title: str | None = None
    articles: tuple[ArticleContent, ...] = ()
    entries: tuple[EntryContent, ...] = ()
    sidebar: tuple[SidebarLink, ...] = ()
    navigation: tuple[Link, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapture:
    """What one crawl saw of one resource, ready for the archive to decide on.

    `payload` is the body after strict decoding, or None where none is kept; `content` the page as read, or None where
    nothing was read; `suspicion` says why a 200 answer is not believed (soft 404, login wall, empty body…);
    `knowledge` numbers what was known of the portal's template when it was read (0: nothing learned).
    """

    facts: FetchFacts
    payload: bytes | None = None
    content: PageContent | None = None
    suspicion: str | None = None
    found: tuple[Found, ...] = ()
    knowledge: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One original page or file."""

    url: str
    portal: str
    kind: PageKind | None
    state: ResourceState
    title: str | None
    published: date | None
    section: str | None
    snapshots: int
    last_change: datetime | None
    last_seen: datetime | None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What came of one resource in one crawl."""

    seq: int
    crawl: int
    url: str
    outcome: CaptureOutcome
    fetched: datetime
    status: int | None
    reason: str | None
    flags: tuple[str, ...]
    redirect: str | None
    redirects: tuple[str, ...]
    seconds: float
    tries: int
    wire_length: int | None
    snapshot: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One content state of a resource; `digest` is `sha256:` + 64 hex digits."""

    n: int
    digest: str
    cause: SnapshotCause
    first_seen: datetime
    last_seen: datetime
    captures: int
    title: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotContent:
    """One snapshot with the page it holds, the capture it is shown from, and the state of its resource."""

    snapshot: Snapshot
    content: PageContent
    captured: datetime
    state: ResourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class SameNote:
    """Another page that holds a page's note: positions of the article here and there, and why it is the same."""

    article: int
    url: str
    their_article: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The states of a resource, the captures behind them, and how many frame states it was shown in.

    `gone` are the times (since, until; None: still) in which it is stated to have been gone; `same_notes` the other
    pages that hold its note now.
    """

    url: str
    state: ResourceState
    snapshots: tuple[Snapshot, ...]
    frames: int
    coverage: tuple[Capture, ...]
    moved_to: str | None = None
    gone: tuple[tuple[datetime, datetime | None], ...] = ()
    same_notes: tuple[SameNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person thinks of a change: a verdict in a word, a note, who and when."""

    change: int
    verdict: str
    note: str
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to a resource, or to the portal's frame, in the interval (`not_before`, `not_after`].

    `findings` are what the declared and the observed make together, each with its reason; `evidence` is JSON: the
    captures before and after with their times and printed texts. `why` says why two addresses hold one note.
    """

    id: int
    url: str
    from_n: int | None
    to_n: int | None
    kind: ChangeKind
    not_before: datetime | None
    not_after: datetime
    silent: bool | None
    old_url: str | None
    attachment_url: str | None
    pages: int | None
    article: int
    fields: tuple[str, ...]
    summary: str
    significance: float
    classes: tuple[str, ...]
    crawl: int = 0
    cause: ChangeCause = ChangeCause.CONTENT
    findings: tuple[tuple[Finding, str], ...] = ()
    evidence: Json = field(default_factory=dict)
    why: str | None = None
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One run over a portal; `counts` has every capture outcome."""

    seq: int
    portal: str
    status: CrawlStatus
    started: datetime
    finished: datetime | None
    reason: str | None
    counts: dict[CaptureOutcome, int]
    snapshots: int
    resumed: bool = False


def page_json(content: PageContent) -> Json:
    """Return a page as `kronika parse --json` prints it (the contract's “JSON of `kronika parse`”).

    `properties` stands only where a document has any.
    """
    said = {"properties": dict(content.properties)} if content.properties else {}
    return {
        "url": content.url,
        "kind": content.kind.value,
        "language": content.language,
        "section": content.section,
        "title": content.title,
        "articles": [_article_json(article) for article in content.articles],
        "entries": [
            {"url": entry.url, "title": entry.title, "text": entry.text, "published": _day(entry.published)}
            for entry in content.entries
        ],
        "sidebar": [{"url": link.url, "text": link.text, "image": link.image} for link in content.sidebar],
        "navigation": links_json(content.navigation),
        **said,
        "parser": {"name": content.reader.name, "version": content.reader.version},
        "warnings": list(content.warnings),
    }


def crawl_json(crawl: Crawl) -> Json:
    """Return a crawl as `kronika crawl --json` prints it."""
    return {
        "crawl": crawl.seq,
        "portal": crawl.portal,
        "status": crawl.status.value,
        "started": format_time(crawl.started),
        "finished": format_time(crawl.finished) if crawl.finished is not None else None,
        "reason": crawl.reason,
        "captures": {outcome.value: crawl.counts.get(outcome, 0) for outcome in CaptureOutcome},
        "snapshots": crawl.snapshots,
        "resumed": crawl.resumed,
    }


def change_json(change: Change) -> Json:
    """Return a change as `kronika changes --json` prints it."""
    document: Json = {
        "id": change.id,
        "url": change.url,
        "from": change.from_n,
        "to": change.to_n,
        "kind": change.kind.value,
        "not_before": format_time(change.not_before) if change.not_before is not None else None,
        "not_after": format_time(change.not_after),
        "silent": change.silent,
        "old_url": change.old_url,
        "article": change.article,
        "fields": list(change.fields),
        "summary": change.summary,
        "significance": change.significance,
        "classes": list(change.classes),
        "crawl": change.crawl,
        "cause": change.cause.value,
        "findings": [{"finding": finding.value, "why": why} for finding, why in change.findings],
    }
    if change.evidence:
        document["evidence"] = change.evidence
    if change.why is not None:
        document["why"] = change.why
    if change.reviews:
        document["reviews"] = [review_json(review) for review in change.reviews]
    if change.attachment_url is not None:
        document["attachment_url"] = change.attachment_url
    if change.pages is not None:
        document["pages"] = change.pages
    return document


def review_json(review: Review) -> Json:
    """Return a review as `kronika review` and `kronika changes --json` print it."""
    return {
        "change": review.change,
        "verdict": review.verdict,
        "note": review.note,
        "reviewer": review.reviewer,
        "at": format_time(review.at),
    }


def links_json(links: tuple[Link, ...]) -> list[Json]:
    """Return links as the contract prints them, in the page's order."""
    return [{"url": link.url, "text": link.text} for link in links]


def _article_json(article: ArticleContent) -> Json:
    """Return an article; what few pages declare (`responsible`, `history`, `language`) stands there only when given."""
    document: Json = {
        "title": article.title,
        "published": _day(article.published),
        "published_text": article.published_text,
        "updated": _day(article.updated),
        "updated_text": article.updated_text,
        "author": article.author,
        "body": article.body,
        "links": links_json(article.links),
        "attachments": links_json(article.attachments),
        "images": [{"url": image.url, "alt": image.alt} for image in article.images],
    }
    if article.responsible is not None:
        document["responsible"] = article.responsible
    if article.history:
        document["history"] = [_revision_json(revision) for revision in article.history]
    if article.language is not None:
        document["language"] = article.language
    return document


def _revision_json(revision: Revision) -> Json:
    return {
        "version": revision.version,
        "changed": _day(revision.changed),
        "changed_text": revision.changed_text,
        "author": revision.author,
        "reason": revision.reason,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None
