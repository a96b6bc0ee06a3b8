"""Month archives: day headings with undivided items under them (PORTAL.md 4b)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipelines.polish.dates import is_date_line
from scraper.items import ParsedArticle
from scraper.parsers.blocks import Line, Page
from scraper.parsers.gather import article_of
from scraper.parsers.words import ARCHIVE, FILES, MORE
from scraper.parsers.zones import Zones, is_entry

PROSE = 40
"""Characters of a line that is an item's text."""


def looks_like_month_archive(page: Page, zones: Zones) -> bool:
    """Tell whether the content is days with prose under them, not one dated article and not a list of links."""
    days = [number for number in zones.content if is_day(page.lines[number])]
    if not days or (len(days) < 2 and not ARCHIVE.search(zones.title or "")):
        return False
    titles = sum(
        1 for number in zones.content if days[0] - 2 <= number <= days[-1] + 2 and is_entry(page.lines[number])
    )
    if titles >= 0.6 * len(days):
        return False
    with_prose = sum(1 for part in _parts(page, zones, days) if _is_prose(part))
    return with_prose >= max(1, 0.6 * len(days)) and (len(days) > 1 or zones.content[0] == days[0])


def is_day(line: Line) -> bool:
    """Tell whether a line is a bare date."""
    return not line.links and len(line.text) < 60 and any(map(str.isdigit, line.text)) and is_date_line(line.text)


def _parts(page: Page, zones: Zones, days: list[int]) -> Iterator[list[Line]]:
    marks = set(days)
    part: list[Line] | None = None
    for number in zones.content:
        if number in marks:
            if part is not None:
                yield part
            part = []
        elif part is not None:
            part.append(page.lines[number])
    if part is not None:
        yield part


def _is_prose(lines: list[Line]) -> bool:
    return bool(lines) and not is_entry(lines[0]) and any(len(line.text) >= PROSE and not line.dense for line in lines)


def days_of(page: Page, zones: Zones, base: str) -> tuple[tuple[ParsedArticle, ...], list[str]]:
    """Return an article for each item, dated by its day heading, and a warning where items cannot be told apart."""
    articles: list[ParsedArticle] = []
    days = [number for number in zones.content if is_day(page.lines[number])]
    unclear = 0
    for day, lines in zip(days, _parts(page, zones, days), strict=True):
        items = _items(page, lines)
        unclear += len(items) == 1 and len(lines) > 2
        for item in items:
            article = article_of(item, base, title=None, dated=False)
            if article.body or article.attachments:
                articles.append(replace(article, published_text=page.lines[day].text))
    warnings = [f"the items of {unclear} days cannot be told apart; each day is one article"] if unclear else []
    return tuple(articles), warnings


def _items(page: Page, lines: list[Line]) -> list[list[Line]]:
    """Part a day's lines by the boxes they lie in, where boxes group them; else after each `(więcej)`."""
    if not lines:
        return []
    common = lines[0].box
    for line in lines[1:]:
        common = page.common(common, line.box)
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(_child(page, line.box, common), []).append(line)
    several = sum(len(group) > 1 for group in groups.values())
    if len(groups) > 1 and several * 2 >= len(groups):
        return _with_files(list(groups.values()))
    return _with_files(_after_more(lines))


def _child(page: Page, box: int, ancestor: int) -> int:
    while box != ancestor and page.parents[box] != ancestor:
        box = page.parents[box]
    return box


def _after_more(lines: list[Line]) -> list[list[Line]]:
    items: list[list[Line]] = [[]]
    for line in lines:
        items[-1].append(line)
        if line.links and MORE.search(line.text[-20:]):
            items.append([])
    return [item for item in items if item]


def _with_files(items: list[list[Line]]) -> list[list[Line]]:
    """Give files that stand alone to the item above them."""
    joined: list[list[Line]] = []
    for item in items:
        if joined and (FILES.fullmatch(item[0].text) or all(line.dense for line in item)):
            joined[-1].extend(item)
        else:
            joined.append(item)
    return joined
