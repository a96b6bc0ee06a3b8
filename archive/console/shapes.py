"""Prints one snapshot, or the difference of two, in the shape that was asked for."""

from __future__ import annotations

import html
import re
import sys

from archive.console.changes import print_word_diff
from archive.console.output import plain, print_json
from archive.console.page import print_page
from archive.console.reports import STATES
from archive.diffs.fields import PageDiff, diff_json, diff_pages
from archive.moments import Look
from archive.terms.clock import format_time
from archive.terms.errors import BadInput, NotThere
from archive.types import Json, PageContent, SnapshotContent, Timeline, page_json

_PAIR = re.compile(r"(\d+)\.\.(\d+)")
DIFF_FIELDS = ("title", "section", "published", "updated", "author", "body", "links")
CSP = "default-src 'none'; base-uri 'none'; form-action 'none'"


def snapshot_json(shown: SnapshotContent) -> Json:
    """Return a snapshot as `kronika show --format json` prints it."""
    return page_json(shown.content) | {
        "snapshot": shown.snapshot.n,
        "digest": shown.snapshot.digest,
        "captured": format_time(shown.captured),
        "first_seen": format_time(shown.snapshot.first_seen),
        "last_seen": format_time(shown.snapshot.last_seen),
        "state": STATES[shown.state],
    }


def print_snapshot(shown: SnapshotContent, shape: str, known: Look | None = None) -> None:
    """Print a snapshot as text, json, html or markdown; `known` is how surely it stood there at the time asked for."""
    if shape == "json":
        print_json(snapshot_json(shown) | ({"look": known.to_json()} if known is not None else {}))
    elif shape == "html":
        sys.stdout.write(_html(shown.content))
    elif shape == "markdown":
        sys.stdout.write(_markdown(shown.content))
    else:
        print_page(shown.content)
        sys.stdout.write(f"\nsnapshot {shown.snapshot.n}, captured {format_time(shown.captured)}\n")
        if known is not None:
            sys.stdout.write(f"{plain(known.words())}\n")


def _html(content: PageContent) -> str:
    parts = [f"<h1>{html.escape(content.title or content.url)}</h1>"]
    for article in content.articles:
        if article.title:
            parts.append(f"<h2>{html.escape(article.title)}</h2>")
        if article.published_text:
            parts.append(f"<p><time>{html.escape(article.published_text)}</time></p>")
        parts += [f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in article.body.split("\n\n") if part]
    body = "\n".join(parts)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
    title = html.escape(content.title or content.url)
    head = f'<meta charset="utf-8">{policy}<title>{title}</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n"


def _markdown(content: PageContent) -> str:
    parts = [f"# {_escaped(content.title or content.url)}"]
    for article in content.articles:
        if article.title and article.title != content.title:
            parts.append(f"## {_escaped(article.title)}")
        if article.published_text:
            parts.append(f"*{_escaped(article.published_text)}*")
        parts += [_escaped(part) for part in article.body.split("\n\n") if part]
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", plain(text))


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
