"""Begins, ends and resumes crawls: the lock, the frontier at the start, the changes and the tree head at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, and_, func, insert, select, update

from archive.db import Archive
from archive.decide import GoneRule
from archive.found import Finder
from archive.frontier import schedule_known, take_back_leases
from archive.ingest import Ingestor, lock_log
from archive.knowledge import latest, store
from archive.lock import PortalLock, lock_portal
from archive.log.tree import TreeHead
from archive.models import CaptureRow, CrawlRow, FrontierRow, LeafRow, PortalRow, ResourceRow, SnapshotRow
from archive.search.rebuild import finish_index
from archive.settle import settle
from archive.terms.clock import Clock
from archive.terms.errors import NotThere
from archive.terms.facts import FetchFacts, Found
from archive.terms.outcomes import UNANSWERED, CaptureOutcome, CrawlStatus, FetchOutcome, FoundBy
from archive.terms.urls import urlkey
from archive.types import Crawl, Json, NewCapture

CHUNK = 500
"""Captures written at once when a crawl's rest is skipped."""

INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalTerms:
    """What the archive has to know of a portal; `seeds` are canonical URLs, `delay` seconds."""

    name: str
    hosts: tuple[str, ...]
    seeds: tuple[str, ...]
    delay: float
    gone_after_checks: int = 3
    gone_after_span: timedelta = timedelta(days=3)

    @property
    def gone_rule(self) -> GoneRule:
        """Return when a page of it is gone."""
        return GoneRule(checks=self.gone_after_checks, span=self.gone_after_span)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlHandle:
    """A crawl in hand: its number, its portal, the number of the knowledge it reads with, and the lock held on it."""

    seq: int
    portal: PortalTerms
    knowledge: int
    full: bool
    resumed: bool
    lock: PortalLock

    def close(self) -> None:
        """Give the portal free."""
        self.lock.release()


def begin(archive: Archive, portal: PortalTerms, *, full: bool, fresh: bool, clock: Clock) -> CrawlHandle:
    """Begin a crawl, or go on with the portal's interrupted one unless `fresh`. Raises ArchiveLocked."""
    lock = lock_portal(archive, portal.name, clock)
    try:
        with archive.writing() as connection:
            lock_log(connection)
            _store_portal(connection, portal)
            unfinished = _unfinished(connection, portal.name)
            if unfinished is not None and fresh:
                _give_up(connection, unfinished, portal, clock)
            if unfinished is None or fresh:
                unended, seq = None, _start(connection, portal, clock)
            else:
                unended, seq = unfinished, _resume(connection, unfinished, portal.name)
            query = select(CrawlRow.knowledge).where(CrawlRow.seq == seq)
            knowledge: int = connection.execute(query).scalar_one()
        return CrawlHandle(
            seq=seq, portal=portal, knowledge=knowledge, full=full, resumed=unended is not None, lock=lock
        )
    except BaseException:
        lock.release()
        raise


def finish(archive: Archive, handle: CrawlHandle, *, limited: bool, clock: Clock, learned: Json | None = None) -> Crawl:
    """End a crawl that ran to its end: skip what is still due, state its changes, store the tree head and what it learned.

    `learned` is the knowledge that the portal's next crawl is to read with.
    """
    with archive.writing() as connection:
        lock_log(connection)
        _learn(connection, handle, learned)
        words = "not reached within --limit" if limited else "still due when the crawl ended"
        _skip_rest(connection, handle.seq, handle.portal, words, clock)
        answered = _answered(connection, handle.seq)
        status = CrawlStatus.FINISHED if answered else CrawlStatus.FAILED
        reason = None if answered else f"nothing could be fetched: {_main_reason(connection, handle.seq)}"
        _end(connection, handle.seq, clock, status=status, reason=reason, complete=answered and not limited)
        settle(connection, handle.seq)
        ended = crawl_of(connection, handle.seq)
    finish_index(archive)
    return ended


def interrupt(
    archive: Archive, handle: CrawlHandle, *, reason: str, clock: Clock, learned: Json | None = None
) -> Crawl:
    """Lay a crawl down so that it can be resumed; what is due stays due, what was learned is kept for the next crawl."""
    with archive.writing() as connection:
        lock_log(connection)
        _learn(connection, handle, learned)
        take_back_leases(connection, handle.portal.name)
        _end(connection, handle.seq, clock, status=CrawlStatus.INTERRUPTED, reason=reason, complete=False)
        return crawl_of(connection, handle.seq)


def crawl_of(connection: Connection, seq: int) -> Crawl:
    """Return a crawl with its counts. Raises NotThere."""
    found = crawls_of(connection, seq)
    if not found:
        raise NotThere(f"there is no crawl {seq} in this archive; `kronika crawls` lists those there are")
    return found[0]


def crawls_of(connection: Connection, seq: int | None = None) -> list[Crawl]:
    """Return all crawls, oldest first, or the one of a number; every outcome is counted, `snapshots` are those made."""
    rows = select(CrawlRow.__table__).order_by(CrawlRow.seq)
    outcomes = select(CaptureRow.crawl, CaptureRow.outcome, func.count()).group_by(CaptureRow.crawl, CaptureRow.outcome)
    made = (
        select(CaptureRow.crawl, func.count())
        .join(SnapshotRow, and_(CaptureRow.seq == SnapshotRow.first_capture, CaptureRow.snapshot == SnapshotRow.id))
        .group_by(CaptureRow.crawl)
    )
    if seq is not None:
        rows = rows.where(CrawlRow.seq == seq)
        outcomes, made = outcomes.where(CaptureRow.crawl == seq), made.where(CaptureRow.crawl == seq)
    counted = {(row[0], row[1]): int(row[2]) for row in connection.execute(outcomes)}
    snapshots = {row[0]: int(row[1]) for row in connection.execute(made)}
    return [
        Crawl(
            seq=row.seq,
            portal=row.portal,
            status=CrawlStatus(row.status),
            started=row.started,
            finished=row.finished,
            reason=row.reason,
            counts={outcome: counted.get((row.seq, outcome.value), 0) for outcome in CaptureOutcome},
            snapshots=snapshots.get(row.seq, 0),
            resumed=row.resumed,
        )
        for row in connection.execute(rows)
    ]


def _learn(connection: Connection, handle: CrawlHandle, learned: Json | None) -> None:
    if learned is not None:
        store(connection, handle.portal.name, learned)


def _answered(connection: Connection, seq: int) -> bool:
    query = select(CaptureRow.seq).where(CaptureRow.crawl == seq, CaptureRow.outcome.not_in(UNANSWERED))
    return connection.execute(query.limit(1)).first() is not None


def _main_reason(connection: Connection, seq: int) -> str:
    query = (
        select(CaptureRow.reason)
        .where(CaptureRow.crawl == seq, CaptureRow.reason.is_not(None))
        .group_by(CaptureRow.reason)
        .order_by(func.count().desc())
    )
    return connection.execute(query.limit(1)).scalar() or "nothing was due"


def _store_portal(connection: Connection, portal: PortalTerms) -> None:
    values = {"hosts": list(portal.hosts), "seeds": list(portal.seeds), "delay": portal.delay}
    done = connection.execute(update(PortalRow).where(PortalRow.name == portal.name).values(values))
    if not done.rowcount:
        connection.execute(insert(PortalRow), {"name": portal.name} | values)


def _unfinished(connection: Connection, portal: str) -> int | None:
    query = select(func.max(CrawlRow.seq)).where(CrawlRow.portal == portal, CrawlRow.settled.is_(False))
    return connection.execute(query).scalar()


def _start(connection: Connection, portal: PortalTerms, clock: Clock) -> int:
    seq = (connection.execute(select(func.max(CrawlRow.seq))).scalar() or 0) + 1
    row = {
        "seq": seq,
        "portal": portal.name,
        "status": CrawlStatus.RUNNING,
        "started": clock.now(),
        "complete": False,
        "baseline": False,
        "knowledge": latest(connection, portal.name),
        "settled": False,
        "resumed": False,
    }
    connection.execute(insert(CrawlRow), row)
    schedule_known(connection, portal.name)
    _seed(connection, portal, seq)
    return seq


def _resume(connection: Connection, seq: int, portal: str) -> int:
    values = {"status": CrawlStatus.RUNNING, "reason": None, "finished": None, "resumed": True}
    connection.execute(update(CrawlRow).where(CrawlRow.seq == seq).values(values))
    take_back_leases(connection, portal)
    return seq


def _seed(connection: Connection, portal: PortalTerms, seq: int) -> None:
    seeds = [Found(url=url, urlkey=urlkey(url), found_by=FoundBy.SEED) for url in portal.seeds]
    Finder(portal.name, seq).store(connection, seeds)
    keys = [seed.urlkey for seed in seeds]
    known = select(ResourceRow.id).where(ResourceRow.portal == portal.name, ResourceRow.urlkey.in_(keys))
    first = update(FrontierRow).where(FrontierRow.resource.in_(known))
    connection.execute(first.values(due=FrontierRow.resource, found_by=FoundBy.SEED))


def _give_up(connection: Connection, seq: int, portal: PortalTerms, clock: Clock) -> None:
    _skip_rest(connection, seq, portal, INTERRUPTED, clock)
    _end(connection, seq, clock, status=CrawlStatus.INTERRUPTED, reason="given up for a new crawl", complete=False)
    settle(connection, seq)


def _skip_rest(connection: Connection, seq: int, portal: PortalTerms, reason: str, clock: Clock) -> None:
    """Write a `skipped` capture of everything still due that this crawl has not captured; the rows stay due."""
    captured = select(CaptureRow.resource).where(CaptureRow.crawl == seq)
    query = (
        select(ResourceRow.url, ResourceRow.urlkey, FrontierRow.found_by, FrontierRow.chain)
        .join(FrontierRow, FrontierRow.resource == ResourceRow.id)
        .where(FrontierRow.portal == portal.name, FrontierRow.resource.not_in(captured))
        .order_by(FrontierRow.due)
    )
    rows = connection.execute(query).all()
    ingestor = Ingestor(portal.name, seq, portal.gone_rule)
    for start in range(0, len(rows), CHUNK):
        batch = [
            NewCapture(
                facts=FetchFacts(
                    portal=portal.name,
                    crawl=seq,
                    url=row.url,
                    urlkey=row.urlkey,
                    outcome=FetchOutcome.SKIPPED,
                    fetched=clock.now(),
                    found_by=FoundBy(row.found_by),
                    redirects=tuple(row.chain),
                    tries=0,
                    reason=reason,
                )
            )
            for row in rows[start : start + CHUNK]
        ]
        ingestor.ingest(connection, batch)
    take_back_leases(connection, portal.name)


def _end(
    connection: Connection, seq: int, clock: Clock, *, status: CrawlStatus, reason: str | None, complete: bool
) -> None:
    head = TreeHead()
    query = select(LeafRow.hash).order_by(LeafRow.index)
    leaves = connection.execute(query, execution_options={"yield_per": 10_000})
    head.extend(leaves.scalars())
    values = {
        "status": status,
        "reason": reason,
        "finished": clock.now(),
        "complete": complete,
        "log_size": head.size,
        "log_root": head.root(),
    }
    connection.execute(update(CrawlRow).where(CrawlRow.seq == seq).values(values))
