"""Prints changes."""

from __future__ import annotations

from collections.abc import Iterable

from archive.console.output import one_line, reading_console, table
from archive.explained import Explanation
from archive.terms.clock import format_time
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
                f"{change.significance:.2f}",
                ", ".join(finding.value for finding, _ in change.findings if finding is not Finding.SILENT),
                change.summary,
                change.url,
                f"{_when(change)}",
                "; ".join(f"{review.verdict} ({review.reviewer})" for review in change.reviews),
            ]
        )
    columns = ["id", "kind", "declared?", "weight", "found", "what", "where", "between", "reviews"]
    shown = [place for place in range(len(columns)) if place < len(columns) - 1 or any(row[-1] for row in rows)]
    table([columns[place] for place in shown], [[row[place] for place in shown] for row in rows])


def _when(change: Change) -> str:
    before = format_time(change.not_before)[:19] if change.not_before is not None else "…"
    after = format_time(change.not_after)[:19]
    return f"{before} and {after.removeprefix(before[:11])}"  # a day that is the same is said once


def print_explained(changes: Iterable[tuple[Change, Explanation]]) -> None:
    """Print each change with its spans by class and the terms that make its significance."""
    from rich.text import Text

    console = reading_console()
    for change, found in changes:
        console.print(Text(f"{change.id} {one_line(change.summary)}", style=COLOURS[change.kind.value]))
        console.print(Text(f"  {one_line(change.url)}, {_when(change)}", style="dim"))
        for span in found.spans:
            where = "" if span.field == "body" else f" in the {span.field}"
            console.print(Text(f"  {span.name}{where}: [-{_cut(span.old)}-] {{+{_cut(span.new)}+}}"))
        console.print(Text(f"  significance {change.significance}", style="bold"))
        for term in found.terms:
            console.print(Text(f"    {term.adds:+.3g} {term.reason}"))


def _cut(text: str, most: int = 120) -> str:
    shown = one_line(text)
    return shown if len(shown) <= most else f"{shown[:most]}…"
