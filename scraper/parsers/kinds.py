"""Which kind a page is: what claims so, in the order it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.terms.outcomes import PageKind
from scraper.parsers.blocks import Page
from scraper.parsers.claims import Claim
from scraper.parsers.context import PageContext
from scraper.parsers.dating import dates_beside, declared_published
from scraper.parsers.declared import Declared
from scraper.parsers.gallery import gallery_of
from scraper.parsers.listing import looks_like_listing
from scraper.parsers.month_archive import looks_like_month_archive
from scraper.parsers.paging import is_numbered
from scraper.parsers.witnesses import ARTICLE_TYPES
from scraper.parsers.zones import Zones, is_entry

TEASER_FIRST, TEASER = 45, 100
"""Words of prose before a list's first entry, and of one entry's teaser; more is an article with links in it."""


def kind_claims(page: Page, zones: Zones, context: PageContext, declared: Declared) -> Iterator[Claim]:
    """Yield what speaks for each kind (the claim's `text`), in the order it is asked; the last always holds."""
    for pattern, kind in context.hints.kinds:
        if re.search(pattern, context.url):
            yield Claim("portal", kind.value, "the portal declares pages of such an address so", holds=True)
    archive = looks_like_month_archive(page, zones)
    yield Claim("lines", PageKind.MONTH_ARCHIVE, "days are headings with texts under them", archive)
    stated = _declares_article(page)
    lists = looks_like_listing(page, zones) and not _has_prose(page, zones)
    yield Claim(
        "lines",
        PageKind.LISTING,
        "title links of other pages, with no more prose than teasers have",
        lists and not stated,
    )
    numbered = not (stated or lists) and is_numbered(page, context.url) and _is_short_list(page, zones)
    yield Claim("pager", PageKind.LISTING, "a numbered page among others, with few entries left, or none", numbered)
    pictures = gallery_of(page, zones, context.url) is not None
    yield Claim("lines", PageKind.GALLERY, "pictures that belong together, and little text", pictures)
    yield Claim("head", PageKind.ARTICLE, "og:type, JSON-LD or a time of publication says so", stated)
    labelled = bool(declared.published)
    yield Claim("lines", PageKind.ARTICLE, "a date is labelled as that of publication", labelled)
    yield Claim("lines", PageKind.ARTICLE, "a date line stands within four lines of the title", near_date(zones))
    beside = any(claim.holds for claim in dates_beside(page, zones.title_line))
    yield Claim("lines", PageKind.ARTICLE, "a short line by the title holds a date", beside)
    yield Claim("list", PageKind.ARTICLE, "a list of the portal prints a day beside its title", bool(context.listed))
    yield Claim("lines", PageKind.STATIC, "where nothing above is so", holds=True)


def _is_short_list(page: Page, zones: Zones) -> bool:
    """Tell whether a content has title links of other pages, if too few to be told for a list, or nothing to read at all."""
    lines = [page.lines[number] for number in zones.content]
    return not _has_prose(page, zones) and (any(map(is_entry, lines)) or not any(line.prose for line in lines))


def _declares_article(page: Page) -> bool:
    return (
        "article" in page.head.get("og:type", ())
        or any(claim.holds for claim in declared_published(page))
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


def near_date(zones: Zones) -> bool:
    """Tell whether a date stands by the title: within four lines of it."""
    start = zones.title_line if zones.title_line is not None else 0
    return any(start - 3 <= number <= start + 4 for number in zones.dates)
