"""Reads an HTML page by what its lines mean: which kind it is, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.terms.outcomes import PageKind
from archive.terms.urls import resolve
from scraper.items import ParsedArticle, ParsedEntry, ParsedPage
from scraper.parsers.article import dated_article
from scraper.parsers.blocks import Page, flatten
from scraper.parsers.claims import first_held
from scraper.parsers.context import PageContext, reader_of
from scraper.parsers.declared import Declared, declared_of, without_after_notes
from scraper.parsers.explaining import Reading, error_explanation, explanation_of
from scraper.parsers.gallery import gallery_of
from scraper.parsers.gather import article_of, frame_of
from scraper.parsers.kinds import kind_claims, near_date
from scraper.parsers.languages import language_of, with_languages
from scraper.parsers.listing import entries_of, without_related
from scraper.parsers.month_archive import days_of
from scraper.parsers.paging import PAST_END, is_past_end, without_pager
from scraper.parsers.repetition import repetition_of
from scraper.parsers.sections import section_of
from scraper.parsers.sketch import marks_of, sketch_of
from scraper.parsers.suspicion import suspicion_of
from scraper.parsers.tail import without_tail
from scraper.parsers.teasers import with_titles_linked
from scraper.parsers.titles import title_claims
from scraper.parsers.zones import Zones, is_entry, with_core, zones_of


def read_html(text: str, context: PageContext) -> ParsedPage:
    """Return a page of text as read, with its explanation where the context asks for one; never raises."""
    page = with_titles_linked(flatten(text))
    base = _base(page, context.url)
    marks = marks_of(page) if context.sketched or context.template is not None else None
    siblings = repetition_of(context.template, page, marks, context.url) if context.template and marks else None
    frame_share = siblings.frame_share if siblings is not None else None
    zones = zones_of(page, frame_share)
    line = zones.title
    if (title := first_held(title_claims(page, context.url, zones.title))) is not None:
        zones = replace(zones, title=title.text)
    if (suspicion := _suspicion(page, zones, text)) is not None:
        return _error_page(page, base, zones, suspicion, context)
    declared = declared_of(page, zones)
    kind = _kind(page, zones, context, declared)
    content = _content(page, zones, kind, context.url, frame_share)
    content = without_after_notes(page, content, declared)
    parsed = _page(page, base, content, kind, context, declared)
    if context.sketched and marks is not None:
        parsed = replace(parsed, sketch=sketch_of(page, marks, context.url))
    if context.explain:
        reading = Reading(
            page=page,
            base=base,
            siblings=siblings,
            line=line,
            found=zones,
            zones=content,
            declared=declared,
            context=context,
            parsed=parsed,
        )
        parsed = replace(parsed, explanation=explanation_of(reading))
    if kind is PageKind.LISTING and is_past_end(text, page, context.url):
        navigation = without_pager(parsed.navigation)
        return replace(parsed, navigation=navigation, warnings=(*parsed.warnings, PAST_END))
    return parsed


def _suspicion(page: Page, zones: Zones, text: str) -> str | None:
    """Return why a text is no page, None where nothing speaks for that."""
    prose = "\n".join(page.lines[number].text for number in zones.content if not page.lines[number].dense)
    titles = (zones.title or "", *page.head.get("title", ())[:1])
    entries = sum(is_entry(page.lines[number]) for number in zones.content)
    suspicion = suspicion_of(titles, prose, text[:200_000], dated=near_date(zones), entries=entries)
    return "nothing to read" if suspicion is None and not page.lines else suspicion


def _content(page: Page, zones: Zones, kind: PageKind, url: str, frame_share: Sequence[float] | None) -> Zones:
    """Return zones with the content that pages of a kind have."""
    if kind is PageKind.GALLERY:
        pictures = gallery_of(page, zones, url)
        return replace(zones, content=pictures, rule="the pictures that belong together") if pictures else zones
    if kind in (PageKind.LISTING, PageKind.MONTH_ARCHIVE):
        return zones
    related = set(zones.content).difference(without_related(page, zones.content))
    zones = with_core(page, zones, frame_share)
    left_out = {**zones.left_out, **dict.fromkeys(related, "under a heading of links to other pages")}
    content = without_related(page, [number for number in zones.content if number not in related])
    return without_tail(page, replace(zones, content=content, left_out=left_out))


def _base(page: Page, url: str) -> str:
    said = page.head.get("base")
    return (resolve(said[0], url) if said else None) or url


def _kind(page: Page, zones: Zones, context: PageContext, declared: Declared) -> PageKind:
    claim = first_held(kind_claims(page, zones, context, declared))
    return PageKind(claim.text) if claim is not None else PageKind.STATIC


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
        articles = (dated_article(page, zones, base, kind, declared, context.listed),)
    language = language_of(page, articles, entries)
    section = section_of(page, zones, context.url)
    sidebar, navigation = frame_of(page, content, base, zones.title_line)
    listed = {entry.url for entry in entries}
    sidebar = tuple(link for link in sidebar if link.url not in listed)  # the picture of an entry is no banner
    follow = [resolve(href, base) for href in page.head.get("follow", ())]
    return ParsedPage(
        url=context.url,
        kind=kind,
        reader=reader_of(context, kind),
        base=base,
        language=language,
        section=section[1] if section is not None else declared.section,
        title=zones.title,
        articles=with_languages(articles, language),
        entries=entries,
        sidebar=sidebar,
        navigation=navigation,
        follow=tuple(url for url in follow if url),
        warnings=tuple(warnings),
    )


def _error_page(page: Page, base: str, zones: Zones, suspicion: str, context: PageContext) -> ParsedPage:
    return ParsedPage(
        url=context.url,
        kind=PageKind.ERROR,
        reader=reader_of(context, PageKind.ERROR),
        base=base,
        language=language_of(page, ()),
        title=zones.title,
        suspicion=suspicion,
        explanation=error_explanation(suspicion, zones.title) if context.explain else None,
        warnings=(*page.warnings, f"not taken for a page: {suspicion}"),
    )
