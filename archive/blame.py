"""Blames the sentences of a page on the snapshots and changes that brought them or took them away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from archive.diffs.blame import Sentence, blame
from archive.models import ChangeRow, ExtractionRow, ResourceRow, SnapshotRow
from archive.page_store import page_from_json
from archive.queries import timeline
from archive.terms.clock import format_time
from archive.terms.errors import NotThere
from archive.terms.outcomes import SnapshotCause
from archive.types import Json, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Blamed:
    """A sentence and what brought it (or took it away): a snapshot, its interval, and the change stated of it.

    It happened after `not_before` (None for the first snapshot) and no later than `not_after`; `change` is None where
    none was stated: the baseline, or a new reader (`cause` technical).
    """

    text: str
    article: int
    snapshot: int
    cause: SnapshotCause
    not_before: datetime | None
    not_after: datetime
    change: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlame:
    """The sentences of the latest snapshot, and the removed ones in the order they went, each with what brought it."""

    url: str
    snapshot: int
    sentences: tuple[Blamed, ...]
    removed: tuple[tuple[Blamed, Blamed], ...]
    """What brought the sentence, what took it away."""


def blame_page(connection: Connection, url: str) -> PageBlame:
    """Return the blame of a page's latest snapshot. Raises NotThere for a page that was never seen whole."""
    known = timeline(connection, url)
    if not known.snapshots:
        raise NotThere(f"{known.url} was never seen whole; see its timeline")
    query = (
        select(SnapshotRow.n, ExtractionRow.content)
        .join(ExtractionRow, ExtractionRow.id == SnapshotRow.extraction)
        .join(ResourceRow, ResourceRow.id == SnapshotRow.resource)
        .where(ResourceRow.url == known.url)
        .order_by(SnapshotRow.n)
    )
    found = blame((row.n, page_from_json(row.content, None)) for row in connection.execute(query))
    snapshots = {snapshot.n: snapshot for snapshot in known.snapshots}
    stated = _stated(connection, known.url)

    def at(sentence: Sentence, n: int) -> Blamed:
        return _blamed(sentence, snapshots[n], snapshots.get(n - 1), stated.get(n, {}))

    return PageBlame(
        url=known.url,
        snapshot=known.snapshots[-1].n,
        sentences=tuple(at(one, one.since) for one in found.standing),
        removed=tuple((at(one, one.since), at(one, one.until)) for one in found.removed if one.until is not None),
    )


def _stated(connection: Connection, url: str) -> dict[int, dict[int, int]]:
    """Return the changes of a page by the snapshot they led to and the article they are of."""
    query = (
        select(ChangeRow.seq, ChangeRow.to_n, ChangeRow.article)
        .where(ChangeRow.url == url, ChangeRow.to_n.is_not(None), ChangeRow.attachment_url.is_(None))
        .order_by(ChangeRow.seq)
    )
    found: dict[int, dict[int, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.to_n, {}).setdefault(row.article, row.seq)
    return found


def _blamed(sentence: Sentence, made: Snapshot, before: Snapshot | None, stated: dict[int, int]) -> Blamed:
    only = next(iter(stated.values())) if len(stated) == 1 else None
    return Blamed(
        text=sentence.text,
        article=sentence.article,
        snapshot=made.n,
        cause=made.cause,
        not_before=before.last_seen if before is not None else None,
        not_after=made.first_seen,
        change=stated.get(sentence.article, only),
    )


def blame_json(found: PageBlame) -> Json:
    """Return a blame as `kronika blame --json` prints it."""
    return {
        "url": found.url,
        "snapshot": found.snapshot,
        "sentences": [_json(one) for one in found.sentences],
        "removed": [_json(brought) | {"removed": _event(took)} for brought, took in found.removed],
    }


def _json(one: Blamed) -> Json:
    return {"text": one.text, "article": one.article, **_event(one)}


def _event(one: Blamed) -> Json:
    return {
        "snapshot": one.snapshot,
        "cause": one.cause.value,
        "not_before": format_time(one.not_before) if one.not_before is not None else None,
        "not_after": format_time(one.not_after),
        "change": one.change,
    }
