"""Prints the difference of two snapshots in the shape that was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from archive.console.diffs import print_diff_html, print_word_diff
from archive.console.output import print_json
from archive.diffs.fields import TEXT_FIELDS, FileDiff, diff_json, diff_pages
from archive.diffs.text import is_too_large
from archive.errors import TooLarge
from archive.terms.errors import BadInput, NotThere
from archive.terms.outcomes import SnapshotCause
from archive.types import SnapshotContent, Timeline

_PAIR = re.compile(r"(\d+)\.\.(\d+)")
DIFF_FIELDS = (*TEXT_FIELDS, "links")


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
    if new.snapshot.cause is SnapshotCause.TECHNICAL and new.snapshot.n == old.snapshot.n + 1:
        told = f"{url}: snapshot {new.snapshot.n} is {old.snapshot.n} as another reader reads it: no edit of the page's"
        click.echo(told, err=True)
    if shape == "text":
        print_word_diff(url, compared, fields)
    elif shape == "json":
        print_json(diff_json(url, old.snapshot.n, new.snapshot.n, compared, fields))
    else:
        print_diff_html(compared, fields)
