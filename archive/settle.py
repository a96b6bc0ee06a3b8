"""Settles a crawl at its end: states what changed, from captures that may have come in any order; marks the baseline.

Facts are read with a few statements, each change is decided by a plain function on them, and all are written in the
transaction of the crawl's end. Settling twice does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from archive import changes
from archive.changes import Sight, Statement
from archive.frames import FrameChange, frame_changes, frame_links, without_news
from archive.models import CaptureRow, ChangeRow, CrawlRow, ExtractionRow, FrameRow, LinkRow, ResourceRow, SnapshotRow
from archive.page_store import page_from_json
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, ChangeKind, PageKind, ResourceState, SnapshotCause
from archive.terms.urls import root_of, urlkey

MOST_ASKED = 1000
"""Addresses one statement asks about."""


def settle(connection: Connection, seq: int) -> None:
    """State a crawl's changes, and mark it as the baseline where it is the portal's first complete one."""
    crawl = connection.execute(select(CrawlRow.__table__).where(CrawlRow.seq == seq)).one()
    if crawl.settled:
        return
    earlier = connection.execute(
        select(func.max(CrawlRow.started)).where(
            CrawlRow.portal == crawl.portal, CrawlRow.complete, CrawlRow.seq < seq, CrawlRow.settled
        )
    ).scalar()
    statements = _Settling(connection, crawl, earlier).statements()
    number = connection.execute(select(func.max(ChangeRow.seq))).scalar() or 0
    rows = [{"seq": number + place, "crawl": seq} | statement.row() for place, statement in enumerate(statements, 1)]
    if rows:
        connection.execute(insert(ChangeRow), rows)
    baseline = crawl.complete and earlier is None
    connection.execute(update(CrawlRow).where(CrawlRow.seq == seq).values(settled=True, baseline=baseline))


class _Settling:
    """The facts of one crawl that its changes follow from; `since` is the start of the last complete crawl before."""

    def __init__(self, connection: Connection, crawl: Any, since: datetime | None) -> None:
        self._connection = connection
        self._crawl = crawl
        self._since = since
        self._captures = self._read_captures()
        self._gone_before = self._read_gone()
        self._pages: dict[tuple[int, int], Sight] = {}

    def statements(self) -> list[Statement]:
        """Return the crawl's changes in the order of its captures, the portal's own last."""
        moved = self._moves()
        taken = {statement.resource for statement in moved} | {
            statement.old_resource for statement in moved if statement.old_resource is not None
        }
        stated = list(moved)
        for row in self._captures:
            if row.resource in taken:
                continue
            stated.extend(self._of_capture(row))
        stated.sort(key=lambda statement: statement.order)
        return stated + list(self._frame())

    def _read_captures(self) -> list[Any]:
        query = (
            select(
                CaptureRow.seq,
                CaptureRow.resource,
                CaptureRow.outcome,
                CaptureRow.fetched,
                CaptureRow.headers,
                CaptureRow.redirect,
                CaptureRow.frame,
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
            .where(CaptureRow.crawl == self._crawl.seq)
            .order_by(CaptureRow.seq)
        )
        return list(self._connection.execute(query))

    def _of_capture(self, row: Any) -> Iterator[Statement]:
        made = row.n is not None and row.first_capture == row.seq
        outcome = CaptureOutcome(row.outcome)
        if outcome in SEEN_WHOLE and row.resource in self._gone_before:
            yield from self._returned(row)
        elif made and row.n == 1:
            yield from self._published(row)
        elif made and row.cause == SnapshotCause.CONTENT:
            yield from self._edited(row)
        elif outcome is CaptureOutcome.MISSING and row.state == ResourceState.GONE and row.snapshots:
            yield from self._gone(row)

    def _published(self, row: Any) -> Iterator[Statement]:
        if self._since is None:
            return
        absent = self._last_missing(row)
        if row.found_crawl != self._crawl.seq and absent is None:
            return
        page = self._page(row.resource, row.n)
        if not page.content.articles or (row.kind == PageKind.DOCUMENT and self._linking_pages(row)):
            return
        yield changes.published(row, page, absent or self._since)

    def _returned(self, row: Any) -> Iterator[Statement]:
        page = self._page(row.resource, row.n)
        before = self._last_missing(row)
        if page.content.articles:
            old = self._page(row.resource, row.n - 1) if row.n > 1 and row.first_capture == row.seq else None
            yield changes.returned(row, page, old, before)

    def _edited(self, row: Any) -> Iterator[Statement]:
        old, new = self._page(row.resource, row.n - 1), self._page(row.resource, row.n)
        before = self._last_sight(row, row.n - 1)
        linking = self._linking_pages(row) if row.kind == PageKind.DOCUMENT else []
        if linking:
            for page in linking:
                yield changes.attachment(row, page, before, silent=self._attachment_silent(row, page))
            return
        yield from changes.edited(row, old, new, before)

    def _attachment_silent(self, row: Any, page: Any) -> bool | None:
        new = self._page(page.id, page.snapshots).content
        fresh = page.snapshots > 1 and any(capture.seq == page.first_capture for capture in self._captures)
        old = self._page(page.id, page.snapshots - 1).content if fresh else new
        return changes.attachment_silent(old, new, row.url)

    def _gone(self, row: Any) -> Iterator[Statement]:
        if row.resource in self._gone_before:
            return
        page = self._page(row.resource, row.snapshots)
        if page.content.articles:
            yield changes.gone(row, page, self._last_sight(row, row.snapshots))

    def _read_gone(self) -> set[int]:
        """Return the resources whose last stated change is that they are gone."""
        latest = select(func.max(ChangeRow.seq)).where(ChangeRow.resource.is_not(None)).group_by(ChangeRow.resource)
        query = select(ChangeRow.resource).where(ChangeRow.seq.in_(latest), ChangeRow.kind == ChangeKind.GONE)
        return {resource for resource in self._connection.execute(query).scalars() if resource is not None}

    def _last_missing(self, row: Any) -> datetime | None:
        """Return when a resource was last seen missing before a capture."""
        query = select(func.max(CaptureRow.fetched)).where(
            CaptureRow.resource == row.resource,
            CaptureRow.seq < row.seq,
            CaptureRow.outcome == CaptureOutcome.MISSING,
        )
        return self._connection.execute(query).scalar()

    def _moves(self) -> list[Statement]:
        """Pair pages that went (redirected or gone) with pages that hold the same article now."""
        if self._since is None:
            return []
        by_key = {row.urlkey: row for row in self._captures}
        moves: list[Statement] = []
        for row in self._captures:
            target = self._now_at(row, by_key) if row.snapshots else None
            if target is not None:
                moves.extend(self._move(row, target))
        return moves

    def _now_at(self, row: Any, by_key: dict[str, Any]) -> Any | None:
        """Return the capture of the page that may hold what a page held that redirects or is gone since now."""
        redirected = row.outcome == CaptureOutcome.REDIRECTED and row.redirect
        gone = row.outcome == CaptureOutcome.MISSING and row.state == ResourceState.GONE
        if not (redirected or gone) or self._page(row.resource, row.snapshots).content.kind is PageKind.FEED:
            return None
        if redirected:
            return self._end_of(row, by_key) if self._moved_now(row) else None
        return self._twin(row) if next(self._gone(row), None) is not None else None

    def _moved_now(self, row: Any) -> bool:
        """Tell whether this is the first redirect after the page was last seen whole."""
        query = (
            select(CaptureRow.outcome)
            .where(CaptureRow.resource == row.resource, CaptureRow.seq < row.seq)
            .where(CaptureRow.outcome.in_([*SEEN_WHOLE, CaptureOutcome.REDIRECTED]))
            .order_by(CaptureRow.seq.desc())
        )
        return self._connection.execute(query.limit(1)).scalar() != CaptureOutcome.REDIRECTED

    def _end_of(self, row: Any, by_key: dict[str, Any]) -> Any | None:
        seen = {row.urlkey}
        while row is not None and row.outcome == CaptureOutcome.REDIRECTED and row.redirect:
            key = urlkey(row.redirect)
            if key in seen:
                return None
            seen.add(key)
            row = by_key.get(key)
        return row if row is not None and row.n is not None else None

    def _twin(self, row: Any) -> Any | None:
        """Return the capture of a page first found later that holds the gone page's article, unless it is alone."""
        old = self._page(row.resource, row.snapshots)
        before = self._connection.execute(
            select(func.max(CrawlRow.seq))
            .join(CaptureRow, CaptureRow.crawl == CrawlRow.seq)
            .where(CaptureRow.resource == row.resource, CaptureRow.outcome.in_(SEEN_WHOLE))
        ).scalar()
        for capture in self._captures:
            if capture.resource != row.resource and capture.n is not None and capture.found_crawl > (before or 0):
                new = self._page(capture.resource, capture.n)
                if changes.same(old, new) == "equal content":
                    return capture
        return None

    def _move(self, old: Any, new: Any) -> Iterator[Statement]:
        before, after = self._page(old.resource, old.snapshots), self._page(new.resource, new.n)
        if changes.same(before, after) is not None:
            yield changes.moved(old, new, before, after, self._last_sight(old, old.snapshots))

    def _page(self, resource: int, number: int) -> Sight:
        key = (resource, number)
        if key not in self._pages:
            row = self._connection.execute(
                select(ExtractionRow.content, SnapshotRow.n)
                .join(SnapshotRow, SnapshotRow.extraction == ExtractionRow.id)
                .where(SnapshotRow.resource == resource, SnapshotRow.n == number)
            ).one()
            self._pages[key] = Sight(n=row.n, content=page_from_json(row.content, None))
        return self._pages[key]

    def _last_sight(self, row: Any, number: int) -> datetime | None:
        """Return when a snapshot was last seen; answers 304 do not count when the same ETag now stands for other bytes."""
        query = (
            select(CaptureRow.fetched, CaptureRow.headers, CaptureRow.outcome)
            .join(SnapshotRow, SnapshotRow.id == CaptureRow.snapshot)
            .where(SnapshotRow.resource == row.resource, SnapshotRow.n == number)
            .order_by(CaptureRow.seq.desc())
        )
        sights = self._connection.execute(query).all()
        etag = _etag(row.headers)
        full = [sight for sight in sights if sight.outcome != CaptureOutcome.NOT_MODIFIED]
        lied = etag is not None and bool(full) and _etag(full[0].headers) == etag
        trusted = full if lied else sights
        return trusted[0].fetched if trusted else None

    def _linking_pages(self, row: Any) -> list[Any]:
        query = (
            select(ResourceRow.id, ResourceRow.url, ResourceRow.snapshots, SnapshotRow.first_capture)
            .join(SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots))
            .join(LinkRow, LinkRow.snapshot == SnapshotRow.id)
            .where(LinkRow.zone == "attachment", LinkRow.url == row.url, ResourceRow.portal == self._crawl.portal)
            .where(ResourceRow.state != ResourceState.GONE)
            .distinct()
            .order_by(ResourceRow.url)
        )
        return list(self._connection.execute(query))

    def _frame(self) -> Iterator[Statement]:
        shown = [row for row in self._captures if row.frame is not None]
        if not shown:
            return
        before = self._frames_before([row.resource for row in shown])
        wanted = {row.frame for row in shown} | {frame for frame, _ in before.values()}
        query = select(FrameRow.id, FrameRow.content).where(FrameRow.id.in_(wanted))
        links = {row.id: frame_links(row.content) for row in self._connection.execute(query)}
        pairs = [
            (row.resource, links[before[row.resource][0]], links[row.frame]) for row in shown if row.resource in before
        ]
        found = frame_changes(pairs)
        for change in without_news(found, self._articles_among(found)):
            last = min((seen for _, seen in before.values()), default=None)
            yield changes.frame(root_of(shown[0].url), change, last, max(row.fetched for row in shown))

    def _articles_among(self, found: tuple[FrameChange, ...]) -> set[str]:
        urls = sorted({url for change in found for _, url, _ in (*change.added, *change.removed)})
        query = select(ResourceRow.url).where(ResourceRow.kind == PageKind.ARTICLE)
        parts = (urls[first : first + MOST_ASKED] for first in range(0, len(urls), MOST_ASKED))
        return {
            url for part in parts for url in self._connection.execute(query.where(ResourceRow.url.in_(part))).scalars()
        }

    def _frames_before(self, resources: list[int]) -> dict[int, tuple[int, datetime]]:
        latest = (
            select(func.max(CaptureRow.seq))
            .where(CaptureRow.crawl < self._crawl.seq, CaptureRow.frame.is_not(None))
            .group_by(CaptureRow.resource)
        )
        query = select(CaptureRow.resource, CaptureRow.frame, CaptureRow.fetched).where(CaptureRow.seq.in_(latest))
        wanted = set(resources)
        return {
            row.resource: (row.frame, row.fetched) for row in self._connection.execute(query) if row.resource in wanted
        }


def _etag(headers: list[list[str]]) -> str | None:
    return next((value for name, value in headers if name.lower() == "etag"), None)
