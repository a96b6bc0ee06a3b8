"""A change log set as label and value that repeat (in a list of terms, a table of two columns, lines), or as a list of days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipelines.polish.dates import is_date_line
from scraper.items import ParsedRevision
from scraper.parsers.blocks import Page

LABEL, VALUE = 40, 300
"""Characters of a label and of a value at most."""

_PAIR = re.compile(rf"(?P<label>[^\W\d_][^:|]{{0,{LABEL}}}?)\s*:\s+(?P<value>\S.*)")
_NUMBERED = re.compile(r"(?P<label>wersja( nr| numer)?|version)\s+(?P<value>\d+(\.\d+)*\b.{0,30})", re.IGNORECASE)
_DAY = r"\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}\s+[^\W\d_]{3,12}\s+\d{4}(\s*r(\.|oku)?)?"
_LISTED = re.compile(
    rf"(?:(?:wersja\s+)?(?:nr\s+)?(?P<version>\d+(?:\.\d+)*)[.):]?[\s,–—-]+)?(?:z\s+)?(?:dnia\s+)?"
    rf"(?P<day>(?:{_DAY})(?:(?:,|\s+godz\.)?\s*\d{{1,2}}[:.]\d\d(?::\d\d)?)?)(?:[\s,;:|–—-]+(?P<rest>.*))?",
    re.IGNORECASE,
)
_PERSON = r"[A-ZĄĆĘŁŃÓŚŹŻ][\w.]*(?:[ -][A-ZĄĆĘŁŃÓŚŹŻ][\w.]*){1,3}"
_WHO_WHY = re.compile(
    rf"(?P<author>{_PERSON}|[^\W\d]\w*(?=\s*[,;:|–—]|\s+-\s))(?:\s*[,;:|–—(]\s*|\s+-\s+|$)(?P<reason>.*?)\)?"
)
_WHY_WHO = re.compile(rf"(?P<reason>.+?)(?:\s*[,;:|–—(]\s*|\s+-\s+)(?P<author>{_PERSON})\)?\.?")

TELLING = re.compile(r"wersj|zmian|zmien|modyfik|aktualiz|operacji|version|change|rev", re.IGNORECASE)
"""What a label says that can be of nothing but a log."""

Field = Callable[[str], str | None]
"""Which field of a revision a label names; None for any other text."""


class Pair(NamedTuple):
    """A label with its value ("" for none), the field it names (None for a label of something else), and their lines."""

    label: str
    value: str
    field: str | None
    lines: tuple[int, ...]


Log = tuple[list[ParsedRevision], list[int]]


def log_of_pairs(page: Page, numbers: Sequence[int], field_of: Field, heading: Callable[[int], bool]) -> Log:
    """Return the rows of the first log set in pairs, and its lines; `heading` tells whether a log's stands before a line.

    A log's labels come again with every row; under a heading one row is a log too. What one label after the other
    begins its rows with is found by trying: the right one makes rows that are alike.
    """
    for run, headed in _runs(page, numbers, field_of, heading):
        starts = {pair.field: start for start, pair in reversed([*enumerate(run)]) if pair.field is not None}
        cut = [(start, _rows_from(run[start:], field)) for field, start in starts.items()]
        logs = [(_kinds(rows), start, rows) for start, rows in cut if _is_log(rows, headed=headed)]
        if logs:
            return _told(min(logs)[2])
    return [], []


def log_of_days(page: Page, numbers: Sequence[int], heading: Callable[[int], bool]) -> Log:
    """Return the rows of a log that is a list under its heading: number, day, who and why on a line each."""
    found: list[ParsedRevision] = []
    taken: list[int] = []
    for number in numbers:
        text = page.lines[number].text
        match = _LISTED.fullmatch(text) if len(text) <= VALUE else None
        if match is not None and is_date_line(match["day"]) and (found or heading(number)):
            found.append(_listed(match))
            taken.append(number)
        elif found:
            break
    return found, taken


def _listed(match: re.Match[str]) -> ParsedRevision:
    rest = (match["rest"] or "").strip()
    said = _WHO_WHY.fullmatch(rest) or _WHY_WHO.fullmatch(rest)
    author, reason = (said["author"], said["reason"]) if said is not None else (None, rest)
    return ParsedRevision(version=match["version"], changed_text=match["day"], author=author, reason=reason or None)


def _rows_from(run: Sequence[Pair], first: str) -> list[list[Pair]]:
    """Return a run cut into rows: one begins where its first field or any field it has comes again."""
    rows: list[list[Pair]] = []
    for pair in run:
        if not rows or pair.field == first or (pair.field and any(pair.field == one.field for one in rows[-1])):
            rows.append([])
        rows[-1].append(pair)
    return rows


def _kinds(rows: Sequence[Sequence[Pair]]) -> int:
    """Return in how many ways rows are made up."""
    return len({tuple(one.field for one in row) for row in rows})


def _is_log(rows: Sequence[Sequence[Pair]], *, headed: bool) -> bool:
    dated = [row for row in rows if any(one.field == "changed_text" and is_date_line(one.value) for one in row)]
    fields = {one.field for row in rows for one in row if one.field}
    if headed:
        return bool(dated) and len(fields) > 1
    told = any(TELLING.search(one.label) for row in rows for one in row if one.field)
    return told and len(dated) > 1 and 2 * len(dated) >= len(rows) and len(fields) > 1


def _told(rows: Sequence[Sequence[Pair]]) -> Log:
    found = [ParsedRevision(**{one.field: one.value for one in row if one.field and one.value}) for row in rows]
    return found, [line for row in rows for one in row for line in one.lines]


def _runs(
    page: Page, numbers: Sequence[int], field_of: Field, heading: Callable[[int], bool]
) -> Iterator[tuple[list[Pair], bool]]:
    """Yield pairs that stand one after the other, and whether under a heading; there other labels are of the log too."""
    run: list[Pair] = []
    headed = False
    for pair in (*_pairs(page, numbers, field_of), None):
        if pair is not None and not run and pair.field is not None:
            headed = heading(pair.lines[0])
        if pair is not None and (pair.field is not None or (run and headed)):
            run.append(pair)
            continue
        if len(run) > 1 and any(one.field == "changed_text" for one in run):
            yield run, headed
        run = []


def _pairs(page: Page, numbers: Sequence[int], field_of: Field) -> Iterator[Pair | None]:
    """Yield the pairs of some lines in order, None for every line that is of none."""
    place = 0
    while place < len(numbers):
        pair = _pair(page, numbers, place, field_of)
        yield pair
        place += len(pair.lines) if pair is not None else 1


def _pair(page: Page, numbers: Sequence[int], place: int, field_of: Field) -> Pair | None:
    number = numbers[place]
    text = page.lines[number].text
    if len(text) > LABEL + VALUE:
        return None
    match = _PAIR.fullmatch(text) or _NUMBERED.fullmatch(text)
    field = field_of(match["label"]) if match is not None else None
    if match is not None and field is not None:
        return Pair(match["label"].lower(), match["value"], field, (number,))
    label = text.rstrip(" :")
    if len(label) <= LABEL:
        field = field_of(label)
        term = _is_term(page, numbers, place) or (field is not None and page.tags[_cell(page, number)] in ("td", "th"))
        if term or (field is not None and text.endswith(":")):
            value = _value(page, numbers, place, field_of, term=term)
            said = " ".join(page.lines[one].text for one in value)
            return Pair(label.lower(), said, field, (number, *value))
    return Pair(match["label"].lower(), match["value"], None, (number,)) if match is not None else None


def _value(page: Page, numbers: Sequence[int], place: int, field_of: Field, *, term: bool) -> Sequence[int]:
    """Return the lines of a label's value: all of the box beside it, else the line after it; none where a label follows."""
    following = numbers[place + 1 : place + 2]
    if not following or field_of(page.lines[following[0]].text.rstrip(" :")) is not None:
        return ()
    if not term:
        return following
    box = _cell(page, following[0])
    if page.tags[box] not in ("td", "dd") or page.parents[box] != page.parents[_cell(page, numbers[place])]:
        return ()
    end = place + 1
    while end < len(numbers) and page.inside(page.lines[numbers[end]].box, box):
        end += 1
    return numbers[place + 1 : end]


def _cell(page: Page, number: int) -> int:
    """Return the box of the nearest table cell, term or description that a line stands in; 0 for none."""
    box = page.lines[number].box
    while box and page.tags[box] not in ("td", "th", "dt", "dd"):
        box = page.parents[box]
    return box


def _is_term(page: Page, numbers: Sequence[int], place: int) -> bool:
    """Tell whether a line is the whole of a term, or of the first cell of a table row (a table that lays out has longer)."""
    box = _cell(page, numbers[place])
    if page.tags[box] != "dt" and (page.tags[box] not in ("td", "th") or box != page.parents[box] + 1):
        return False
    beside = (*numbers[max(place - 1, 0) : place], *numbers[place + 1 : place + 2])
    return not any(page.inside(page.lines[number].box, box) for number in beside)
