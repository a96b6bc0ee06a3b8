"""Prints one snapshot in the shape that was asked for."""

from __future__ import annotations

import html
import re
import sys
from typing import TYPE_CHECKING

from archive.console.output import plain, print_json
from archive.console.states import STATES
from archive.terms.clock import format_time
from archive.types import Json, PageContent, SnapshotContent, page_json

if TYPE_CHECKING:
    from archive.moments import Look

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
        from archive.console.page import print_page

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
