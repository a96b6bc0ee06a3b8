"""XLSX: each sheet's rows as lines, cells parted by a bar, read by openpyxl in its streaming mode."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime
from datetime import time as clock
from typing import Any

from scraper.parsers.container import Container, Unreadable
from scraper.parsers.office import CELLS, core_properties, main_part
from scraper.parsers.reading_text import Gathered

MAX_ROWS = 200_000
"""Rows looked at in all sheets, empty ones included: a file may claim a cell in row 1 048 576 (or beyond)."""
MAX_CELLS = 5_000_000
_LINES = 50
"""Rows gathered to one paragraph at most where no empty row parts them."""


def read_xlsx(payload: bytes, container: Container, gathered: Gathered) -> None:
    """Gather an XLSX. Raises Unreadable for what is none, ImportError where openpyxl is not installed."""
    from openpyxl import load_workbook  # noqa: PLC0415 # an extra, and slow to import

    main_part(container)
    container.refuse_dtds()
    core_properties(container, gathered)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and validations, which are no text
        try:
            book = load_workbook(io.BytesIO(payload), read_only=True, data_only=True, keep_links=False)
            _sheets(book, gathered)
        except Unreadable:
            raise
        except Exception as error:  # noqa: BLE001 # openpyxl raises whatever its parsers meet
            raise Unreadable(f"the workbook is damaged ({type(error).__name__}: {str(error)[:120]})") from None


def _sheets(book: Any, gathered: Gathered) -> None:
    seen = cells = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file claims of its size may leave cells out
        lines = [str(sheet.title)] if len(book.worksheets) > 1 else []
        for row in sheet.iter_rows(values_only=True):
            seen += 1
            cells += len(row)
            if seen > MAX_ROWS or cells > MAX_CELLS:
                gathered.add("\n".join(lines))
                gathered.cut(f"more than {MAX_ROWS} rows or {MAX_CELLS} cells")
                return
            line = CELLS.join(text for text in map(_printed, row) if text)
            if line:
                lines.append(line)
            if (not line and lines) or len(lines) >= _LINES:
                if not gathered.add("\n".join(lines)):
                    return
                lines = []
        if not gathered.add("\n".join(lines)):
            return


def _printed(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == clock() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).split())
