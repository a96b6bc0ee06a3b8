"""Reads the archive: pages, timelines, snapshots, changes and crawls, as door types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from archive.digest import digest_text
from archive.models import (
    CaptureRow,
    ChangeRow,
    CrawlRow,
    ExtractionRow,
    FrameRow,
    PortalRow,
    ResourceRow,
    ReviewRow,
    SnapshotRow,
)
from archive.page_store import page_from_json
from archive.payloads import load_payload
from archive.terms.clock import format_time
from archive.terms.errors import BadInput, NotThere
from archive.terms.marks import Reader
from archive.terms.outcomes import (
    CaptureOutcome,
    ChangeCause,
    ChangeKind,
    Finding,
    PageKind,
    ResourceState,
    SnapshotCause,
)
from archive.terms.urls import canonical_url, urlkey
from archive.types import Capture, Change, Resource, Review, Snapshot, SnapshotContent, Timeline
from archive.worklist.selection import EVERY, Selection, accepts, conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalFacts:
    """A portal as the archive knows it."""

    name: str
    hosts: tuple[str, ...]
    seeds: tuple[str, ...]
    delay: float
    resources: int
    last_crawl: int | None


def portal_facts(connection: Connection) -> list[PortalFacts]:
    """Return the portals that were crawled into this archive."""
    counted = select(ResourceRow.portal, func.count()).group_by(ResourceRow.portal)
    latest = select(CrawlRow.portal, func.max(CrawlRow.seq)).group_by(CrawlRow.portal)
    resources, crawls = dict(connection.execute(counted).all()), dict(connection.execute(latest).all())
    return [
        PortalFacts(
            name=row.name,
            hosts=tuple(row.hosts),
            seeds=tuple(row.seeds),
            delay=row.delay,
            resources=resources.get(row.name, 0),
            last_crawl=crawls.get(row.name),
        )
        for row in connection.execute(select(PortalRow.__table__).order_by(PortalRow.name))
    ]


def list_pages(connection: Connection, *, section: str | None = None, kind: str | None = None) -> Iterator[Resource]:
    """Yield the resources that were ever seen whole, newest change first, then those whose answers were never believed.

    A link that never led anywhere (404 alone) is no page.
    """
    doubted = and_(ResourceRow.state == ResourceState.SUSPECT, ResourceRow.missing == 0)
    query = (
        select(
            ResourceRow.url,
            ResourceRow.portal,
            ResourceRow.kind,
            ResourceRow.state,
            ResourceRow.snapshots,
            ResourceRow.last_change,
            ResourceRow.last_seen,
            ResourceRow.moved_to,
            SnapshotRow.title,
            SnapshotRow.published,
            SnapshotRow.section,
        )
        .outerjoin(SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots))
        .where(or_(ResourceRow.snapshots > 0, doubted))
        .order_by(ResourceRow.last_change.is_(None), ResourceRow.last_change.desc(), ResourceRow.urlkey)
    )
    if section is not None:
        query = query.where(SnapshotRow.section == section)
    if kind is not None:
        query = query.where(ResourceRow.kind == kind)
    for row in connection.execute(query):
        yield Resource(
            url=row.url,
            portal=row.portal,
            kind=PageKind(row.kind) if row.kind else None,
            state=ResourceState(row.state),
            title=row.title,
            published=row.published,
            section=row.section,
            snapshots=row.snapshots,
            last_change=row.last_change,
            last_seen=row.last_seen,
            moved_to=row.moved_to,
        )


def _resource(connection: Connection, url: str) -> Any:
    """Return the resource row of an address as typed; `www.` may be left out or added. Raises NotThere."""
    canonical = canonical_url(url if "://" in url else f"http://{url}")
    scheme, _, rest = canonical.partition("//")
    other = f"{scheme}//{rest.removeprefix('www.') if rest.startswith('www.') else 'www.' + rest}"
    for candidate in (canonical, other):
        query = select(ResourceRow.__table__).where(ResourceRow.urlkey == urlkey(candidate))
        row = connection.execute(query.order_by(ResourceRow.snapshots.desc())).first()
        if row is not None:
            return row
    raise NotThere(f"{canonical} is not in this archive; `kronika pages` lists what is")


def timeline(connection: Connection, url: str) -> Timeline:
    """Return the states of a page and the captures behind them. Raises NotThere."""
    resource = _resource(connection, url)
    captures = _captures(connection, resource.id)
    frames = select(func.count(func.distinct(CaptureRow.frame))).where(CaptureRow.resource == resource.id)
    return Timeline(
        url=resource.url,
        state=ResourceState(resource.state),
        snapshots=tuple(_snapshots(connection, resource.id)),
        frames=int(connection.execute(frames).scalar_one()),
        coverage=tuple(captures),
        moved_to=resource.moved_to,
        gone=tuple(_gone(connection, resource.id)),
    )


def _gone(connection: Connection, resource: int) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield the times in which a resource is stated to have been gone: until it returned, None where it did not."""
    query = (
        select(ChangeRow.kind, ChangeRow.not_after)
        .where(ChangeRow.resource == resource, ChangeRow.kind.in_([ChangeKind.GONE, ChangeKind.RETURNED]))
        .order_by(ChangeRow.seq)
    )
    since: datetime | None = None
    for kind, moment in connection.execute(query):
        if kind == ChangeKind.GONE:
            since = moment
        elif since is not None:
            yield since, moment
            since = None
    if since is not None:
        yield since, None


def _captures(connection: Connection, resource: int) -> list[Capture]:
    query = (
        select(CaptureRow.__table__, SnapshotRow.n)
        .outerjoin(SnapshotRow, SnapshotRow.id == CaptureRow.snapshot)
        .where(CaptureRow.resource == resource)
        .order_by(CaptureRow.seq)
    )
    return [_capture(row) for row in connection.execute(query)]


def _capture(row: Any) -> Capture:
    return Capture(
        seq=row.seq,
        crawl=row.crawl,
        url=row.url,
        outcome=CaptureOutcome(row.outcome),
        fetched=row.fetched,
        status=row.status,
        reason=row.reason,
        flags=tuple(row.flags),
        redirect=row.redirect,
        redirects=tuple(row.redirects),
        seconds=row.seconds,
        tries=row.tries,
        wire_length=row.wire_length,
        snapshot=row.n,
    )


def _snapshots(connection: Connection, resource: int) -> Iterator[Snapshot]:
    first, last = CaptureRow.__table__.alias("first"), CaptureRow.__table__.alias("last")
    query = (
        select(SnapshotRow.__table__, first.c.fetched.label("first_seen"), last.c.fetched.label("last_seen"))
        .join(first, first.c.seq == SnapshotRow.first_capture)
        .join(last, last.c.seq == SnapshotRow.last_capture)
        .where(SnapshotRow.resource == resource)
        .order_by(SnapshotRow.n)
    )
    for row in connection.execute(query):
        yield Snapshot(
            n=row.n,
            digest=digest_text(row.digest),
            cause=SnapshotCause(row.cause),
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            captures=row.captures,
            title=row.title,
            published=row.published,
        )


def show(
    connection: Connection,
    url: str,
    *,
    snapshot: int | None = None,
    at: datetime | None = None,
    parser: Reader | None = None,
) -> SnapshotContent:
    """Return a snapshot's page: number `snapshot`, or the one in force `at` a time, or the latest; as `parser` read it.

    Raises NotThere.
    """
    resource = _resource(connection, url)
    capture = _shown_capture(connection, resource, snapshot, at)
    wanted = next(one for one in _snapshots(connection, resource.id) if one.n == capture.n)
    query = select(ExtractionRow.content).where(ExtractionRow.id == _extraction(connection, resource, capture, parser))
    content = connection.execute(query).scalar_one()
    frame = connection.execute(select(FrameRow.content).where(FrameRow.id == capture.frame)).scalar()
    return SnapshotContent(
        snapshot=wanted,
        content=page_from_json(content, frame),
        captured=capture.fetched,
        state=ResourceState(resource.state),
    )


def _extraction(connection: Connection, resource: Any, capture: Any, parser: Reader | None) -> int:
    """Return the reading to show of a snapshot: its own, else the newest of a parser. Raises NotThere."""
    if parser is None:
        own: int = capture.extraction if capture.extraction and capture.own == capture.snapshot else capture.shown
        return own
    read = (
        select(ExtractionRow.id, ExtractionRow.parser, ExtractionRow.parser_version)
        .join(
            CaptureRow,
            and_(CaptureRow.payload == ExtractionRow.payload, CaptureRow.resource == ExtractionRow.resource),
        )
        .where(
            ExtractionRow.resource == resource.id,
            CaptureRow.snapshot.in_([capture.snapshot, capture.own]),
        )
        .order_by(CaptureRow.seq.desc(), ExtractionRow.knowledge.desc())
    )
    rows = connection.execute(read).all()
    for row in rows:
        if (row.parser, row.parser_version) == (parser.name, parser.version):
            found: int = row.id
            return found
    known = ", ".join(sorted({f"{row.parser}@{row.parser_version}" for row in rows}))
    raise NotThere(
        f"snapshot {capture.n} of {resource.url} was not read by {parser.name}@{parser.version}; it was by {known}"
    )


def raw(connection: Connection, url: str, *, snapshot: int | None = None, at: datetime | None = None) -> bytes:
    """Return the payload to the byte: of the capture in force `at` a time, else of the snapshot's latest."""
    resource = _resource(connection, url)
    return load_payload(connection, _shown_capture(connection, resource, snapshot, at).payload)


def _shown_capture(connection: Connection, resource: Any, snapshot: int | None, at: datetime | None) -> Any:
    """Return a capture with a payload, and the snapshot to show of it.

    `own` is the snapshot that was made of it or seen again in it, `snapshot` the one to show: that is another where the
    state was read anew since.
    """
    query = select(
        CaptureRow.seq,
        CaptureRow.fetched,
        CaptureRow.payload,
        CaptureRow.frame,
        CaptureRow.extraction,
        CaptureRow.snapshot.label("own"),
        SnapshotRow.id.label("snapshot"),
        SnapshotRow.n,
        SnapshotRow.extraction.label("shown"),
    ).where(SnapshotRow.resource == resource.id)
    if at is None:
        query = query.join(SnapshotRow, SnapshotRow.last_full == CaptureRow.seq)
        query = query.where(SnapshotRow.n == (snapshot or resource.snapshots))
    else:
        in_force = (
            select(CaptureRow.seq)
            .where(CaptureRow.resource == resource.id, CaptureRow.fetched <= at)
            .where(CaptureRow.payload.is_not(None), CaptureRow.snapshot.is_not(None))
            .order_by(CaptureRow.seq.desc())
            .limit(1)
        )
        query = query.join(SnapshotRow, SnapshotRow.first_capture <= CaptureRow.seq)
        query = query.where(CaptureRow.seq == in_force.scalar_subquery()).order_by(SnapshotRow.n.desc()).limit(1)
    row = connection.execute(query).first()
    if row is not None:
        return row
    if snapshot is not None:
        raise NotThere(f"{resource.url} has {resource.snapshots} snapshots, not a number {snapshot}; see its timeline")
    if at is not None:
        raise NotThere(f"nobody saw {resource.url} whole before {format_time(at)}; see its timeline")
    raise NotThere(f"{resource.url} was never seen whole; see its timeline")


def reader_named(words: str | None) -> Reader | None:
    """Return the reader of NAME@VERSION. Raises BadInput."""
    if words is None:
        return None
    name, at, number = words.rpartition("@")
    if not (at and name and number.isdecimal()):
        raise BadInput(f"“{words}” names no parser; give NAME@VERSION, as in kielce.article@3")
    return Reader(name=name, version=int(number))


def change_kind(name: str | None) -> ChangeKind | None:
    """Return the kind of change a person named. Raises BadInput with the kinds there are."""
    if name is not None and name not in list(ChangeKind):
        raise BadInput(f"“{name}” is no kind of change; the kinds are {', '.join(ChangeKind)}")
    return ChangeKind(name) if name is not None else None


def list_changes(
    connection: Connection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    kind: ChangeKind | None = None,
    silent: bool = False,
    wanted: Selection = EVERY,
) -> Iterator[Change]:
    """Yield changes in the order they were stated; times bound the moment a change was first known."""
    timed = since is not None or until is not None
    order = ChangeRow.seq + 0 if timed else ChangeRow.seq  # SQLite would read all in the key's order, not by the time
    query = select(ChangeRow.__table__).where(*conditions(wanted)).order_by(order)
    if since is not None:
        query = query.where(ChangeRow.stated >= since)
    if until is not None:
        query = query.where(ChangeRow.stated < until)
    if kind is not None:
        query = query.where(ChangeRow.kind == kind)
    if silent:
        query = query.where(ChangeRow.silent.is_(True))
    accepted, reviewed = accepts(connection, wanted), _reviews(connection)
    for row in filter(accepted, connection.execute(query).all()):
        yield Change(
            id=row.seq,
            url=row.url,
            from_n=row.from_n,
            to_n=row.to_n,
            kind=ChangeKind(row.kind),
            not_before=row.not_before,
            not_after=row.not_after,
            silent=row.silent,
            old_url=row.old_url,
            attachment_url=row.attachment_url,
            pages=row.pages,
            article=row.article,
            fields=tuple(row.fields),
            summary=row.summary,
            significance=row.significance,
            classes=tuple(row.classes),
            crawl=row.crawl,
            cause=ChangeCause(row.cause),
            findings=tuple((Finding(one["finding"]), one["why"]) for one in row.findings),
            evidence=row.evidence,
            why=row.why,
            reviews=reviewed.get(row.seq, ()),
        )


def _reviews(connection: Connection) -> dict[int, tuple[Review, ...]]:
    """Return the reviews of each change that has any, oldest first."""
    found: dict[int, tuple[Review, ...]] = {}
    for row in connection.execute(select(ReviewRow.__table__).order_by(ReviewRow.seq)):
        review = Review(change=row.change, verdict=row.verdict, note=row.note, reviewer=row.reviewer, at=row.at)
        found[row.change] = (*found.get(row.change, ()), review)
    return found
