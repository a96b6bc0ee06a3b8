"""Pairs pages that went (redirected or missing) with the places where their note stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from archive import changes
from archive.changes import Sight, Statement
from archive.identity import one_note
from archive.likeness import Place, places
from archive.models import CaptureRow, ResourceRow, SnapshotRow
from archive.sights import Sights, sighting
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, PageKind
from archive.terms.urls import urlkey


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A stated move: the page that was left, and the article (None: the whole page) of the page that has its note now."""

    statement: Statement
    old: int
    new: int
    position: int | None


class Moves:
    """Finds the moves of a crawl.

    `absent` are resources that are stated to be gone or moved already; `bare` gives a page as it counts for its changes.
    """

    def __init__(
        self,
        sights: Sights,
        captures: list[Any],
        absent: set[int],
        bare: Callable[[Sight], Sight],
    ) -> None:
        self._sights = sights
        self._captures = captures
        self._absent = absent
        self._bare = bare
        self._by_key = {row.urlkey: row for row in captures}
        self._taken: set[tuple[int, int]] = set()

    def found(self) -> Iterator[Move]:
        """Yield the crawl's moves in the order of the captures of what was left."""
        for row in self._captures:
            if not row.snapshots or row.resource in self._absent:
                continue
            if row.outcome == CaptureOutcome.REDIRECTED and row.redirect and self._moved_now(row):
                yield from list(self._redirected(row)) or self._missing(row)
            elif row.outcome == CaptureOutcome.MISSING:
                yield from self._missing(row)

    def _redirected(self, row: Any) -> Iterator[Move]:
        end = self._end_of(row)
        old = self._sights.page(row.resource, row.snapshots)
        if end is None or old.content.kind is PageKind.FEED:
            return
        new = self._sights.page(end.resource, end.n)
        why = changes.same(old, new)
        if why is not None:
            yield self._move(row, end, old, new, f"redirect, {why}", None)
            return
        for position, article in enumerate(new.content.articles):
            one = old.content.articles[0] if len(old.content.articles) == 1 else None
            why = one_note(one, article, renamed="redirect") if one is not None else None
            if why is not None:
                yield self._move(row, end, old, new, why, position)
                return

    def _missing(self, row: Any) -> Iterator[Move]:
        """Yield the move of a page that answers no more, to where its note came after the page was last seen."""
        old = self._sights.page(row.resource, row.snapshots)
        articles = old.content.articles
        if not articles or old.content.kind in (PageKind.FEED, PageKind.DOCUMENT):
            return
        last = self._sights.last_sight(row, row.snapshots)
        for place in places(
            self._sights.connection, self._sights.portal, articles[0], url=row.url, resource=row.resource
        ):
            key = (place.resource, place.position)
            if key in self._taken or last is None or not self._came_after(place, last.crawl, last.capture):
                continue
            new = self._sights.page(place.resource, place.n)
            whole = len(articles) == place.articles and (len(articles) == 1 or changes.same(old, new) is not None)
            if len(articles) > 1 and not whole:
                continue
            self._taken.add(key)
            yield self._move(row, self._first_sight(place), old, new, place.why, None if whole else place.position)
            return

    def _came_after(self, place: Place, crawl: int, capture: int) -> bool:
        """Tell whether a note came to a place after a capture: another page that had it all along is no move."""
        if place.first_capture <= capture:
            return False
        if place.n > 1:
            before = self._sights.page(place.resource, place.n - 1).content.articles
            note = self._sights.page(place.resource, place.n).content.articles[place.position]
            return not any(one_note(article, note) for article in before)
        query = select(ResourceRow.found_crawl).where(ResourceRow.id == place.resource)
        return int(self._sights.connection.execute(query).scalar_one()) > crawl

    def _first_sight(self, place: Place) -> Any:
        """Return the capture that first showed a place's snapshot, as rows of captures are."""
        query = (
            select(CaptureRow.__table__, SnapshotRow.n, ResourceRow.url.label("address"))
            .join(SnapshotRow, SnapshotRow.first_capture == CaptureRow.seq)
            .join(ResourceRow, ResourceRow.id == CaptureRow.resource)
            .where(CaptureRow.seq == place.first_capture)
        )
        return self._sights.connection.execute(query).one()

    def _moved_now(self, row: Any) -> bool:
        """Tell whether this is the first redirect after the page was last seen whole."""
        query = (
            select(CaptureRow.outcome)
            .where(CaptureRow.resource == row.resource, CaptureRow.seq < row.seq)
            .where(CaptureRow.outcome.in_([*SEEN_WHOLE, CaptureOutcome.REDIRECTED]))
            .order_by(CaptureRow.seq.desc())
        )
        return self._sights.connection.execute(query.limit(1)).scalar() != CaptureOutcome.REDIRECTED

    def _end_of(self, row: Any) -> Any | None:
        seen = {row.urlkey}
        while row is not None and row.outcome == CaptureOutcome.REDIRECTED and row.redirect:
            key = urlkey(row.redirect)
            if key in seen:
                return None
            seen.add(key)
            row = self._by_key.get(key)
        return row if row is not None and row.n is not None else None

    def _move(self, row: Any, end: Any, old: Sight, new: Sight, why: str, position: int | None) -> Move:
        before = self._sights.last_sight(row, row.snapshots)
        run = self._sights.missing_run(row) if row.outcome == CaptureOutcome.MISSING else [sighting(row)]
        statement = changes.moved(
            row,
            end,
            self._bare(old),
            self._bare(new),
            before_seen=before,
            left=run[0],
            after=sighting(end, new.n),
            why=why,
            position=position,
        )
        return Move(statement=statement, old=row.resource, new=end.resource, position=position)
