"""Prints JSON for scripts and tables for people; archived text never reaches the terminal as code."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from archive.types import Json

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def print_json(document: Json) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def print_json_lines(documents: Iterable[Json]) -> None:
    """Print one JSON document a line."""
    for document in documents:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def plain(text: object) -> str:
    """Return text without what a terminal obeys (control characters, escapes, direction marks)."""
    return _CONTROL.sub("\ufffd", "" if text is None else str(text))


def one_line(text: object) -> str:
    """Return text as `plain` does, on one line: archived text cannot pass for a line of ours."""
    return " ".join(plain(text).split())


def counted(number: int, one: str, many: str) -> str:
    """Return a whole number with the form of its noun, by the rules that Babel has for English: `1 page`, `2 pages`."""
    from babel import Locale

    return f"{number} {one if Locale('en').plural_form(number) == 'one' else many}"


def reading_console() -> Console:
    """Return a console for texts: colours and wrapping on a terminal, elsewhere plain text, a line a paragraph."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    console.soft_wrap = not console.is_terminal
    return console


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Print a table; cells are text, never markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in row))
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, 200)
    console.print(shown)
