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
from scraper.parsers.declared import Declared, declared_of
from scraper.parsers.gallery import gallery_of
from scraper.parsers.gather import article_of, frame_of
from scraper.parsers.languages import language_of, with_languages
from scraper.parsers.listing import entries_of, looks_like_listing, without_related
from scraper.parsers.month_archive import days_of, looks_like_month_archive
from scraper.parsers.paging import PAST_END, is_past_end, without_pager
from scraper.parsers.repetition import repetition_of
from scraper.parsers.sketch import marks_of, sketch_of
from scraper.parsers.suspicion import suspicion_of
from scraper.parsers.titles import stranger_title
from scraper.parsers.witnesses import ARTICLE_TYPES
from scraper.parsers.words import is_section
from scraper.parsers.zones import Zones, is_entry, with_core, zones_of

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
    titles = (zones.title or "", *page.head.get("title", ())[:1])
    suspicion = suspicion_of(titles, prose, text[:200_000], dated=_near_date(zones))
    if suspicion is None and not page.lines:
        suspicion = "nothing to read"
    if suspicion is not None:
        return _error_page(page, base, zones, suspicion, context)
    declared = declared_of(page, zones)
    kind = _kind(page, zones, context, declared)
    if kind is PageKind.GALLERY:
        zones = replace(zones, content=gallery_of(page, zones, context.url) or zones.content)
    elif kind not in (PageKind.LISTING, PageKind.MONTH_ARCHIVE):
        related = set(zones.content).difference(without_related(page, zones.content))
        zones = with_core(page, zones, frame_share)
        zones = replace(zones, content=[number for number in zones.content if number not in related])
    parsed = replace(_page(page, base, zones, kind, context, declared), sketch=sketch_of(page, marks, context.url))
    if kind is PageKind.LISTING and is_past_end(text, page, context.url):
        navigation = without_pager(parsed.navigation)
        return replace(parsed, navigation=navigation, warnings=(*parsed.warnings, PAST_END))
    return parsed


def _base(page: Page, url: str) -> str:
    said = page.head.get("base")
    return (resolve(said[0], url) if said else None) or url


def _kind(page: Page, zones: Zones, context: PageContext, declared: Declared) -> PageKind:
    for pattern, kind in context.hints.kinds:
        if re.search(pattern, context.url):
            return kind
    if looks_like_month_archive(page, zones):
        return PageKind.MONTH_ARCHIVE
    stated = _declares_article(page)
    if not stated and looks_like_listing(page, zones) and not _has_prose(page, zones):
        return PageKind.LISTING
    if gallery_of(page, zones, context.url) is not None:
        return PageKind.GALLERY
    if stated or declared.published or _near_date(zones) or date_beside(page, zones.title_line):
        return PageKind.ARTICLE
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


def _page(page: Page, base: str, zones: Zones, kind: PageKind, context: PageContext, declared: Declared) -> ParsedPage:
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
        articles = (_article(page, zones, base, kind, declared),)
    language = language_of(page, articles)
    sidebar, navigation = frame_of(page, content, base, zones.title_line)
    follow = [resolve(href, base) for href in page.head.get("follow", ())]
    return ParsedPage(
        url=context.url,
        kind=kind,
        reader=reader_of(context, kind),
        base=base,
        language=language,
        section=_section(page, zones, context.url),
        title=zones.title,
        articles=with_languages(articles, language),
        entries=entries,
        sidebar=sidebar,
        navigation=navigation,
        follow=tuple(url for url in follow if url),
        warnings=tuple(warnings),
    )


def _article(page: Page, zones: Zones, base: str, kind: PageKind, declared: Declared) -> ParsedArticle:
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
        if is_section(text, path) and not _in_menu(page, number):
            return text
    return None


def _in_menu(page: Page, number: int) -> bool:
    """Tell whether a line is an entry of a menu: in one by its zone, or a link with a link on the line before or after."""
    lines = page.lines
    if lines[number].zone == "nav":
        return True
    return lines[number].dense and any(line.dense for line in (*lines[max(number - 1, 0) : number], lines[number + 1]))


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
