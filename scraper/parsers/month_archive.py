"""Month archives: day headings with undivided items under them (PORTAL.md 4b)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from pipelines.polish.dates import as_day, is_date_line
from pipelines.polish.months import month_of
from scraper.items import ParsedArticle
from scraper.parsers.blocks import Line, Page
from scraper.parsers.gather import article_of
from scraper.parsers.words import ARCHIVE, DOCUMENT_NAME, FILES, MORE
from scraper.parsers.zones import Zones, is_entry

PROSE = 40
"""Characters of a line that is an item's text."""

VIDEO = re.compile(
    r"(?=[zofrwvm])(zobacz|obejrzyj|film|relacja|wideo|video|materiał)\b.{0,60}(telewiz\w*|telew\w*|film\w*|youtube|itv).{0,30}",
    re.IGNORECASE,
)
"""A line that leads to a film: it stands alone after the item it belongs to, typing errors included."""

_ALWAYS_ITEMS = frozenset({"article", "section"})
_MAY_BE_ITEMS = frozenset({"article", "section", "div", "tr", "td", "li", "tbody"})
_GOES_ON = re.compile(
    r"[-–—•*·]\s|\(?[\da-z]{1,3}[.)]\s|(?i:zadanie|punkt|pkt|etap|część|lp)\W{0,2}\s*[\dIVX]+|[a-ząćęłńóśźż]"
)
"""How a paragraph begins that goes on with the item before it: a dash, a number, a task, a small letter."""

_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"(?:[^\W\d_]{2,12},? )?\d{1,2}\.? (?P<month>[^\W\d_]{3,12})(?:[\s,(]*[^\W\d_]{2,12}\)?)?[\s:.]*")

Item = list[Line]


def looks_like_month_archive(page: Page, zones: Zones) -> bool:
    """Tell whether the content is days with prose under them, not one dated article and not a list of links."""
    days = list(_days(page, zones))
    if not days or not (ARCHIVE.search(zones.title or "") or _newest_first(page, zones, days)):
        return False
    around = [number for number in zones.content if days[0] - 2 <= number <= days[-1] + 2]
    if len(_titles(page, around)) >= 0.6 * len(days):
        return False
    with_prose = sum(1 for part in _parts(page, zones, days) if _is_prose(part))
    return with_prose >= max(1, 0.6 * len(days)) and (len(days) > 1 or zones.content[0] == days[0])


def _newest_first(page: Page, zones: Zones, days: list[int]) -> bool:
    """Tell whether days of one month go down the page from its top: a programme of events goes up."""
    dates = [as_day(page.lines[number].text, date(2200, 1, 1)) for number in days]
    known = [day for day in dates if day is not None]
    one_month = len({(day.year, day.month) for day in known}) == 1
    falling = all(before > after for before, after in pairwise(known))
    return zones.content[0] == days[0] and len(known) > 1 and one_month and falling


def _titles(page: Page, numbers: list[int]) -> list[int]:
    """Return the lines that are title links of other pages: neither files nor films."""
    found, files = [], False
    for number in numbers:
        line = page.lines[number]
        if not line.dense:
            files = FILES.fullmatch(line.text) is not None
        elif is_entry(line) and not (files or VIDEO.fullmatch(line.text) or DOCUMENT_NAME.search(line.links[0][0])):
            found.append(number)
    return found


def is_day(line: Line) -> bool:
    """Tell whether a line is a bare date."""
    return not line.links and len(line.text) < 60 and any(map(str.isdigit, line.text)) and is_date_line(line.text)


def _days(page: Page, zones: Zones) -> dict[int, str]:
    """Return the lines that are days, with the date each gives: as printed, and with the year that the title has if it has none.

    `30 listopada` under `Archiwum – listopad 2012` is a day of that month.
    """
    title = (zones.title or "").lower()
    months = {month for word in _WORD.findall(title) if (month := month_of(word)) is not None}
    years = set(_YEAR.findall(title))
    found: dict[int, str] = {}
    for number in zones.content:
        line = page.lines[number]
        if is_day(line):
            found[number] = line.text
        elif len(months) == len(years) == 1 and not line.links:
            day = _DAY.fullmatch(line.text)
            if day is not None and {month_of(day["month"])} == months:
                found[number] = f"{line.text[: day.end('month')]} {min(years)}"
    return found


def _parts(page: Page, zones: Zones, days: Collection[int]) -> Iterator[list[Line]]:
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
    """Return an article for each item, dated by its day heading, and warnings where items cannot be told apart."""
    articles: list[ParsedArticle] = []
    days = _days(page, zones)
    parts = list(_parts(page, zones, days))
    parting = _Parting(page, parts)
    for day, lines in zip(days, parts, strict=True):
        for item in parting.items(lines):
            article = article_of(item, base, title=None, dated=False)
            if article.body or article.attachments:
                articles.append(replace(article, published_text=days[day]))
    return tuple(articles), parting.warnings()


class _Parting:
    """How the items of one page are told apart: by boxes, by rules between them, else by blank space, else not at all.

    What one day shows is taken as the habit of the whole page: a box that once holds several paragraphs is an item's
    box on every day.
    """

    def __init__(self, page: Page, parts: list[Item]) -> None:
        self._page = page
        self._empty = _empty_boxes(page)
        self._boxed = any(self._groups(lines) for lines in parts)
        pairs = [pair for lines in parts for pair in pairwise(lines)]
        self._ruled = any(line.rule for _, line in pairs)
        blanks = [self._blank(*pair) for pair in pairs if not _belongs(pair[1])]
        self._blanks_part = any(blanks) and not all(blanks)
        self._unclear = 0
        self._by_blanks = 0

    def items(self, lines: Item) -> list[Item]:
        """Return the items of a day, in order; files and film lines belong to the item above them."""
        if not lines:
            return []
        if self._boxed:
            return _joined(self._by_box(lines))
        items: list[Item] = [[lines[0]]]
        filed = FILES.fullmatch(lines[0].text) is not None
        for before, line in pairwise(lines):
            if self._parts_at(before, line, filed=filed):
                items.append([])
                filed = False
            items[-1].append(line)
            filed = filed or FILES.fullmatch(line.text) is not None
        self._unclear += not self._ruled and any(_paragraphs(item) > 1 for item in items)
        return items

    def warnings(self) -> list[str]:
        """Return what has to be said of the days read so far."""
        said = []
        if self._by_blanks:
            said.append("items are told apart by blank space alone, which also stands inside items: some may be halves")
        if self._unclear and not self._blanks_part:
            said.append(f"the items of {self._unclear} days cannot be told apart; paragraphs of a day are one article")
        return said

    def _parts_at(self, before: Line, line: Line, *, filed: bool) -> bool:
        """Tell whether a new item begins with a line; `filed`: the item before it has a heading of files."""
        if _belongs(line):
            return False
        if self._ruled:
            return line.rule
        if filed or _ends(before):
            return not (before.dense and line.dense)
        if self._blanks_part and self._blank(before, line) and not _goes_on(before, line):
            self._by_blanks += 1
            return True
        return False

    def _groups(self, lines: Item) -> bool:
        """Tell whether the boxes of a day's lines group them: some box of a telling kind holds several paragraphs."""
        if len(lines) < 2:
            return False
        common = self._common(lines)
        boxes = [self._child(line.box, common) for line in lines]
        tags = {self._page.tags[box] for box in boxes}
        if tags <= _ALWAYS_ITEMS:
            return True
        told = {box for box in boxes if box != common and self._page.tags[box] in _MAY_BE_ITEMS}
        if len(set(boxes)) < 2 or not told:
            return False
        if all(self._wraps(box, line) for line, box in zip(lines, boxes, strict=True) if not _belongs(line)):
            return True
        held = Counter(box for line, box in zip(lines, boxes, strict=True) if box in told and not _belongs(line))
        return any(count > 1 for count in held.values())

    def _wraps(self, box: int, line: Line) -> bool:
        """Tell whether a box is wrapped around a line that has one of its own: nobody does that to mere paragraphs."""
        return box != line.box and self._page.tags[box] in _MAY_BE_ITEMS

    def _by_box(self, lines: Item) -> list[Item]:
        common = self._common(lines)
        groups: dict[int, Item] = {}
        for line in lines:
            box = self._child(line.box, common)
            listed = self._page.tags[box] == "li" and self._page.tags[line.box] in ("li", "p", "div")
            groups.setdefault(box, []).append(replace(line, item=False) if listed else line)
        if len(groups) == 1 and common in groups:
            return [lines]
        return list(groups.values())

    def _common(self, lines: Item) -> int:
        common = lines[0].box
        for line in lines[1:]:
            common = self._page.common(common, line.box)
        return common

    def _child(self, box: int, ancestor: int) -> int:
        while box != ancestor and self._page.parents[box] != ancestor:
            box = self._page.parents[box]
        return box

    def _blank(self, before: Line, line: Line) -> bool:
        """Tell whether blank space stands between two lines: an empty box, or a break after nothing."""
        if before.box == line.box:
            return line.gap
        return any(box in self._empty for box in range(before.box + 1, line.box))


def _empty_boxes(page: Page) -> frozenset[int]:
    """Return the boxes that hold no line at all."""
    full = {0}
    for line in page.lines:
        box = line.box
        while box not in full:
            full.add(box)
            box = page.parents[box]
    return frozenset(range(len(page.parents))) - full


def _paragraphs(item: Item) -> int:
    return sum(len(line.text) >= PROSE and not line.dense for line in item)


def _belongs(line: Line) -> bool:
    """Tell whether a line belongs to the item above it: a heading of files, a file, a film, a way on."""
    return (
        line.dense
        or not line.text
        or FILES.fullmatch(line.text) is not None
        or VIDEO.fullmatch(line.text) is not None
        or MORE.fullmatch(line.text) is not None
    )


def _ends(line: Line) -> bool:
    """Tell whether an item ends with a line: with `(więcej)`, or with its film."""
    if VIDEO.fullmatch(line.text):
        return True
    return bool(line.links) and MORE.search(line.text[-20:]) is not None


def _goes_on(before: Line, line: Line) -> bool:
    return before.text.endswith((":", ",", ";")) or line.item or _GOES_ON.match(line.text) is not None


def _joined(items: list[Item]) -> list[Item]:
    """Give boxes of files or films alone to the item above them."""
    joined: list[Item] = []
    for item in items:
        if joined and all(_belongs(line) for line in item):
            joined[-1].extend(item)
        else:
            joined.append(item)
    return joined
