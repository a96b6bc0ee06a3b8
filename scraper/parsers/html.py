"""Reads an HTML page by what its lines mean: which kind it is, and what stands in it."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from archive.terms.outcomes import PageKind
from archive.terms.urls import resolve
from pipelines.polish.dates import is_date_line
from scraper.items import ParsedArticle, ParsedEntry, ParsedPage
from scraper.parsers.blocks import Line, Page, flatten
from scraper.parsers.context import PageContext, reader_of
from scraper.parsers.dating import date_beside, date_in_address, declared_dates
from scraper.parsers.declared import declared_of
from scraper.parsers.gather import article_of, frame_of
from scraper.parsers.languages import language_of
from scraper.parsers.listing import entries_of, looks_like_listing
from scraper.parsers.month_archive import days_of, looks_like_month_archive
from scraper.parsers.repetition import repetition_of
from scraper.parsers.sketch import marks_of, sketch_of
from scraper.parsers.titles import stranger_title
from scraper.parsers.witnesses import ARTICLE_TYPES
from scraper.parsers.words import is_section, suspicion_of
from scraper.parsers.zones import Zones, is_entry, with_core, zones_of

GALLERY_PICTURES = 6
TEASER_FIRST, TEASER = 45, 100
"""Words of prose before a list's first entry, and of one entry's teaser; more is an article with links in it."""


def read_html(text: str, context: PageContext) -> ParsedPage:
    """Return a page of text as read; never raises."""
    page = flatten(text)
    base = _base(page, context.url)
    marks = marks_of(page)
    siblings = repetition_of(context.template, page, marks, context.url) if context.template is not None else None
    frame_share = siblings.frame_share if siblings is not None else None
    zones = zones_of(page, frame_share)
    if (title := stranger_title(page, context.url, zones.title)) is not None:
        zones = replace(zones, title=title)
    prose = "\n".join(page.lines[number].text for number in zones.content if not page.lines[number].dense)
    suspicion = suspicion_of(zones.title or "", prose, text[:200_000])
    if suspicion is None and not page.lines:
        suspicion = "nothing to read"
    if suspicion is not None:
        return _error_page(page, base, zones, suspicion, context)
    kind = _kind(page, zones, context)
    if kind not in (PageKind.LISTING, PageKind.MONTH_ARCHIVE):
        zones = with_core(page, zones, frame_share)
    return replace(_page(page, base, zones, kind, context), sketch=sketch_of(page, marks, context.url))


def _base(page: Page, url: str) -> str:
    said = page.head.get("base")
    return (resolve(said[0], url) if said else None) or url


def _kind(page: Page, zones: Zones, context: PageContext) -> PageKind:
    for pattern, kind in context.hints.kinds:
        if re.search(pattern, context.url):
            return kind
    lines = [page.lines[number] for number in zones.content]
    if looks_like_month_archive(page, zones):
        return PageKind.MONTH_ARCHIVE
    declared = _declares_article(page)
    if not declared and looks_like_listing(page, zones) and not _has_prose(page, zones):
        return PageKind.LISTING
    if declared or _near_date(zones) or date_beside(page, zones.title_line):
        return PageKind.ARTICLE
    pictures = sum(len(line.images) for line in lines)
    if pictures >= GALLERY_PICTURES and pictures > sum(bool(line.text) for line in lines):
        return PageKind.GALLERY
    return PageKind.STATIC


def _declares_article(page: Page) -> bool:
    return (
        "article" in page.head.get("og:type", ())
        or declared_dates(page)[0] is not None
        or any(ARTICLE_TYPES.search(text) for text in page.data)
    )


def _has_prose(page: Page, zones: Zones) -> bool:
    """Tell whether more prose stands before the first entry, or between two, than a teaser has."""
    words, most = 0, TEASER_FIRST
    for number in zones.content:
        line = page.lines[number]
        if is_entry(line):
            if words > most:
                return True
            words, most = 0, TEASER
        elif not line.dense:
            count = line.text.count(" ") + 1
            words += count if count > 7 else 0
    return words > most


def _near_date(zones: Zones) -> bool:
    """Tell whether a date stands by the title: within four lines of it."""
    start = zones.title_line if zones.title_line is not None else 0
    return any(start - 3 <= number <= start + 4 for number in zones.dates)


def _page(page: Page, base: str, zones: Zones, kind: PageKind, context: PageContext) -> ParsedPage:
    warnings = list(page.warnings)
    articles: tuple[ParsedArticle, ...] = ()
    entries: tuple[ParsedEntry, ...] = ()
    content = zones.content
    if kind is PageKind.LISTING:
        entries, rest, content = entries_of(page, zones, base)
        own = article_of(rest, base, title=None, dated=False)
        articles = (own,) if len(own.body) > 200 else ()
    elif kind is PageKind.MONTH_ARCHIVE:
        articles, said = days_of(page, zones, base)
        warnings.extend(said)
    if kind not in (PageKind.LISTING, PageKind.MONTH_ARCHIVE) or (kind is PageKind.MONTH_ARCHIVE and not articles):
        articles = (_article(page, zones, base, kind),)
    sidebar, navigation = frame_of(page, content, base, zones.title_line)
    follow = [resolve(href, base) for href in page.head.get("follow", ())]
    return ParsedPage(
        url=context.url,
        kind=kind,
        reader=reader_of(context, kind),
        base=base,
        language=language_of(page, articles),
        section=_section(page, zones, context.url),
        title=zones.title,
        articles=articles,
        entries=entries,
        sidebar=sidebar,
        navigation=navigation,
        follow=tuple(url for url in follow if url),
        warnings=tuple(warnings),
    )


def _article(page: Page, zones: Zones, base: str, kind: PageKind) -> ParsedArticle:
    declared = declared_of(page, zones)
    dated = kind is not PageKind.STATIC and declared.published is None
    lines = [page.lines[number] for number in zones.content if number not in declared.lines]
    before = _date_before(page, zones) if dated else None
    if before is not None and not any(is_date_line(line.text) for line in lines[:3]):
        lines = [before, *lines]
    article = declared.put_on(article_of(lines, base, title=zones.title, dated=dated))
    return _dated(article, page, zones, base) if dated else article


def _dated(article: ParsedArticle, page: Page, zones: Zones, url: str) -> ParsedArticle:
    """Return an article with the dates its page declares; what its own lines print as publication stays."""
    published, updated = declared_dates(page)
    if article.published_text is None:
        published = date_beside(page, zones.title_line) or published or date_in_address(url)
    else:
        published = article.published_text
    if updated is not None and published is not None and updated[:10] == published[:10]:
        updated = None
    return replace(article, published_text=published, updated_text=article.updated_text or updated)


def _date_before(page: Page, zones: Zones) -> Line | None:
    """Return the date line that stands just above the title, if one does."""
    if zones.title_line is None:
        return None
    for number in range(zones.title_line - 1, max(zones.title_line - 4, -1), -1):
        if number in zones.dates:
            return page.lines[number]
    return None


def _section(page: Page, zones: Zones, url: str) -> str | None:
    if zones.title_line is None:
        return None
    path = unquote(urlsplit(url).path)
    for number in range(zones.title_line - 1, max(zones.title_line - 4, -1), -1):
        text = page.lines[number].text
        if is_section(text, path):
            return text
    return None


def _error_page(page: Page, base: str, zones: Zones, suspicion: str, context: PageContext) -> ParsedPage:
    return ParsedPage(
        url=context.url,
        kind=PageKind.ERROR,
        reader=reader_of(context, PageKind.ERROR),
        base=base,
        language=language_of(page, ()),
        title=zones.title,
        suspicion=suspicion,
        warnings=(*page.warnings, f"not taken for a page: {suspicion}"),
    )
