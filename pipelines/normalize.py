"""From text as printed to normalised text and typed dates: ParsedPage → PageContent, CapturedPage → NewCapture."""

from __future__ import annotations

from datetime import date, timedelta

from archive.terms.marks import Image, Link, SidebarLink
from archive.terms.outcomes import FetchOutcome
from archive.types import ArticleContent, EntryContent, NewCapture, PageContent, Revision
from pipelines.polish.dates import as_day
from pipelines.polish.forms import display, display_body
from scraper.items import CapturedPage, ParsedArticle, ParsedEntry, ParsedPage, ParsedRevision

AHEAD = timedelta(days=1)
"""A page of another time zone may print tomorrow's date; the base of dates is the capture's day."""


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
        content = normalize_page(page, today=facts.fetched.date())
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
    """Return a parsed page with its text in display form and its dates typed; `today` is the day it was captured."""
    return PageContent(
        url=page.url,
        kind=page.kind,
        reader=page.reader,
        language=page.language,
        section=_text(page.section),
        title=_text(page.title),
        articles=tuple(_article(article, today) for article in page.articles),
        entries=tuple(_entry(entry, today) for entry in page.entries),
        sidebar=tuple(SidebarLink(url=mark.url, text=display(mark.text), image=mark.image) for mark in page.sidebar),
        navigation=_links(page.navigation),
        warnings=page.warnings,
    )


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
    return tuple(Link(url=link.url, text=display(link.text)) for link in links)


def _text(text: str | None) -> str | None:
    return (display(text) or None) if text is not None else None


def _day(text: str | None, today: date) -> date | None:
    return as_day(text, today + AHEAD) if text else None
