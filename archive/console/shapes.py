"""Prints one snapshot, or the difference of two, in the shape that was asked for."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Sequence

from archive.console.diffs import print_diff_html, print_word_diff
from archive.console.output import plain, print_json
from archive.console.page import print_page
from archive.console.reports import STATES
from archive.diffs.fields import TEXT_FIELDS, FileDiff, diff_json, diff_pages
from archive.diffs.text import is_too_large
from archive.errors import TooLarge
from archive.terms.clock import format_time
from archive.terms.errors import BadInput, NotThere
from archive.types import Json, PageContent, SnapshotContent, Timeline, page_json

_PAIR = re.compile(r"(\d+)\.\.(\d+)")
DIFF_FIELDS = (*TEXT_FIELDS, "links")
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


def print_snapshot(shown: SnapshotContent, shape: str) -> None:
    """Print a snapshot as text, json, html or markdown."""
    if shape == "json":
        print_json(snapshot_json(shown))
    elif shape == "html":
        sys.stdout.write(_html(shown.content))
    elif shape == "markdown":
        sys.stdout.write(_markdown(shown.content))
    else:
        print_page(shown.content)
        sys.stdout.write(f"\nsnapshot {shown.snapshot.n}, captured {format_time(shown.captured)}\n")


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
    url: str,
    old: SnapshotContent,
    new: SnapshotContent,
    *,
    shape: str,
    fields: tuple[str, ...] | None,
    files: Sequence[FileDiff] = (),
) -> None:
    """Print what differs between two snapshots as text, json or html.

    Raises BadInput for a field there is none of, TooLarge for texts over the limits of a word diff.
    """
    unknown = [name for name in fields or () if name not in DIFF_FIELDS]
    if unknown:
        raise BadInput(f"“{unknown[0]}” is no field of a diff; the fields are {', '.join(DIFF_FIELDS)}")
    for shown in (old, new):
        if is_too_large("\n\n".join(article.body for article in shown.content.articles)):
            raise TooLarge(
                f"snapshot {shown.snapshot.n} of {url} is too large to compare word by word: save both with "
                f"`kronika show {url} --snapshot {old.snapshot.n}` and `--snapshot {new.snapshot.n}`"
            )
    compared = diff_pages(old.content, new.content, files=files)
    if shape == "text":
        print_word_diff(url, compared, fields)
    elif shape == "json":
        print_json(diff_json(url, old.snapshot.n, new.snapshot.n, compared, fields))
    else:
        print_diff_html(compared, fields)
