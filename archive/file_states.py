"""Looks up what the files of a page were at the time of a snapshot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from archive.diffs.fields import FileDiff
from archive.diffs.files import FileState, attachments_of, diff_files
from archive.queries import show
from archive.terms.errors import BadInput, NotThere
from archive.types import SnapshotContent


def differing_files(connection: Connection, old: SnapshotContent, new: SnapshotContent) -> tuple[FileDiff, ...]:
    """Return the files that differ between two snapshots of a page: when the old was first seen, and the new last."""
    before = _states(connection, old, old.snapshot.first_seen)
    after = _states(connection, new, new.snapshot.last_seen)
    return tuple(diff_files(old.content, new.content, before, after))


def _states(connection: Connection, page: SnapshotContent, at: datetime) -> dict[str, FileState]:
    """Return the state in force at a time of each file; one fetched in the page's own crawl may be seconds later."""
    states = {}
    for url in attachments_of(page.content):
        found = _shown(connection, url, at) or _shown(connection, url, None, snapshot=1)
        if found is not None:
            text = "\n\n".join(article.body for article in found.content.articles)
            states[url] = FileState(digest=found.snapshot.digest, text=text)
    return states


def _shown(
    connection: Connection, url: str, at: datetime | None, snapshot: int | None = None
) -> SnapshotContent | None:
    try:
        return show(connection, url, at=at, snapshot=snapshot)
    except (NotThere, BadInput):
        return None
