"""Prints changes and word diffs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.console.output import plain, table
from archive.diffs.fields import PageDiff, diff_pages
from archive.diffs.text import Op
from archive.terms.clock import format_time
from archive.terms.outcomes import Finding
from archive.types import Change, PageContent

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


def print_word_diff(url: str, old: PageContent, new: PageContent, fields: tuple[str, ...] | None = None) -> None:
    """Print what differs between two pages, word by word: in colours where there are any, as [-old-]{+new+} elsewhere."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    colour = console.is_terminal and console.color_system is not None and not console.no_color
    console.print(Text(f"\n{plain(url)}", style="bold"), soft_wrap=True)
    compared = diff_pages(old, new)
    for name, ops in compared.fields:
        if fields is not None and name not in fields:
            continue
        console.print(Text(f"{name}:", style="italic"))
        console.print(diff_text(ops, colour=colour), soft_wrap=not console.is_terminal)
    marks = _link_marks(compared)
    if marks and (fields is None or "links" in fields):
        console.print(Text("links:", style="italic"))
        for mark, words, style in marks:
            console.print(Text(plain(f"  {mark} {words}"), style=style), soft_wrap=True)


def _link_marks(compared: PageDiff) -> list[tuple[str, str, str]]:
    """Return (sign, words, style) of each link that came, went or leads elsewhere."""
    return [
        *(("+", f"{link.text} {link.url}", "bold green") for link in compared.added),
        *(("-", f"{link.text} {link.url}", "red") for link in compared.removed),
        *(("~", f"{link.text} {link.old} → {link.new}", "yellow") for link in compared.retargeted),
    ]


def diff_text(ops: Sequence[Op], *, colour: bool) -> object:
    """Return a word diff as rich text; long stretches of equal words are cut in the middle."""
    from rich.text import Text

    shown = Text()
    for op in ops:
        if op.op == "equal":
            shown.append(plain(_shortened(op.old)))
            continue
        if op.old:
            shown.append(plain(op.old) if colour else f"[-{plain(op.old)}-]", style="strike red")
        if op.new:
            shown.append(plain(op.new) if colour else f"{{+{plain(op.new)}+}}", style="bold green")
    return shown


def _shortened(text: str, keep: int = 160) -> str:
    return text if len(text) <= 2 * keep + 3 else f"{text[:keep]} … {text[-keep:]}"
