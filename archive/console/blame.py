"""Prints the blame of a page: each sentence after the day, snapshot and change that brought it."""

from __future__ import annotations

from rich.text import Text

from archive.blame import Blamed, PageBlame
from archive.console.output import one_line, reading_console
from archive.terms.clock import second_of


def print_blame(found: PageBlame) -> None:
    """Print the standing sentences in their order, then the removed ones."""
    console = reading_console()
    console.print(Text(f"{one_line(found.url)} snapshot {found.snapshot}", style="bold"))
    last = None
    for one in found.sentences:
        mark = _mark(one)
        console.print(Text.assemble((f"{mark if mark != last else '':<38}", "cyan"), one_line(one.text)))
        last = mark
    if found.removed:
        console.print(Text("\nremoved:", style="bold"))
    for brought, took in found.removed:
        console.print(Text.assemble((f"{_mark(took):<38}", "red"), (one_line(brought.text), "strike")))


def _mark(one: Blamed) -> str:
    change = f"change {one.change}" if one.change is not None else one.cause.value
    return f"{second_of(one.not_after)} #{one.snapshot} {change}"
