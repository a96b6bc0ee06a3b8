"""A page flattened once to its lines in reading order; each knows its box, heading level, links and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.polish.dates import MAX_LINE, Role, date_line
from scraper.parsers.words import BESIDE, COUNTED, EVENT, LONG_NOISE, NOISE, SIZE, TOOL

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
_CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), 127, 0x200B, 0xFEFF)]

Dates = tuple[tuple[Role, str], ...]
"""What dates are called and how they are printed."""

_PARTING = re.compile(r"\s*[|•·;]\s*|,\s+")

SHORT = 120
"""Characters of a line at most that is a date or counter with something beside it."""

PROSE = 8
"""Blanks of a line from which it is prose."""

REMEMBERED = 8_192
"""Short lines whose words are not looked at again: those of a frame stand on every page of a portal."""


@dataclass(slots=True)
class Line:
    """One line as a person sees it; `gap` says that a paragraph begins with it, `row` is the box of its table row.

    `row` is 0 outside a table of data (a table that only lays the page out has no rows). `rule`: one is drawn above it.
    `stamp` is the `datetime` of a `<time>` in the line, `above` the text of the line before.
    """

    text: str = ""
    box: int = 0
    heading: int = 0
    gap: bool = True
    item: bool = False
    zone: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    images: list[tuple[str, str, str]] = field(default_factory=list)
    linked: int = 0
    row: int = 0
    rule: bool = False
    stamp: str = ""
    above: str = ""
    _noise: bool | None = field(default=None, init=False, repr=False, compare=False)
    _dates: Dates | None = field(default=None, init=False, repr=False, compare=False)
    _dense: bool | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def noise(self) -> bool:
        """Tell whether the text is of the frame wherever it stands; found once, when the text is whole."""
        if self._noise is None:
            if len(self.text) <= SHORT:
                self._noise = _is_noise(self.text, tuple([text for _, text in self.links]))
            else:
                self._noise = LONG_NOISE.fullmatch(self.text) is not None
        return self._noise

    @property
    def dates(self) -> Dates:
        """Return the dates of a line that is dates and their labels alone, as `date_line` does; found once, as `noise`."""
        if self._dates is None:
            found = _dates_of(self.text) if len(self.text) <= MAX_LINE else ()
            self._dates = () if found and self.of_event else found
        return self._dates

    @property
    def of_event(self) -> bool:
        """Tell whether a short line says when something takes place: by its own label, or by one alone on the line above."""
        if len(self.text) > SHORT:
            return False
        label = self.above.rstrip(" :?") if len(self.above) <= SHORT else ""
        headed = EVENT.match(label) if self.above.endswith(":") else EVENT.fullmatch(label)
        return headed is not None or EVENT.match(self.text) is not None

    @property
    def dense(self) -> bool:
        """Tell whether the line is nothing but links or linked pictures; found once, as `noise`."""
        if self._dense is None:
            self._dense = bool(self.links) and self.linked >= 0.8 * (len(self.text) - self.text.count(" "))
        return self._dense

    @property
    def prose(self) -> bool:
        """Tell whether the line is a sentence or more, and not nothing but links."""
        return not self.dense and self.text.count(" ") >= PROSE

    @property
    def listed(self) -> bool:
        """Tell whether the line is nothing but links, the type and size of a file beside them left out."""
        if self.dense or not self.links or not self.linked:
            return self.dense
        if len(self.text) - sum(len(text) for _, text in self.links) > SHORT + len(self.links):
            return False  # prose with thousands of links in it is not worth taking them out one by one
        return SIZE.fullmatch(self.beside_links) is not None

    @property
    def beside_links(self) -> str:
        """Return the text without that of its links; as long as text and links together, so ask it of no long line."""
        return _without(self.text, (text for _, text in self.links))


@dataclass(slots=True)
class Page:
    """The lines of a page, the parent, tag and traits of each box, and what the head says.

    `traits` are the bits of `scraper.parsers.traits` of a box and all boxes around it; `data` holds the JSON-LD texts.
    """

    lines: list[Line]
    parents: list[int]
    tags: list[str]
    head: dict[str, list[str]]
    warnings: list[str]
    traits: list[int] = field(default_factory=lambda: [0])
    data: list[str] = field(default_factory=list)

    def inside(self, box: int, other: int) -> bool:
        """Tell whether box lies in other (or is it)."""
        while box > other:
            box = self.parents[box]
        return box == other

    def within_main(self, box: int) -> bool:
        """Tell whether a box lies in what the page marks as its main part or as an article."""
        while box:
            if self.tags[box] in ("main", "article"):
                return True
            box = self.parents[box]
        return False

    def common(self, one: int, two: int) -> int:
        """Return the smallest box that holds both."""
        while one != two:
            if one > two:
                one = self.parents[one]
            else:
                two = self.parents[two]
        return one


def _without(text: str, links: Iterable[str]) -> str:
    for link in links:
        text = text.replace(link, "", 1)
    return text


@lru_cache(maxsize=REMEMBERED)
def _is_noise(text: str, links: tuple[str, ...]) -> bool:
    """Tell whether a short line is a word of the frame, counters side by side, or either beside links that print or share.

    `Odsłon: 12 Drukuj` is such a line. A link to the article before or after is noise too: it leads elsewhere with each
    that is published.
    """
    if NOISE.fullmatch(text) is not None:
        return True
    rest = _without(text, links)
    if links and BESIDE.fullmatch(rest):
        return True
    if not any(map(str.isdigit, rest)) or not all(map(TOOL.fullmatch, links)):
        return False
    return all(NOISE.fullmatch(part) for part in _PARTING.split(rest.strip(" |•·,;–-")))


@lru_cache(maxsize=REMEMBERED)
def _dates_of(text: str) -> Dates:
    """Return the dates of a line of dates alone, or of one before a counter."""
    found = date_line(text)
    if not found and text[-1:].isdigit() and (end := COUNTED.search(text)) is not None and end.end() == len(text):
        found = date_line(text[: end.start()])
    return tuple(found)


def fold(text: str) -> str:
    """Return text with runs of white space folded to one space."""
    return " ".join(text.split())


def without_controls(text: str) -> str:
    """Return text with control and zero-width characters as spaces; looking for each is quicker than one pattern."""
    return _CONTROL.sub(" ", text) if any(character in text for character in _CONTROLS) else text
