"""Prints the difference of two snapshots: words, links by zone, articles and files, for the terminal or as a page."""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator, Sequence

from archive.console.output import plain
from archive.diffs.fields import ArticleDiff, FileDiff, PageDiff
from archive.diffs.links import LinkDiff
from archive.diffs.text import Op

_OPS = {"inserted": "+", "removed": "-", "edited": "~", "moved": "↷"}
_TAGS = {"+": "ins", "-": "del"}
_STYLES = {"+": "bold green", "-": "red", "~": "yellow", "↷": "cyan"}


def print_word_diff(url: str, compared: PageDiff, fields: tuple[str, ...] | None = None) -> None:
    """Print a diff word by word: in colours where there are any, as [-old-]{+new+} elsewhere."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    colour = console.is_terminal and console.color_system is not None and not console.no_color
    console.print(Text(f"\n{plain(url)}", style="bold"), soft_wrap=True)
    for name, ops in compared.fields:
        if fields is not None and name not in fields:
            continue
        console.print(Text(f"{name}:", style="italic"))
        console.print(diff_text(ops, colour=colour), soft_wrap=not console.is_terminal)
    for name, marks in _marked(compared, fields):
        console.print(Text(f"{name}:", style="italic"))
        for mark, words in marks:
            console.print(Text(plain(f"  {mark} {words}"), style=_STYLES[mark]), soft_wrap=True)
    for file in compared.files if fields is None or "links" in fields else ():
        if file.steps is not None:
            console.print(Text(f"{plain(file.text or file.url)}:", style="italic"), soft_wrap=True)
            console.print(diff_text(file.steps, colour=colour), soft_wrap=not console.is_terminal)


def _marked(compared: PageDiff, fields: tuple[str, ...] | None) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield (heading, [(sign, words)]) of what is no text: articles, links by zone, files."""
    articles = [(_OPS[one.op], _article_words(one)) for one in compared.articles]
    if articles and (fields is None or "body" in fields):
        yield "articles", articles
    if fields is not None and "links" not in fields:
        return
    for heading, zone in (("links", "body"), ("attachments", "attachment"), ("images", "image")):
        marks = list(_link_marks(compared.links, zone))
        if zone == "attachment":
            marks += [("~", _file_words(file)) for file in compared.files]
        if marks:
            yield heading, marks


def _link_marks(links: LinkDiff, zone: str) -> Iterator[tuple[str, str]]:
    yield from (("+", f"{link.text} {link.url}") for link in links.added if link.zone == zone)
    yield from (("-", f"{link.text} {link.url}") for link in links.removed if link.zone == zone)
    for link in links.retargeted:
        if link.new.zone == zone:
            yield "~", f"{link.new.text} {link.old.url} → {link.new.url}"
    for link in links.relabelled:
        if link.new.zone == zone:
            yield "~", f"{link.new.url} “{link.old.text}” → “{link.new.text}”"


def _article_words(article: ArticleDiff) -> str:
    name = article.title or (f"item {1 + (article.new_position or article.old_position or 0)}")
    day = f"{article.published.isoformat()} " if article.published is not None else ""
    what = f" ({', '.join(name for name, _ in article.fields)})" if article.op == "edited" else ""
    return f"{day}{name}: {article.op}{what}"


def _file_words(file: FileDiff) -> str:
    where = "replaced at the same address" if file.url == file.old_url else "re-uploaded with other content"
    return f"{file.text} {file.url}: {where}"


def diff_text(ops: Sequence[Op], *, colour: bool) -> object:
    """Return a word diff as rich text; long stretches of equal words are cut in the middle."""
    from rich.text import Text

    shown = Text()
    for op in ops:
        if op.op == "equal":
            shown.append(plain(_shortened(op.old)))
            continue
        moved = op.op == "move"
        if op.old:
            words = plain(op.old)
            shown.append(words if colour else f"[-{'moved: ' * moved}{words}-]", style="dim" if moved else "strike red")
        if op.new:
            words = plain(op.new)
            shown.append(
                words if colour else f"{{+{'moved: ' * moved}{words}+}}", style="cyan" if moved else "bold green"
            )
    return shown


def _shortened(text: str, keep: int = 160) -> str:
    return text if len(text) <= 2 * keep + 3 else f"{text[:keep]} … {text[-keep:]}"


def print_diff_html(compared: PageDiff, fields: tuple[str, ...] | None) -> None:
    """Print a diff as a fragment of HTML; archived addresses are text in it, never something to follow."""
    out = sys.stdout.write
    for name, ops in compared.fields:
        if fields is None or name in fields:
            out(f"<h2>{html.escape(name)}</h2>\n<p>{steps_html(ops)}</p>\n")
    for name, items in _listed(compared, fields):
        rows = "".join(f"<li>{item}</li>\n" for item in items)
        out(f"<h2>{html.escape(name)}</h2>\n<ul>\n{rows}</ul>\n")
    for file in compared.files if fields is None or "links" in fields else ():
        if file.steps is not None:
            out(f"<h2>{html.escape(file.text or file.url)}</h2>\n<p>{steps_html(file.steps)}</p>\n")


def _listed(compared: PageDiff, fields: tuple[str, ...] | None) -> Iterator[tuple[str, list[str]]]:
    """Yield (heading, items as HTML): what `_marked` yields, with both sides of what stayed in `del` and `ins`."""
    for name, marks in _marked(compared, fields):
        items = []
        for mark, words in marks:
            old, arrow, new = words.partition(" → ")
            shown = html.escape(words)
            if mark == "~" and arrow:
                first, _, was = old.rpartition(" ")
                shown = f"{html.escape(first)} <del>{html.escape(was)}</del> <ins>{html.escape(new)}</ins>"
            items.append(f"<{_TAGS[mark]}>{shown}</{_TAGS[mark]}>" if mark in _TAGS else shown)
        yield name, items


def steps_html(ops: Sequence[Op]) -> str:
    """Return steps as escaped text between `ins` and `del`; a moved paragraph is marked as one."""
    parts = []
    for op in ops:
        if op.op == "equal":
            parts.append(html.escape(op.old))
            continue
        mark = ' class="moved"' if op.op == "move" else ""
        parts.append(f"<del{mark}>{html.escape(op.old)}</del>" if op.old else "")
        parts.append(f"<ins{mark}>{html.escape(op.new)}</ins>" if op.new else "")
    return "".join(parts)
