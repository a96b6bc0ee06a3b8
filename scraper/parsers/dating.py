"""When a stranger's page was published: what its head, JSON-LD, `<time>` and short lines by the title declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.polish.dates import as_day, split_labelled_dates
from scraper.parsers.claims import Claim
from scraper.parsers.lines import Line, Page

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "publish-date", "publish_date", "publishdate", "pubdate", "article.published", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_JSON_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_JSON_MODIFIED = re.compile(r'"dateModified"\s*:\s*"([^"]{8,40})"')
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[-/](0[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?=[-/_.]|$)")
_UPDATED_ON = re.compile(r"updated on|aktualizacja", re.IGNORECASE)
_COMMENTS = re.compile(r'"@type"\s*:\s*"(?:Comment|Review|Answer)"')
_ELSEWHERE = frozenset({"nav", "footer", "aside"})
BEFORE, AFTER = 6, 8
"""Lines before and after the title in which a date is the page's."""

SENTENCE = 12
"""Blanks of a line from which it is prose."""

SHORT = 90
"""Characters of a line that may hold a date beside an author or a place."""

PAIR = 2
"""Cells of a row that is a label and its value."""

FAR = date(2190, 1, 1)
"""No page is younger: what is asked is whether two days are the same one."""

_ONE_DATE = "the only date of a short line, and not called an update"


def date_claims(page: Page, title: int | None, url: str, listed: str | None) -> Iterator[Claim]:
    """Yield what claims to be the day of publication where no line of the text prints it, in the order it is asked.

    `listed` is the day that a list prints beside the page's title, None where none is known.
    """
    yield from dates_beside(page, title)
    yield from declared_published(page)
    if (day := _in_address(url)) is not None:
        yield Claim("address", day, "the address files the page under a day", holds=True)
    if listed is not None:
        yield Claim("list", listed, "a list of the portal prints it beside the page's title", holds=True)


def declared_published(page: Page) -> Iterator[Claim]:
    """Yield the dates of publication that a page's head and JSON-LD declare, as written."""
    for key in _PUBLISHED:
        if key in page.head:
            yield Claim(f"meta {key}", page.head[key][0], "the head declares it", bool(page.head[key][0]))
    if (written := _of_json(page, _JSON_PUBLISHED)) is not None:
        yield Claim("JSON-LD datePublished", written, "the head declares it", holds=True)


def declared_updated(page: Page) -> str | None:
    """Return the date of the last change that a page's head or JSON-LD declares, as written."""
    declared = next((page.head[key][0] for key in _MODIFIED if key in page.head), None)
    return declared or _of_json(page, _JSON_MODIFIED)


def _of_json(page: Page, pattern: re.Pattern[str]) -> str | None:
    """Return the first date a JSON-LD text gives, unless it is that of a comment or review."""
    for text in page.data:
        found = pattern.search(text)
        if found is not None and not _COMMENTS.search(text, 0, found.start()):
            return found[1]
    return None


def dates_beside(page: Page, title: int | None) -> Iterator[Claim]:
    """Yield the dates that short lines and `<time>` by the title print, as printed, and whether each is the page's own."""
    start = title or 0
    for number in (*_above_prose(page, start), *_under_menu(page, start)):
        line = page.lines[number]
        if line.noise or (line.zone in _ELSEWHERE and not (line.stamp and page.within_main(line.box))):
            continue  # the day of the visit, in a footer, is no date of the page
        if (line.dense or len(line.text) > SHORT) and not line.stamp:
            continue
        if is_of_event(page, number):
            continue
        pairs = split_labelled_dates(line.text)
        own = [printed for role, printed in pairs if role != "updated" and not _UPDATED_ON.search(line.text)]
        if len(own) == 1 and printed_holds(line, own[0]):
            yield Claim("line by the title", own[0], _ONE_DATE, holds=True, line=number)
        elif line.stamp and len(own) == len(pairs) < 2:
            yield Claim("<time> by the title", line.stamp, "a time element marks it", holds=True, line=number)
        elif pairs:
            yield Claim("line by the title", line.text, _ONE_DATE, holds=False, line=number)


def is_of_event(page: Page, number: int) -> bool:
    """Tell whether the day of a line is one of what the page tells of: by a label, or since it stands in a row of data.

    A row of data has more cells than a label and a value.
    """
    line = page.lines[number]
    if line.row and sum(one.row == line.row for one in page.lines[max(number - 2, 0) : number + 3]) > PAIR:
        return True
    return line.of_event


def lowest_menu(page: Page, title: int) -> int:
    """Return the line, at most ten above a title, under which no menu stands any more: what is above is of the header.

    A menu is a line of several links, or two of one each; the way down from the home page (`Start > Wydarzenia`) is one
    too: no page prints its own date above that.
    """
    for number in range(title - 1, max(title - 11, -1), -1):
        line, above = page.lines[number], page.lines[max(number - 1, 0)]
        if line.dense and (len(line.links) > 1 or (above.dense and number > 0)):
            return number + 1
    return 0


def _under_menu(page: Page, start: int) -> range:
    """Return the lines above the title in which a date may stand, from the title up: no menu stands between."""
    return range(start - 1, max(start - BEFORE, lowest_menu(page, start), 0) - 1, -1)


def printed_holds(line: Line, printed: str) -> bool:
    """Tell whether a printed day is the one that its `<time>` marks (a zone's day apart); without a mark it is.

    `02/05/2024` is read as a Pole writes it; a portal that prints months first marks the day for machines all the same.
    """
    if not line.stamp:
        return True
    day, marked = as_day(printed, FAR), as_day(line.stamp[:10], FAR)
    return day is not None and (marked is None or abs(day - marked) <= timedelta(days=1))


def _above_prose(page: Page, start: int) -> range:
    """Return the lines from the title on in which a date may stand: no further than past the first sentence or two."""
    sentences = 0
    end = min(start + AFTER, len(page.lines))
    for number in range(start, end):
        sentences += page.lines[number].text.count(" ") >= SENTENCE
        if sentences == 2:
            return range(start, number + 1)
    return range(start, end)


def _in_address(url: str) -> str | None:
    """Return the day that a page's address is filed under, YYYY-MM-DD."""
    found = _IN_PATH.search(url)
    return "-".join(found.groups()) if found is not None else None
