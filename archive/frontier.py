"""What is due: rows that stay until the capture of their URL is committed, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import JSON, Connection, and_, bindparam, func, insert, literal, select, update

from archive.models import CaptureRow, FrontierRow, ResourceRow, SnapshotRow
from archive.terms.outcomes import FoundBy, ResourceState

MOST_UNMODIFIED = 4
"""Answers 304 in a row after which a page is asked for without validators (FAULTS A62)."""

STRIDE = 10**12
_FIRST = (FoundBy.SEED, FoundBy.SITEMAP, FoundBy.FEED, FoundBy.REDIRECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueUrl:
    """A URL handed out: how it was found, the redirects that led there, and the validators of its last whole capture."""

    url: str
    urlkey: str
    found_by: FoundBy
    chain: tuple[str, ...]
    etag: str | None
    last_modified: str | None


def due_order(found_by: FoundBy, number: int) -> int:
    """Return the order of a URL: seeds, sitemaps, feeds and redirects first, then as found."""
    return number if found_by in _FIRST else STRIDE + number


def schedule_known(connection: Connection, portal: str) -> None:
    """Make every known resource of a portal due, and take back leases: the caller holds the portal's lock."""
    take_back_leases(connection, portal)
    known = (
        select(
            ResourceRow.id,
            ResourceRow.portal,
            literal(STRIDE) + ResourceRow.id,
            ResourceRow.found_by,
            literal([], JSON),
        )
        .outerjoin(FrontierRow, FrontierRow.resource == ResourceRow.id)
        .where(ResourceRow.portal == portal, FrontierRow.resource.is_(None))
    )
    connection.execute(insert(FrontierRow).from_select(["resource", "portal", "due", "found_by", "chain"], known))


def take_back_leases(connection: Connection, portal: str) -> None:
    """End the leases of a crawl that is no more."""
    connection.execute(update(FrontierRow).where(FrontierRow.portal == portal).values(lease=None))


_COUNT_DUE = select(func.count()).select_from(FrontierRow).where(FrontierRow.portal == bindparam("portal"))


def count_due(connection: Connection, portal: str) -> int:
    """Return how many URLs of a portal are due."""
    return int(connection.execute(_COUNT_DUE, {"portal": portal}).scalar_one())


_DUE = (
    select(
        FrontierRow.resource,
        FrontierRow.found_by,
        FrontierRow.chain,
        ResourceRow.url,
        ResourceRow.urlkey,
        ResourceRow.state,
        ResourceRow.unmodified,
        CaptureRow.headers,
    )
    .join(ResourceRow, ResourceRow.id == FrontierRow.resource)
    .outerjoin(SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots))
    .outerjoin(CaptureRow, CaptureRow.seq == SnapshotRow.last_full)
    .where(FrontierRow.portal == bindparam("portal"), FrontierRow.lease.is_(None))
    .order_by(FrontierRow.due)
    .limit(bindparam("most"))
)
_TAKE = (
    update(FrontierRow)
    .where(FrontierRow.resource.in_(bindparam("taken", expanding=True)))
    .values(lease=bindparam("crawl"))
)


def lease(connection: Connection, portal: str, crawl: int, most: int, *, full: bool) -> list[DueUrl]:
    """Hand out up to `most` URLs that nobody has in hand, with validators unless a full answer is wanted."""
    rows = connection.execute(_DUE, {"portal": portal, "most": most}).all()
    if rows:
        taken = [row.resource for row in rows]
        connection.execute(_TAKE, {"taken": taken, "crawl": crawl})
    due = []
    for row in rows:
        ask = not full and row.state == ResourceState.LIVE and row.unmodified < MOST_UNMODIFIED and row.headers
        etag, modified = _validators(row.headers) if ask else (None, None)
        due.append(
            DueUrl(
                url=row.url,
                urlkey=row.urlkey,
                found_by=FoundBy(row.found_by),
                chain=tuple(row.chain),
                etag=etag,
                last_modified=modified,
            )
        )
    return due


def _validators(headers: list[list[str]]) -> tuple[str | None, str | None]:
    found = {name.lower(): value for name, value in headers}
    return found.get("etag"), found.get("last-modified")
