"""Stored pages to be read again with today's parsers, and what becomes of the readings.

A run goes through a portal's resources in their order, and notes in the transaction of its writes how far it is; so it may
be cut off at any instant. A state that is read otherwise than before gives one `technical` snapshot, on the latest state
only; what was read of earlier states is kept as extractions, which `show --parser` finds. Captures are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, select, update

from archive.ingest import lock_log
from archive.models import CaptureRow, CrawlRow, ExtractionRow, ReparseRow, ResourceRow, SnapshotRow
from archive.readings import SHOWN, STATE, Reading, StoredPage, page_of, plan_of
from archive.rows import LISTED, RowWriter
from archive.terms.clock import to_micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run over a portal's captures: what reads, which captures are its own, and the last resource that is done.

    Captures after `since` count where that is set; `after` and `upto` bound their numbers.
    """

    portal: str
    reader: int
    knowledge: int
    since: datetime | None
    after: int
    upto: int
    resource: int


def begin_run(connection: Connection, portal: str, *, reader: int, knowledge: int, since: datetime | None) -> Run:
    """Begin a run, or go on with the one that was cut off. The caller holds the portal's lock.

    Captures that a finished run of the same reader and knowledge went through are not gone through again; nor are those
    of a crawl that may still be resumed.
    """
    query = (
        select(func.max(CaptureRow.seq))
        .join(CrawlRow, CrawlRow.seq == CaptureRow.crawl)
        .where(CrawlRow.portal == portal, CrawlRow.settled)
    )
    newest = connection.execute(query).scalar() or 0
    run = Run(portal=portal, reader=reader, knowledge=knowledge, since=since, after=0, upto=newest, resource=0)
    row = connection.execute(select(ReparseRow.__table__).where(_key(run))).first()
    if row is None:
        values = {"portal": portal, "reader": reader, "knowledge": knowledge, "since": _micros(since)}
        connection.execute(insert(ReparseRow), values | {"after": 0, "upto": newest, "resource": 0})
        return run
    if row.after == row.upto:
        connection.execute(update(ReparseRow).where(_key(run)).values(upto=newest))
        return replace(run, after=row.after)
    return replace(run, after=row.after, upto=row.upto, resource=row.resource)


def end_run(connection: Connection, run: Run) -> None:
    """Note that a run is through."""
    connection.execute(update(ReparseRow).where(_key(run)).values(after=run.upto, resource=0))


def _key(run: Run) -> Any:
    return and_(
        ReparseRow.portal == run.portal,
        ReparseRow.reader == run.reader,
        ReparseRow.knowledge == run.knowledge,
        ReparseRow.since == _micros(run.since),
    )


def _micros(since: datetime | None) -> int:
    return to_micros(since) if since is not None else 0


def _bounds(run: Run) -> list[ColumnElement[bool]]:
    """Return the conditions on captures and their crawls."""
    conditions: list[ColumnElement[bool]] = [
        CrawlRow.portal == run.portal,
        CrawlRow.settled.is_(True),
        CaptureRow.seq > run.after,
        CaptureRow.seq <= run.upto,
        CaptureRow.snapshot.is_not(None),
        CaptureRow.payload.is_not(None),
    ]
    if run.since is not None:
        conditions.append(CaptureRow.fetched >= run.since)
    return conditions


def work_of(connection: Connection, run: Run) -> list[tuple[int, int]]:
    """Return what a run has still to do: (resource, payloads), in order."""
    query = (
        select(CaptureRow.resource, func.count(func.distinct(CaptureRow.payload)))
        .join(CrawlRow, CrawlRow.seq == CaptureRow.crawl)
        .where(*_bounds(run), CaptureRow.resource > run.resource)
        .group_by(CaptureRow.resource)
        .order_by(CaptureRow.resource)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def pages_of(connection: Connection, run: Run, resource: int) -> list[StoredPage]:
    """Return a resource's payloads in the order seen, each as the latest capture showed it."""
    query = (
        select(*SHOWN)
        .join(CrawlRow, CrawlRow.seq == CaptureRow.crawl)
        .where(*_bounds(run), CaptureRow.resource == resource)
        .order_by(CaptureRow.seq)
    )
    latest = {row.payload: row for row in connection.execute(query)}
    return [page_of(row) for row in sorted(latest.values(), key=lambda row: int(row.seq))]


def worth_keeping(readings: Sequence[Reading]) -> list[Reading]:
    """Return of one resource's readings, in their order, those that say something of their own.

    These are the last of each snapshot, those that differ from the one before, and all of kinds whose text is no content.
    """
    last = {reading.page.snapshot: reading.page.seq for reading in readings}
    differing = {new.page.seq for old, new in pairwise(readings) if old.digest != new.digest}
    return [
        reading
        for reading in readings
        if reading.page.seq in differing
        or reading.page.seq == last[reading.page.snapshot]
        or reading.content.kind in LISTED
    ]


_LATEST = (
    select(*STATE)
    .join(SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots))
    .join(ExtractionRow, ExtractionRow.id == SnapshotRow.extraction)
    .where(ResourceRow.id.in_(bindparam("resources", expanding=True)))
)


def store_readings(
    connection: Connection, rows: RowWriter, run: Run, resources: Sequence[int], kept: Iterable[Reading]
) -> int:
    """Keep readings of resources, the next in a run's order, and note that they are done; return the snapshots made.

    Everything is one transaction, the caller's.
    """
    lock_log(connection)
    latest = {row.id: row for row in connection.execute(_LATEST, {"resources": list(resources)})}
    plans = [plan_of(latest[reading.page.resource], reading, run.portal, run.knowledge) for reading in kept]
    rows.keep(connection, plans)
    connection.execute(update(ReparseRow).where(_key(run)).values(resource=resources[-1]))
    return sum(plan.number is not None for plan in plans)
