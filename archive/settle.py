"""Settles a crawl at its end: states what changed, from captures that may have come in any order; marks the baseline.

Facts are read with a few statements, each change is decided by a plain function on them, and all are written in the
transaction of the crawl's end. Settling twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from archive import changes
from archive.changes import Sight, Statement
from archive.frames import frame_changes, without_content, without_news
from archive.likeness import places
from archive.models import ChangeRow, CrawlRow, ExtractionRow, ResourceRow
from archive.moves import Moves
from archive.page_store import page_from_json
from archive.sights import Sights, sighting
from archive.template_events import (
    LEAST_TICKING,
    SHARE,
    differences,
    template_events,
    ticking_lines,
    without_lines,
)
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, ChangeKind, PageKind, ResourceState, SnapshotCause
from archive.terms.urls import root_of


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
    complete = crawl.complete and not _believe_no_loss(connection, crawl)
    statements = _Settling(connection, crawl, earlier).statements()
    number = connection.execute(select(func.max(ChangeRow.seq))).scalar() or 0
    rows = [{"seq": number + place, "crawl": seq} | statement.row() for place, statement in enumerate(statements, 1)]
    if rows:
        connection.execute(insert(ChangeRow), rows)
    ended = {"settled": True, "complete": complete, "baseline": complete and earlier is None}
    connection.execute(update(CrawlRow).where(CrawlRow.seq == seq).values(ended))


def _believe_no_loss(connection: Connection, crawl: Any) -> bool:
    """Take back what a crawl counted as missing if it saw no page whole, and tell so: the portal was ill then."""
    sights = Sights(connection, crawl.portal, crawl.seq)
    captures = sights.captures()
    if any(row.outcome in SEEN_WHOLE or row.outcome == CaptureOutcome.REDIRECTED for row in captures):
        return False
    absent = sights.absent()
    for row in captures:
        if row.outcome == CaptureOutcome.MISSING:
            counted = update(ResourceRow).where(ResourceRow.id == row.resource, ResourceRow.missing > 0)
            connection.execute(counted.values(missing=ResourceRow.missing - 1))
            if row.state == ResourceState.GONE and row.resource not in absent:
                doubted = update(ResourceRow).where(ResourceRow.id == row.resource)
                connection.execute(doubted.values(state=ResourceState.SUSPECT))
    connection.execute(update(ResourceRow).where(ResourceRow.missing == 0).values(missing_since=None))
    return True


_EDITS = (ChangeKind.EDITED, ChangeKind.LINKS)
_NOT_COMPARED = (PageKind.DOCUMENT, PageKind.LISTING, PageKind.FEED)


class _Settling:
    """The facts of one crawl that its changes follow from; `since` is the start of the last complete crawl before."""

    def __init__(self, connection: Connection, crawl: Any, since: datetime | None) -> None:
        self._connection = connection
        self._crawl = crawl
        self._since = since
        self._sights = Sights(connection, crawl.portal, crawl.seq)
        self._captures = self._sights.captures()
        self._absent = self._sights.absent()
        self._files = frozenset(
            row.url for row in self._captures if row.kind == PageKind.DOCUMENT and row.cause == SnapshotCause.CONTENT
            and row.first_capture == row.seq
        )  # fmt: skip
        self._compared = sum(row.n is not None and row.kind not in _NOT_COMPARED for row in self._captures)
        self._ticking = self._ticking_lines()

    def statements(self) -> list[Statement]:
        """Return the crawl's changes in the order of its captures, the portal's own last."""
        moves = (
            list(Moves(self._sights, self._captures, self._absent, self._bare).found())
            if self._since is not None
            else []
        )
        left = {move.old for move in moves}
        whole = {move.new for move in moves if move.position is None}
        items = {(move.new, move.position) for move in moves if move.position is not None}
        stated = [move.statement for move in moves]
        for row in self._captures:
            if row.resource in left or row.resource in whole:
                continue
            stated.extend(
                one for one in self._of_capture(row) if (row.resource, one.article) not in items or not _came(one)
            )
        events, own = self._template(stated)
        return [*sorted(own, key=lambda statement: statement.order), *events, *self._frame()]

    def _ticking_lines(self) -> frozenset[str]:
        """Return the lines that count something on most pages; where few pages changed there are none."""
        changed = [
            row for row in self._captures
            if row.cause == SnapshotCause.CONTENT and row.first_capture == row.seq and row.kind not in _NOT_COMPARED
        ]  # fmt: skip
        if len(changed) < max(LEAST_TICKING, SHARE * self._compared):
            return frozenset()
        page = self._sights.page
        pairs = ((page(row.resource, row.n - 1).content, page(row.resource, row.n).content) for row in changed)
        return ticking_lines(pairs, self._compared)

    def _bare(self, sight: Sight) -> Sight:
        """Return a page as it counts for its changes: without what only counts something."""
        return replace(sight, content=without_lines(sight.content, self._ticking)) if self._ticking else sight

    def _of_capture(self, row: Any) -> Iterator[Statement]:
        made = row.n is not None and row.first_capture == row.seq
        outcome = CaptureOutcome(row.outcome)
        if outcome in SEEN_WHOLE and row.resource in self._absent:
            yield from self._returned(row)
        elif made and row.n == 1:
            yield from self._published(row)
        elif made and row.cause == SnapshotCause.CONTENT:
            yield from self._edited(row)
        elif outcome is CaptureOutcome.UNCHANGED and row.extraction is not None:
            yield from self._logged(row)
        elif outcome is CaptureOutcome.MISSING and row.state == ResourceState.GONE and row.snapshots:
            yield from self._gone(row)

    def _published(self, row: Any) -> Iterator[Statement]:
        if self._since is None:
            return
        absent = self._sights.last_missing(row)
        if row.found_crawl != self._crawl.seq and absent is None:
            return
        page = self._sights.page(row.resource, row.n)
        if not page.content.articles or (row.kind == PageKind.DOCUMENT and self._sights.linking_pages(row.url)):
            return
        yield changes.published(
            row, page, since=self._since, absent=absent, after=sighting(row, row.n), why=self._also_at(row, page)
        )

    def _also_at(self, row: Any, page: Sight) -> str | None:
        """Say where else the note of a new page stands already, None where it is new."""
        if len(page.content.articles) != 1 or row.kind == PageKind.DOCUMENT:
            return None
        note = page.content.articles[0]
        found = places(self._connection, self._crawl.portal, note, url=row.url, resource=row.resource)
        return f"the same note stands at {found[0].url} ({found[0].why})" if found else None

    def _returned(self, row: Any) -> Iterator[Statement]:
        page = self._sights.page(row.resource, row.n)
        before = self._sights.last_missing(row)
        if page.content.articles:
            old = self._sights.page(row.resource, row.n - 1) if row.n > 1 and row.first_capture == row.seq else None
            bare = self._bare(old) if old is not None else None
            yield changes.returned(row, self._bare(page), bare, before, sighting(row, row.n))

    def _edited(self, row: Any) -> Iterator[Statement]:
        old, new = self._sights.page_before(row, row.n - 1), self._sights.page(row.resource, row.n)
        before, after = self._sights.last_sight(row, row.n - 1), sighting(row, row.n)
        linking = self._sights.linking_pages(row.url) if row.kind == PageKind.DOCUMENT else []
        if linking:
            for page in linking:
                yield changes.attachment(row, page, before, after, silent=self._attachment_silent(row, page))
            return
        old, new = self._bare(old), self._bare(new)
        edits = list(changes.edited(row, old, new, before, after, files=self._files))
        yield from edits or changes.logged(row, old, new, before, after)

    def _logged(self, row: Any) -> Iterator[Statement]:
        """Yield what a page's change log alone declares, where the page is otherwise as it was."""
        content = self._connection.execute(
            select(ExtractionRow.content).where(ExtractionRow.id == row.extraction)
        ).scalar_one()
        new = Sight(n=row.n, content=page_from_json(content, None))
        if any(article.history for article in new.content.articles):
            old, before = self._sights.page_before(row, row.n), self._sights.last_sight(row, row.n)
            yield from changes.logged(row, old, new, before, sighting(row, row.n))

    def _attachment_silent(self, row: Any, page: Any) -> bool | None:
        new = self._sights.page(page.id, page.snapshots).content
        fresh = page.snapshots > 1 and any(capture.seq == page.first_capture for capture in self._captures)
        old = self._sights.page(page.id, page.snapshots - 1).content if fresh else new
        return changes.attachment_silent(old, new, row.url)

    def _gone(self, row: Any) -> Iterator[Statement]:
        if row.resource in self._absent:
            return
        page = self._sights.page(row.resource, row.snapshots)
        if page.content.articles:
            yield changes.gone(row, page, self._sights.last_sight(row, row.snapshots), self._sights.missing_run(row))

    def _template(self, stated: list[Statement]) -> tuple[list[Statement], list[Statement]]:
        """Return the edits that most pages have in common, each as one event of the portal, and the rest."""
        edits = {
            one.resource: differences(
                self._bare(self._sights.page(one.resource, one.from_n)).content,
                self._bare(self._sights.page(one.resource, one.to_n)).content,
            )
            for one in stated
            if one.kind in _EDITS and one.resource is not None and one.from_n is not None and one.to_n is not None
        }
        events = []
        for event in template_events(edits, self._compared):
            part = [one for one in stated if one.resource in event.on and one.kind in _EDITS]
            seen = {(one.not_before, one.not_after) for one in part}
            span = _span([first for first, _ in seen if first is not None], [last for _, last in seen])
            events.append(changes.template(root_of(part[0].url), event, part, span))
            stated = [one for one in stated if one not in part]
        return events, stated

    def _frame(self) -> Iterator[Statement]:
        shown = {row.resource: row for row in self._captures if row.frame is not None}
        before = self._sights.frames_before(list(shown))
        if not before:
            return
        wanted = {row.frame for rows in (before, shown) for row in rows.values()}
        links = self._sights.frame_links(sorted(wanted))
        pairs = [(page, links[row.frame], links[shown[page].frame]) for page, row in sorted(before.items())]
        found = frame_changes(pairs)
        own = without_news(found, self._sights.articles_among(found))
        for change in without_content(own, self._content_of(before), self._content_of(shown)):
            span = _span([before[page].fetched for page in change.on], [shown[page].fetched for page in change.on])
            root = root_of(shown[min(change.on)].url)
            yield changes.frame(root, change, span, self._sights.continued(root, change))

    def _content_of(self, shown: Mapping[int, Any]) -> Callable[[Collection[str]], dict[str, set[int]]]:
        """Return what tells which of some addresses were links of the content of the pages shown."""
        snapshots = {page: row.snapshot for page, row in shown.items() if row.snapshot is not None}
        return lambda urls: self._sights.in_content(urls, snapshots)


def _span(before: list[datetime], after: list[datetime]) -> tuple[datetime, datetime]:
    """Return the times between which many pages changed.

    The narrowest where one moment fits them all, else from the first of the last sights to the last of the first ones.
    """
    if max(before) < min(after):
        return max(before), min(after)
    return min(before), max(after)


def _came(statement: Statement) -> bool:
    """Tell whether a statement is of an item that came to a page."""
    return statement.kind is ChangeKind.EDITED and statement.summary.startswith("item inserted")
