"""Prints changes."""

from __future__ import annotations

from collections.abc import Iterable

from archive.console.output import one_line, table
from archive.terms.clock import second_of
from archive.terms.outcomes import Finding
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
    """Print a table of changes; silent ones stand out, and what, where and when stand below each other."""
    from rich.text import Text

    rows = []
    for change in changes:
        silent = {True: Text("SILENT", style="bold red"), False: Text("declared"), None: Text("")}[change.silent]
        rows.append(
            [
                change.id,
                Text(change.kind.value, style=COLOURS[change.kind.value]),
                silent,
                f"{change.significance:.2f}",
                ", ".join([*change.classes, *_findings(change)]),
                Text.assemble(
                    one_line(change.summary),
                    (f"\n{one_line(change.url)}\nbetween {interval(change)}", "dim"),
                ),
                "; ".join(f"{review.verdict} ({review.reviewer})" for review in change.reviews),
            ]
        )
    columns = ["id", "kind", "declared?", "weight", "found", "what, where, when", "reviews"]
    shown = [place for place in range(len(columns)) if place < len(columns) - 1 or any(row[-1] for row in rows)]
    table([columns[place] for place in shown], [[row[place] for place in shown] for row in rows])


def _findings(change: Change) -> list[str]:
    """Return what was found of a change but that it is silent, which has a column of its own."""
    return [finding.value for finding, _ in change.findings if finding is not Finding.SILENT]


def interval(change: Change) -> str:
    """Return between which times a change happened, in words."""
    before = second_of(change.not_before) if change.not_before is not None else "…"
    after = second_of(change.not_after)
    return f"{before} and {after.removeprefix(before[:11])}"  # a day that is the same is said once
