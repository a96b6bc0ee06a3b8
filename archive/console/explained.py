"""Prints changes with what they touch and why they matter as much."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from archive.console.changes import COLOURS, interval
from archive.console.output import one_line, print_json_lines, reading_console
from archive.explained import explained, explanation_json
from archive.types import Change, change_json


def print_explained(connection: Connection, changes: Iterable[Change], *, lines: bool) -> None:
    """Print each change with its spans by class and the terms that make its significance; `lines`: as JSON Lines."""
    from rich.text import Text

    if lines:
        print_json_lines(change_json(row) | explanation_json(why) for row, why in explained(connection, changes))
        return
    console = reading_console()
    for change, found in explained(connection, changes):
        console.print(Text(f"{change.id} {one_line(change.summary)}", style=COLOURS[change.kind.value]))
        console.print(Text(f"  {one_line(change.url)}, {interval(change)}", style="dim"))
        for span in found.spans:
            where = "" if span.field == "body" else f" in the {span.field}"
            words = f"moved: {_cut(span.new)}" if span.moved else f"[-{_cut(span.old)}-] {{+{_cut(span.new)}+}}"
            console.print(Text(f"  {span.name}{where}: {words}"))
        console.print(Text(f"  significance {change.significance}", style="bold"))
        for term in found.terms:
            console.print(Text(f"    {term.adds:+.3g} {term.reason}"))


def _cut(text: str, most: int = 120) -> str:
    shown = one_line(text)
    return shown if len(shown) <= most else f"{shown[:most]}…"
