"""When a stranger's page was published: what its head, JSON-LD, `<time>` and short lines by the title declare."""

from __future__ import annotations

import re

from pipelines.polish.dates import split_labelled_dates
from scraper.parsers.lines import Line, Page
from scraper.parsers.words import NOISE

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


def declared_dates(page: Page) -> tuple[str | None, str | None]:
    """Return (published, updated) as a page's head and JSON-LD write them."""
    published = _first(page, _PUBLISHED) or _of_json(page, _JSON_PUBLISHED)
    return published, _first(page, _MODIFIED) or _of_json(page, _JSON_MODIFIED)


def _first(page: Page, keys: tuple[str, ...]) -> str | None:
    return next((page.head[key][0] for key in keys if key in page.head), None)


def _of_json(page: Page, pattern: re.Pattern[str]) -> str | None:
    """Return the first date a JSON-LD text gives, unless it is that of a comment or review."""
    for text in page.data:
        found = pattern.search(text)
        if found is not None and not _COMMENTS.search(text, 0, found.start()):
            return found[1]
    return None


def date_beside(page: Page, title: int | None) -> str | None:
    """Return the date that a short line or `<time>` by the title prints as the page's own, as printed."""
    start = title or 0
    window = [*_above_prose(page, start), *page.lines[max(start - BEFORE, 0) : start][::-1]]
    for line in window:
        if line.zone in _ELSEWHERE or NOISE.fullmatch(line.text) is not None:
            continue  # the day of the visit, in a footer, is no date of the page
        if (line.dense or len(line.text) > SHORT) and not line.stamp:
            continue
        pairs = split_labelled_dates(line.text)
        own = [printed for role, printed in pairs if role != "updated" and not _UPDATED_ON.search(line.text)]
        if len(own) == 1:
            return own[0]
        if line.stamp and not pairs:
            return line.stamp
    return None


def _above_prose(page: Page, start: int) -> list[Line]:
    """Return the lines from the title on in which a date may stand: no further than past the first sentence or two."""
    found: list[Line] = []
    sentences = 0
    for line in page.lines[start : start + AFTER]:
        found.append(line)
        sentences += line.text.count(" ") >= SENTENCE
        if sentences == 2:
            break
    return found


def date_in_address(url: str) -> str | None:
    """Return the day that a page's address is filed under, YYYY-MM-DD."""
    found = _IN_PATH.search(url)
    return "-".join(found.groups()) if found is not None else None
