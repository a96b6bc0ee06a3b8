"""Prints changes."""

from __future__ import annotations

from collections.abc import Iterable

from archive.console.output import table
from archive.terms.clock import format_time
from archive.types import Change

COLOURS = {
    "published": "green",
    "edited": "yellow",
    "moved": "cyan",
    "gone": "red",
    "returned": "green",
    "attachment": "magenta",
    "links": "blue",
}


def print_changes(changes: Iterable[Change]) -> None:
    """Print a table of changes; silent ones stand out."""
    from rich.text import Text

    rows = []
    for change in changes:
        silent = {True: Text("SILENT", style="bold red"), False: Text("declared"), None: Text("")}[change.silent]
        rows.append(
            [
                change.id,
                Text(change.kind.value, style=COLOURS[change.kind.value]),
                silent,
                change.summary,
                change.url,
                f"{_when(change)}",
            ]
        )
    table(["id", "kind", "declared?", "what", "where", "between"], rows)


def _when(change: Change) -> str:
    before = format_time(change.not_before)[:19] if change.not_before is not None else "…"
    after = format_time(change.not_after)[:19]
    return f"{before} and {after.removeprefix(before[:11])}"  # a day that is the same is said once
