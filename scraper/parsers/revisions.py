"""The change log that a bulletin page prints of itself (Wersja / Data zmiany / Autor / Powód), as rows of data."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.polish.dates import is_date_line
from scraper.items import ParsedRevision
from scraper.parsers.blocks import Line, Page
from scraper.parsers.revision_pairs import TELLING, Log, log_of_days, log_of_pairs

COLUMNS = {
    "version": re.compile(r"(numer |nr )?wersj[ai]( dokumentu| strony)?|version|rev(ision)?\.?", re.IGNORECASE),
    "changed_text": re.compile(
        r"data( i (godzina|czas))?( (zmiany|modyfikacji|aktualizacji|operacji|wersji|wprowadzenia( zmiany)?|zdarzenia"
        r"|publikacji wersji))?"
        r"|zmieniono|kiedy( zmieniono)?|date( changed)?",
        re.IGNORECASE,
    ),
    "author": re.compile(
        r"autor( zmiany| modyfikacji| wersji)?|zmienił(\(a\))?|zmodyfikował(\(a\))?|dokonując[ya] zmiany?|użytkownik|redaktor"
        r"|osoba( zmieniająca| modyfikująca| wprowadzająca zmian[ęy])?|kto( (do|wy)konał( zmiany)?| zmienił| wprowadził)?"
        r"|imię i nazwisko|wprowadził(\(a\))?|author|changed by",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"(powód|przyczyna|opis|zakres|rodzaj|treść|uzasadnienie|typ)( zmian[y]?| modyfikacji| operacji)?|uwagi|czynność"
        r"|akcja|operacja|zdarzenie|(wprowadzone |dokonane )?zmian[ay]|co zmieniono|opis|reason|what changed",
        re.IGNORECASE,
    ),
}
_ORDER = re.compile(r"l\.?p\.?|nr|numer|#", re.IGNORECASE)
HEADING = re.compile(
    r"(rejestr|historia|dziennik|metryka|lista|wykaz|log) (zmian|wersji|modyfikacji|operacji)( strony| dokumentu| w dokumencie"
    r"| artykułu)?\s*:?|(poprzednie|archiwalne) wersje\s*:?|change log|revision history",
    re.IGNORECASE,
)
_MAY_HEAD = re.compile(r"(.{0,60}\b)?(dat[ae]|zmieniono|kiedy)\b.{0,60}$", re.IGNORECASE)
"""A short line with the word every such table heads its column of dates with; most pages have none."""

HEADS = 60
"""Characters of a log's heading at most."""

WIDEST = 8
"""Rows at most of a table that has the headings of a log in its first column."""

_SPLIT = re.compile(r"\s*[|\t]\s*")

Cells = dict[int, str]
"""The text of a row by the place of its column, from 0; an empty cell has none."""


class Row(NamedTuple):
    """A row's cells, the lines they stand in, and the box of its table; None where it is set in no table."""

    cells: Cells
    lines: list[int]
    table: int | None


def revisions_of(page: Page, numbers: Sequence[int]) -> tuple[tuple[ParsedRevision, ...], frozenset[int]]:
    """Return the rows of the change log among some lines, in the page's order, and the lines it takes up."""
    if not any(_may_head(page.lines[number].text) for number in numbers):
        return (), frozenset()
    rows = list(_rows(page, numbers))
    for place, (cells, taken, table) in enumerate(rows):
        columns = _columns(cells)
        if len(columns) < 2 or "changed_text" not in columns.values():
            continue
        heading = _heading_before(page, numbers, taken[0])
        if heading is None and not any(TELLING.search(text) for text in cells.values()):
            continue
        found, lines = _read(rows[place + 1 :], columns, table)
        if found:
            own = [heading] if heading is not None else []
            return tuple(found), frozenset([*own, *taken, *lines])
    found, lines = _log_without_columns(page, numbers, rows)
    own = [heading] if lines and (heading := _heading_before(page, numbers, lines[0])) is not None else []
    return tuple(found), frozenset([*own, *lines])


def _log_without_columns(page: Page, numbers: Sequence[int], rows: Sequence[Row]) -> Log:
    def headed(number: int) -> bool:
        return _heading_before(page, numbers, number) is not None

    def told() -> Iterator[Log]:
        yield log_of_pairs(page, numbers, _field_of, headed)
        yield _log_on_its_side(rows)
        yield log_of_days(page, numbers, headed)

    return next((log for log in told() if log[0]), ([], []))


def _log_on_its_side(rows: Sequence[Row]) -> Log:
    """Return the rows of a log whose table has its headings in the first column and a column for each change."""
    for place, first in enumerate(rows):
        if _heads(first) is None:
            continue
        table = [
            (name, row) for row in rows[place : place + WIDEST] if row.table == first.table and (name := _heads(row))
        ]
        fields = dict(table)
        dates = fields["changed_text"].cells if "changed_text" in fields else {}
        columns = sorted(column for column, text in dates.items() if column and is_date_line(text))
        if len(columns) < 2 or len(fields) < 2 or not any(TELLING.search(row.cells[0]) for row in fields.values()):
            continue
        said = [{name: row.cells[one] for name, row in fields.items() if one in row.cells} for one in columns]
        return [ParsedRevision(**one) for one in said], [line for row in fields.values() for line in row.lines]
    return [], []


def _heads(row: Row) -> str | None:
    """Return which field the first cell of a row of several names; None where it is set in no table."""
    if row.table is None or len(row.cells) < 2 or 0 not in row.cells:
        return None
    return _field_of(row.cells[0].rstrip(" :"))


def _field_of(label: str) -> str | None:
    """Return which field of a revision a label names; a bare number or order is none."""
    return next((name for name, form in COLUMNS.items() if form.fullmatch(label)), None)


def _columns(cells: Cells) -> dict[int, str]:
    """Return which field each column of a heading row holds; {} where a cell of it is no heading."""
    columns: dict[int, str] = {}
    for place, text in cells.items():
        name = _field_of(text.rstrip(" :"))
        if name is None and _ORDER.fullmatch(text.rstrip(" :")):
            name = "version" if "version" not in columns.values() else None
        elif name is None:
            return {}
        elif name == "version":
            columns = {known: field for known, field in columns.items() if field != "version"}
        if name is not None and name not in columns.values():
            columns[place] = name
    return columns


def _read(rows: Sequence[Row], columns: dict[int, str], table: int | None) -> tuple[list[ParsedRevision], list[int]]:
    """Return the rows of a log; one without a date is a row where the log's table holds it, or where a dated one follows."""
    kept: list[Row] = []
    dated = 0
    for row in rows:
        said = _said(row, columns)
        if is_date_line(said.get("changed_text", "")):
            kept.append(row)
            dated = len(kept)
        elif len(said) >= 2 and (row.table == table if table is not None else dated and len(kept) == dated):
            kept.append(row)
        else:
            break
    if not dated or table is None:
        kept = kept[:dated]
    return [ParsedRevision(**_said(row, columns)) for row in kept], [line for row in kept for line in row.lines]


def _said(row: Row, columns: dict[int, str]) -> dict[str, str]:
    return {name: row.cells[place] for place, name in columns.items() if place in row.cells}


def _may_head(text: str) -> bool:
    return _MAY_HEAD.match(text) is not None or (len(text) <= HEADS and HEADING.fullmatch(text) is not None)


def _heading_before(page: Page, numbers: Sequence[int], first: int) -> int | None:
    place = bisect_left(numbers, first)
    before = numbers[max(place - 2, 0) : place]
    return next((number for number in reversed(before) if HEADING.fullmatch(page.lines[number].text)), None)


def _rows(page: Page, numbers: Sequence[int]) -> Iterator[Row]:
    """Yield rows of cells: of a table, of a line with bars in it, or of boxes side by side that begin with headings."""
    places = _cell_places(page)
    loose: list[int] = []
    row: tuple[int, Cells, list[int]] | None = None
    for number in numbers:
        line = page.lines[number]
        cell = _cell_of(page, line, places)
        if row is not None and (cell is None or cell[0] != row[0]):
            yield Row(row[1], row[2], _table_of(page, row[0]))
            row = None
        if cell is None:
            if len(parts := _SPLIT.split(line.text)) > 2:
                yield Row({place: text for place, text in enumerate(parts) if text}, [number], None)
            else:
                loose.append(number)
            continue
        if row is None:
            row = (cell[0], {}, [])
        row[1][cell[1]] = f"{row[1].get(cell[1], '')} {line.text}".strip()
        row[2].append(number)
    if row is not None:
        yield Row(row[1], row[2], _table_of(page, row[0]))
    yield from _loose_rows(page, loose)


def _cell_places(page: Page) -> dict[int, tuple[int, int]]:
    """Return by each table cell's box the box of its row and its place in it."""
    counts: dict[int, int] = {}
    places: dict[int, tuple[int, int]] = {}
    for box, tag in enumerate(page.tags):
        if tag in ("td", "th"):
            row = page.parents[box]
            places[box] = (row, counts.get(row, 0))
            counts[row] = counts.get(row, 0) + 1
    return places


def _table_of(page: Page, row: int) -> int:
    """Return the box of the table that holds a row."""
    box = page.parents[row]
    while page.tags[box] in ("thead", "tbody", "tfoot"):
        box = page.parents[box]
    return box


def _cell_of(page: Page, line: Line, places: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    box = line.box
    while box:
        if box in places:
            return places[box]
        box = page.parents[box]
    return None


def _loose_rows(page: Page, loose: Sequence[int]) -> Iterator[Row]:
    """Yield rows of as many lines as the headings that stand one after the other (a log set in boxes, not a table)."""
    texts = [page.lines[number].text for number in loose]
    for start in range(len(loose)):
        width = 0
        while start + width < len(loose) and _columns({0: texts[start + width]}):
            width += 1
        if width >= 3:
            for first in range(start, len(loose) - width + 1, width):
                part = slice(first, first + width)
                yield Row(dict(enumerate(texts[part])), list(loose[part]), None)
            return
