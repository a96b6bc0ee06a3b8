"""The article that a page's content makes: its lines, what the page declares of it, and its dates."""

from __future__ import annotations

from dataclasses import replace

from archive.terms.outcomes import PageKind
from pipelines.polish.dates import is_date_line
from scraper.items import ParsedArticle
from scraper.parsers.blocks import Page
from scraper.parsers.claims import first_held
from scraper.parsers.dating import date_claims, declared_updated
from scraper.parsers.declared import Declared
from scraper.parsers.gather import article_of
from scraper.parsers.words import BYLINE, FILES
from scraper.parsers.zones import Zones

BYLINE_LINES, SHORT = 8, 60
"""Lines under a title, and characters of one, that may say who wrote where and when."""


def dated_article(
    page: Page, zones: Zones, base: str, kind: PageKind, declared: Declared, listed: str | None
) -> ParsedArticle:
    """Return the article of a page with every date the page gives it; a static page's text is searched for none."""
    article = printed_article(page, zones, base, kind, declared)
    return _dated(article, page, zones, base, listed) if is_dated(kind, declared) else article


def is_dated(kind: PageKind, declared: Declared) -> bool:
    """Tell whether dates are looked for in an article's lines, by its title and in the head."""
    return kind is not PageKind.STATIC and declared.published is None


def printed_article(page: Page, zones: Zones, base: str, kind: PageKind, declared: Declared) -> ParsedArticle:
    """Return the article as its own lines and what the page declares of it make it."""
    dated = is_dated(kind, declared)
    joined = _byline(page, zones)
    lines = [page.lines[number] for number in zones.content if number not in declared.lines and number not in joined]
    before = date_before(zones) if dated else None
    if before is not None and not any(is_date_line(line.text) for line in lines[:3]):
        lines = [page.lines[before], *lines]
    return declared.put_on(article_of(lines, base, title=zones.title, dated=dated))


def _dated(article: ParsedArticle, page: Page, zones: Zones, url: str, listed: str | None) -> ParsedArticle:
    """Return an article with the dates its page declares; what its own lines print as publication stays."""
    published, updated = article.published_text, declared_updated(page)
    if published is None:
        claim = first_held(date_claims(page, zones.title_line, url, listed))
        published = claim.text if claim is not None else None
    if updated is not None and published is not None and updated[:10] == published[:10]:
        updated = None
    return replace(article, published_text=published, updated_text=article.updated_text or updated)


def _byline(page: Page, zones: Zones) -> frozenset[int]:
    """Return the lines between the title and its date where they are who, where and when, a word of joining among them."""
    if zones.title_line is None:
        return frozenset()
    first = zones.title_line + 1
    for number in range(first, min(first + BYLINE_LINES, len(page.lines))):
        line = page.lines[number]
        if number in zones.dates:
            before = range(first, number)
            joined = before if any(BYLINE.fullmatch(page.lines[one].text) for one in before) else ()
            return frozenset((*joined, *_joined_behind(page, number + 1)))
        if len(line.text) > SHORT or line.text.endswith((".", "!", "?")):
            break
    return frozenset()


def _joined_behind(page: Page, first: int) -> range:
    """Return the short lines behind a byline's date up to what the last word of joining among them is followed by."""
    last = first
    for number in range(first, min(first + BYLINE_LINES, len(page.lines))):
        line, text = page.lines[number], page.lines[number].text
        if line.heading or FILES.fullmatch(text) or len(text) > SHORT or text.endswith((".", "!", "?")):
            break
        if BYLINE.fullmatch(text):
            last = number + 2
    return range(first, min(last, len(page.lines)))


def date_before(zones: Zones) -> int | None:
    """Return the number of the date line that stands just above the title, if one does."""
    if zones.title_line is None:
        return None
    for number in range(zones.title_line - 1, max(zones.title_line - 4, -1), -1):
        if number in zones.dates:
            return number
    return None
