"""Reads the sights of resources that a crawl's changes follow from: pages as read, captures as evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from archive.changes import Sight
from archive.declared import Sighting
from archive.digest import digest_text
from archive.frames import FrameChange, LinkKey, frame_links
from archive.models import CaptureRow, ChangeRow, ExtractionRow, FrameRow, LinkRow, ResourceRow, SnapshotRow
from archive.page_store import page_from_json
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, ChangeCause, ChangeKind, PageKind, ResourceState
from archive.terms.urls import urlkey

CHUNK = 400
"""Addresses asked for in one statement; databases bound the number of parameters."""


class Sights:
    """What was seen before and in one crawl of a portal; pages are kept, since several changes may follow from one."""

    def __init__(self, connection: Connection, portal: str, crawl: int) -> None:
        self.connection = connection
        self.portal = portal
        self.crawl = crawl
        self._pages: dict[tuple[int, int], Sight] = {}

    def captures(self) -> list[Any]:
        """Return the crawl's captures in order, each with its resource and the snapshot that it showed."""
        query = (
            select(
                *_EVIDENCE,
                CaptureRow.resource,
                CaptureRow.headers,
                CaptureRow.redirect,
                CaptureRow.frame,
                CaptureRow.extraction,
                CaptureRow.snapshot,
                ResourceRow.url,
                ResourceRow.urlkey,
                ResourceRow.state,
                ResourceRow.kind,
                ResourceRow.snapshots,
                ResourceRow.found_crawl,
                SnapshotRow.n,
                SnapshotRow.cause,
                SnapshotRow.first_capture,
            )
            .join(ResourceRow, ResourceRow.id == CaptureRow.resource)
            .outerjoin(SnapshotRow, SnapshotRow.id == CaptureRow.snapshot)
            .where(CaptureRow.crawl == self.crawl)
            .order_by(CaptureRow.seq)
        )
        return list(self.connection.execute(query))

    def page(self, resource: int, number: int) -> Sight:
        """Return a snapshot's page."""
        key = (resource, number)
        if key not in self._pages:
            query = (
                select(ExtractionRow.content)
                .join(SnapshotRow, SnapshotRow.extraction == ExtractionRow.id)
                .where(SnapshotRow.resource == resource, SnapshotRow.n == number)
            )
            content = self.connection.execute(query).scalar_one()
            self._pages[key] = Sight(n=number, content=page_from_json(content, None))
        return self._pages[key]

    def page_before(self, row: Any, number: int) -> Sight:
        """Return a snapshot's page as last read before a capture: its change log may have grown since the snapshot."""
        query = (
            select(ExtractionRow.content)
            .join(CaptureRow, CaptureRow.extraction == ExtractionRow.id)
            .join(SnapshotRow, SnapshotRow.id == CaptureRow.snapshot)
            .where(CaptureRow.resource == row.resource, CaptureRow.seq < row.seq, SnapshotRow.n == number)
            .order_by(CaptureRow.seq.desc())
        )
        content = self.connection.execute(query.limit(1)).scalar()
        return (
            self.page(row.resource, number)
            if content is None
            else Sight(n=number, content=page_from_json(content, None))
        )

    def last_sight(self, row: Any, number: int) -> Sighting | None:
        """Return the last capture before this one that showed a snapshot.

        Answers 304 do not count when the same ETag now stands for other bytes.
        """
        query = (
            select(*_EVIDENCE, CaptureRow.headers, SnapshotRow.n)
            .join(
                SnapshotRow,
                and_(
                    SnapshotRow.resource == CaptureRow.resource,
                    CaptureRow.seq.between(SnapshotRow.first_capture, SnapshotRow.last_capture),
                ),
            )
            .where(SnapshotRow.resource == row.resource, SnapshotRow.n == number, CaptureRow.seq < row.seq)
            .where(CaptureRow.snapshot.is_not(None))  # of it, or of the state that it is another reading of
            .order_by(CaptureRow.seq.desc())
        )
        sights = self.connection.execute(query).all()
        etag = _etag(row.headers)
        full = [sight for sight in sights if sight.outcome != CaptureOutcome.NOT_MODIFIED]
        lied = etag is not None and bool(full) and _etag(full[0].headers) == etag
        trusted = full if lied else sights
        return sighting(trusted[0], trusted[0].n) if trusted else None

    def missing_run(self, row: Any) -> list[Sighting]:
        """Return the answers “not there” since the resource was last seen whole, this capture's with them, oldest first."""
        since = select(func.max(CaptureRow.seq)).where(
            CaptureRow.resource == row.resource, CaptureRow.seq < row.seq, CaptureRow.outcome.in_(SEEN_WHOLE)
        )
        last = self.connection.execute(since).scalar() or 0
        query = _missing(row.resource).where(CaptureRow.seq > last, CaptureRow.seq <= row.seq).order_by(CaptureRow.seq)
        return [sighting(one) for one in self.connection.execute(query)]

    def last_missing(self, row: Any) -> Sighting | None:
        """Return the last answer “not there” of a resource before a capture."""
        query = _missing(row.resource).where(CaptureRow.seq < row.seq).order_by(CaptureRow.seq.desc())
        found = self.connection.execute(query.limit(1)).first()
        return sighting(found) if found is not None else None

    def absent(self) -> set[int]:
        """Return the resources whose last stated change is that they are gone, or that their note moved away."""
        latest = select(func.max(ChangeRow.seq)).where(ChangeRow.resource.is_not(None)).group_by(ChangeRow.resource)
        query = select(ChangeRow.resource).where(ChangeRow.seq.in_(latest), ChangeRow.kind == ChangeKind.GONE)
        gone = {resource for resource in self.connection.execute(query).scalars() if resource is not None}
        return gone | self._moved_away()

    def _moved_away(self) -> set[int]:
        """Return the resources that a move left behind and that no later change speaks of."""
        moved = select(ChangeRow.old_url, func.max(ChangeRow.seq)).where(ChangeRow.kind == ChangeKind.MOVED)
        left = {urlkey(url): seq for url, seq in self.connection.execute(moved.group_by(ChangeRow.old_url)) if url}
        keys = sorted(left)
        away = set()
        for start in range(0, len(keys), CHUNK):
            query = (
                select(ResourceRow.id, ResourceRow.urlkey, func.max(ChangeRow.seq))
                .outerjoin(ChangeRow, ChangeRow.resource == ResourceRow.id)
                .where(ResourceRow.portal == self.portal, ResourceRow.urlkey.in_(keys[start : start + CHUNK]))
                .group_by(ResourceRow.id, ResourceRow.urlkey)
            )
            away |= {number for number, key, last in self.connection.execute(query) if (last or 0) <= left[key]}
        return away

    def linking_pages(self, url: str) -> list[Any]:
        """Return the pages that offer a file as attachment now."""
        query = (
            select(ResourceRow.id, ResourceRow.url, ResourceRow.snapshots, SnapshotRow.first_capture)
            .join(SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots))
            .join(LinkRow, LinkRow.snapshot == SnapshotRow.id)
            .where(LinkRow.zone == "attachment", LinkRow.url == url, ResourceRow.portal == self.portal)
            .where(ResourceRow.state != ResourceState.GONE)
            .distinct()
            .order_by(ResourceRow.url)
        )
        return list(self.connection.execute(query))

    def frames_before(self, resources: list[int]) -> dict[int, Any]:
        """Return what each resource was last shown in before this crawl: `frame` and `snapshot` (ids), and `fetched`."""
        latest = (
            select(func.max(CaptureRow.seq))
            .where(CaptureRow.crawl < self.crawl, CaptureRow.frame.is_not(None))
            .group_by(CaptureRow.resource)
        )
        shown = (CaptureRow.resource, CaptureRow.frame, CaptureRow.snapshot, CaptureRow.fetched)
        query = select(*shown).where(CaptureRow.seq.in_(latest))
        wanted = set(resources)
        return {row.resource: row for row in self.connection.execute(query) if row.resource in wanted}

    def in_content(self, urls: Collection[str], snapshots: Mapping[int, int]) -> dict[str, set[int]]:
        """Return the resources whose content has an address as a link, by address; `snapshots`: of each resource, by id."""
        resource_of = {snapshot: resource for resource, snapshot in snapshots.items()}
        found: dict[str, set[int]] = {}
        wanted = sorted(urls)
        for start in range(0, len(wanted), CHUNK):
            query = select(LinkRow.url, LinkRow.snapshot).where(LinkRow.url.in_(wanted[start : start + CHUNK]))
            for url, snapshot in self.connection.execute(query):
                if snapshot in resource_of:
                    found.setdefault(url, set()).add(resource_of[snapshot])
        return found

    def frame_links(self, frames: list[int]) -> dict[int, frozenset[LinkKey]]:
        """Return the links of frames by their id."""
        links = {}
        for start in range(0, len(frames), CHUNK):
            query = select(FrameRow.id, FrameRow.content).where(FrameRow.id.in_(frames[start : start + CHUNK]))
            links.update({row.id: frame_links(row.content) for row in self.connection.execute(query)})
        return links

    def articles_among(self, changes: tuple[FrameChange, ...]) -> set[str]:
        """Return which addresses that came to a frame or went are articles."""
        urls = sorted({url for change in changes for _, url, _ in (*change.added, *change.removed)})
        found: set[str] = set()
        for start in range(0, len(urls), CHUNK):
            query = select(ResourceRow.url).where(ResourceRow.url.in_(urls[start : start + CHUNK]))
            found.update(self.connection.execute(query.where(ResourceRow.kind == PageKind.ARTICLE)).scalars())
        return found

    def continued(self, root: str, change: FrameChange) -> str | None:
        """Say which event of the crawl before a frame's change is the rest of, None where it is one of its own."""
        query = (
            select(ChangeRow.seq, ChangeRow.evidence, ChangeRow.crawl)
            .where(ChangeRow.resource.is_(None), ChangeRow.url == root, ChangeRow.cause == ChangeCause.FRAME)
            .order_by(ChangeRow.seq.desc())
        )
        last = None
        for row in self.connection.execute(query):
            last = last or row.crawl
            if row.crawl != last:
                break
            stated = {(side, *link) for side in ("added", "removed") for link in row.evidence.get(side, ())}
            now = {("added", *link) for link in change.added} | {("removed", *link) for link in change.removed}
            if now <= stated:
                return f"the rest of change {row.seq}, which came while the portal was crawled"
        return None


_EVIDENCE = (
    CaptureRow.seq,
    CaptureRow.crawl,
    CaptureRow.fetched,
    CaptureRow.outcome,
    CaptureRow.status,
    CaptureRow.payload,
)


def _missing(resource: int) -> Select[*tuple[Any, ...]]:
    return select(*_EVIDENCE).where(CaptureRow.resource == resource, CaptureRow.outcome == CaptureOutcome.MISSING)


def sighting(row: Row[Any] | Any, number: int | None = None) -> Sighting:
    """Return a capture's row as evidence; `number` is that of the snapshot that it showed."""
    return Sighting(
        capture=row.seq,
        crawl=row.crawl,
        fetched=row.fetched,
        outcome=CaptureOutcome(row.outcome),
        status=row.status,
        snapshot=number,
        payload=digest_text(row.payload) if row.payload is not None else None,
    )


def _etag(headers: list[list[str]]) -> str | None:
    return next((value for name, value in headers if name.lower() == "etag"), None)
