"""Prints the difference of two snapshots in the shape that was asked for."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Sequence

from archive.console.output import plain, print_json
from archive.diffs.fields import PageDiff, diff_json, diff_pages
from archive.diffs.text import Op
from archive.terms.errors import BadInput, NotThere
from archive.types import PageContent, SnapshotContent, Timeline

_PAIR = re.compile(r"(\d+)\.\.(\d+)")
DIFF_FIELDS = ("title", "section", "published", "updated", "author", "body", "links")


def snapshot_pair(words: str | None, timeline: Timeline) -> tuple[int, int]:
    """Return the two snapshot numbers of `A..B`, or the two latest. Raises BadInput, NotThere."""
    count = len(timeline.snapshots)
    if words is None:
        if count < 2:
            raise NotThere(f"{timeline.url} has {count} snapshots; there is nothing to compare yet")
        return count - 1, count
    match = _PAIR.fullmatch(words)
    if match is None:
        raise BadInput(f"“{words}” names no two snapshots; write A..B, for example 1..2")
    pair = int(match[1]), int(match[2])
    for number in pair:
        if not 1 <= number <= count:
            raise NotThere(f"{timeline.url} has {count} snapshots, not a number {number}")
    return pair


def print_diff(
    url: str, old: SnapshotContent, new: SnapshotContent, *, shape: str, fields: tuple[str, ...] | None
) -> None:
    """Print what differs between two snapshots. Raises BadInput for a field there is none of."""
    unknown = [name for name in fields or () if name not in DIFF_FIELDS]
    if unknown:
        raise BadInput(f"“{unknown[0]}” is no field of a diff; the fields are {', '.join(DIFF_FIELDS)}")
    if shape == "text":
        print_word_diff(url, old.content, new.content, fields)
        return
    compared = diff_pages(old.content, new.content)
    if shape == "json":
        print_json(diff_json(url, old.snapshot.n, new.snapshot.n, compared, fields))
    else:
        sys.stdout.write(_diff_html(compared, fields))


def _diff_html(compared: PageDiff, fields: tuple[str, ...] | None) -> str:
    parts = []
    for name, ops in compared.fields:
        if fields is not None and name not in fields:
            continue
        parts.append(f"<h2>{html.escape(name)}</h2>\n<p>")
        for op in ops:
            if op.op == "equal":
                parts.append(html.escape(op.old))
                continue
            parts.append(f"<del>{html.escape(op.old)}</del>" if op.old else "")
            parts.append(f"<ins>{html.escape(op.new)}</ins>" if op.new else "")
        parts.append("</p>\n")
    links = _links_html(compared) if fields is None or "links" in fields else ""
    return "".join(parts) + links


def _links_html(compared: PageDiff) -> str:
    """Archived addresses are text here, never something to follow."""
    items = [f"<del>{_link_html(link.text, link.url)}</del>" for link in compared.removed]
    items += [f"<ins>{_link_html(link.text, link.url)}</ins>" for link in compared.added]
    items += [
        f"{html.escape(link.text)} <del>{html.escape(link.old)}</del> <ins>{html.escape(link.new)}</ins>"
        for link in compared.retargeted
    ]
    listed = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<h2>links</h2>\n<ul>\n{listed}</ul>\n" if items else ""


def _link_html(text: str, url: str) -> str:
    return f"{html.escape(text)} {html.escape(url)}"


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
