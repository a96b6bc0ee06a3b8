"""From text as printed to normalised text and typed dates: ParsedPage → PageContent, CapturedPage → NewCapture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from archive.terms.marks import Image, Link, SidebarLink
from archive.terms.outcomes import FetchOutcome
from archive.types import ArticleContent, EntryContent, NewCapture, PageContent, Revision
from pipelines.polish.dates import as_day, local_day
from pipelines.polish.forms import display, display_body
from pipelines.polish.mojibake import is_suspect, lost, repair
from scraper.items import CapturedPage, ParsedArticle, ParsedEntry, ParsedPage, ParsedRevision


class NormalizePipeline:
    """Scrapy's item pipeline of that step."""

    def process_item(self, item: CapturedPage) -> NewCapture:
        """Return the capture with its page normalised."""
        return normalize_capture(item)


def normalize_capture(captured: CapturedPage) -> NewCapture:
    """Return a fetch as the archive takes it."""
    facts = captured.facts
    page = captured.page
    suspicion = None
    content = None
    if page is not None:
        content = normalize_page(page, today=local_day(facts.fetched))
        suspicion = page.suspicion
    if facts.outcome is FetchOutcome.FETCHED and suspicion is None:
        suspicion = facts.reason
    return NewCapture(
        facts=facts,
        payload=captured.payload,
        content=content,
        suspicion=suspicion,
        found=captured.found,
        knowledge=captured.knowledge,
    )


def normalize_page(page: ParsedPage, *, today: date) -> PageContent:
    """Return a parsed page with its text in display form and its dates typed; `today` is the day it was captured in Poland."""
    page = _without_mojibake(page)
    return PageContent(
        url=page.url,
        kind=page.kind,
        reader=page.reader,
        language=page.language,
        section=_text(page.section),
        title=_text(page.title),
        articles=tuple(_article(article, today) for article in page.articles),
        entries=tuple(_entry(entry, today) for entry in page.entries),
        sidebar=_sidebar(page.sidebar),
        navigation=_navigation(page.navigation),
        properties=tuple((name, display(value)) for name, value in page.properties),
        warnings=page.warnings,
    )


@lru_cache(maxsize=256)
def _sidebar(sidebar: tuple[SidebarLink, ...]) -> tuple[SidebarLink, ...]:
    """Remembered, as the navigation is: most pages of a portal show one of few frames."""
    return tuple(SidebarLink(url=mark.url, text=display(mark.text), image=mark.image) for mark in sidebar)


@lru_cache(maxsize=256)
def _navigation(navigation: tuple[Link, ...]) -> tuple[Link, ...]:
    return _links(navigation)


def _without_mojibake(page: ParsedPage) -> ParsedPage:
    """Return a page with its printed text put right where it was read in a wrong encoding, with a warning if so.

    What a confusion is shows best in the longest text; the page's titles and links are then read by it too.
    """
    suspects, gone = _suspects(_texts(page, but=("sidebar", "navigation")))
    for framed in (page.sidebar, page.navigation):
        more, lacking = _suspects_of_frame(framed)
        suspects, gone = suspects + more, gone + lacking
    warnings = [f"{gone} characters of the page are lost (U+FFFD)"] if gone else []
    known = repair("\n".join(suspects)).confusions if suspects else ()
    if known:
        page = _mapped(page, {text: repair(text, known).text for text in suspects})
        warnings.append(f"mojibake repaired: {', '.join(known)}")
    return replace(page, warnings=(*page.warnings, *warnings)) if warnings else page


_PRINTED = frozenset(
    {"title", "section", "author", "responsible", "reason", "body", "text", "alt"}
    | {"published_text", "updated_text", "changed_text"}
)
"""Fields that hold text as printed; addresses, names of readers and warnings are never touched."""
_Shown = TypeVar("_Shown")


def _suspects(texts: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """Return the texts that a wrong encoding may have touched, and how many characters of all are lost."""
    printed = tuple(texts)
    return tuple(filter(is_suspect, printed)), sum(map(lost, printed))


@lru_cache(maxsize=256)
def _suspects_of_frame(links: tuple[Link, ...] | tuple[SidebarLink, ...]) -> tuple[tuple[str, ...], int]:
    return _suspects(link.text for link in links)


def _texts(shown: Any, but: tuple[str, ...] = ()) -> Iterator[str]:
    for field in fields(shown):
        if field.name in but:
            continue
        value = getattr(shown, field.name)
        if isinstance(value, tuple):
            for part in value:
                if is_dataclass(part):
                    yield from _texts(part)
        elif field.name in _PRINTED and isinstance(value, str):
            yield value


def _mapped(shown: _Shown, fixed: dict[str, str]) -> _Shown:
    """Return a door type with each printed text replaced by what it was mapped to."""
    changed: dict[str, Any] = {}
    for field in fields(shown):  # type: ignore[arg-type] # only door types come here
        value = getattr(shown, field.name)
        if isinstance(value, tuple):
            changed[field.name] = tuple(_mapped(part, fixed) if is_dataclass(part) else part for part in value)
        elif field.name in _PRINTED and isinstance(value, str):
            changed[field.name] = fixed.get(value, value)
    return replace(shown, **changed)  # type: ignore[type-var]


def _article(article: ParsedArticle, today: date) -> ArticleContent:
    return ArticleContent(
        title=_text(article.title),
        published=_day(article.published_text, today),
        published_text=_text(article.published_text),
        updated=_day(article.updated_text, today),
        updated_text=_text(article.updated_text),
        author=_text(article.author),
        responsible=_text(article.responsible),
        body=display_body(article.body),
        links=_links(article.links),
        attachments=_links(article.attachments),
        images=tuple(Image(url=image.url, alt=display(image.alt)) for image in article.images),
        history=tuple(_revision(row, today) for row in article.history),
        language=article.language,
    )


def _revision(row: ParsedRevision, today: date) -> Revision:
    return Revision(
        version=_text(row.version),
        changed=_day(row.changed_text, today),
        changed_text=_text(row.changed_text),
        author=_text(row.author),
        reason=_text(row.reason),
    )


def _entry(entry: ParsedEntry, today: date) -> EntryContent:
    return EntryContent(
        url=entry.url,
        title=display(entry.title),
        text=display_body(entry.text),
        published=_day(entry.published_text, today),
    )


def _links(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Keep links whose text is in display form as they are: most of them, a hundred a page."""
    return tuple(
        link if (shown := display(link.text)) == link.text else Link(url=link.url, text=shown) for link in links
    )


def _text(text: str | None) -> str | None:
    return (display(text) or None) if text is not None else None


def _day(text: str | None, today: date) -> date | None:
    return as_day(text, today) if text else None
