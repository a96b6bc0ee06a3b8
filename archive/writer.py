"""The one writer of a crawl: a thread that commits what has come together, by number or age."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from sqlalchemy import Connection

from archive.crawls import CrawlHandle
from archive.db import Archive
from archive.errors import ArchiveClosed
from archive.frontier import DueUrl, count_due, lease
from archive.ingest import Beside, Ingested, Ingestor, Reread
from archive.types import NewCapture

MOST = 6
"""Captures committed together: a third of what a crawl has in hand, so that the others are fetched and read meanwhile."""

LONGEST = 0.2
"""Seconds a capture waits for others that were leased; a batch costs as much as some captures in it."""

COUNT_EVERY = 1.0
"""Seconds between two counts of what is due: counting takes longer the more there is."""


@dataclass(slots=True)
class _Captured:
    capture: NewCapture
    future: Future[Ingested] = field(default_factory=Future)


@dataclass(slots=True)
class _Asked:
    most: int
    future: Future[list[DueUrl]] = field(default_factory=Future)


class Writer:
    """Owns every write of a running crawl. What its futures return is committed; their errors are sentences.

    For each capture that is committed another URL is leased in the same transaction, ahead of the question for it: so a
    crawl never waits for a transaction of its own, and never has more in hand than it asked for at first.
    """

    def __init__(
        self, archive: Archive, crawl: CrawlHandle, reread: Reread | None = None, beside: Beside | None = None
    ) -> None:
        self._archive = archive
        self._crawl = crawl
        self._make_ingestor: Callable[[], Ingestor] = lambda: Ingestor(
            crawl.portal.name, crawl.seq, crawl.portal.gone_rule, reread, beside
        )
        self._ingestor = self._make_ingestor()
        self._queue: queue.SimpleQueue[_Captured | _Asked | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self.queued = 0
        """URLs due when they were last counted, for those who watch."""
        self._counted = 0.0
        self._leased = 0
        self._ahead: deque[DueUrl] = deque()
        self._thread = threading.Thread(target=self._run, name="archive-writer", daemon=True)
        self._thread.start()

    def submit(self, capture: NewCapture) -> Future[Ingested]:
        """Hand over a capture; the future is done when it is committed."""
        order = _Captured(capture)
        self._put(order)
        return order.future

    def lease(self, most: int) -> Future[list[DueUrl]]:
        """Ask for up to `most` URLs that are due.

        Those leased ahead are there at once; where there are none, it is after everything handed over before is committed.
        """
        order = _Asked(most)
        with self._gate:
            count = 0 if self._closed else min(most, len(self._ahead))
            ahead = [self._ahead.popleft() for _ in range(count)]
            self._leased += len(ahead)
        if ahead:
            order.future.set_result(ahead)
        else:
            self._put(order)
        return order.future

    def close(self) -> None:
        """Commit what was handed over and end the thread."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _put(self, order: _Captured | _Asked) -> None:
        with self._gate:
            if self._closed:
                raise ArchiveClosed("the archive's writer is closed; start the crawl again to go on")
            self._queue.put(order)

    def _run(self) -> None:
        while True:
            order = self._queue.get()
            if order is None:
                return
            if isinstance(order, _Asked):
                self._commit([], order)
                continue
            batch, asked, last = self._gather(order)
            self._commit(batch, asked)
            if last:
                return

    def _gather(self, first: _Captured) -> tuple[list[_Captured], _Asked | None, bool]:
        """Return a batch, the question that ended it if any, and whether the writer is to end.

        Nothing is waited for where all that was leased has come in.
        """
        batch = [first]
        deadline = time.monotonic() + LONGEST
        while len(batch) < MOST:
            if len(batch) >= self._leased and self._queue.empty():
                break
            try:
                order = self._queue.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if order is None:
                return batch, None, True
            if isinstance(order, _Asked):
                return batch, order, False
            batch.append(order)
        return batch, None, False

    def _commit(self, batch: list[_Captured], asked: _Asked | None) -> None:
        """Write a batch, hand out what the question that ended it asks for and lease ahead, in one transaction."""
        results: list[Ingested] = []
        most = asked.most if asked is not None else 0
        try:
            with self._archive.writing() as connection:
                if batch:
                    results = self._ingestor.ingest(connection, [order.capture for order in batch])
                leased = self._lease(connection, most + len(batch))
        except Exception as error:  # noqa: BLE001 # whatever it is belongs to those who wait for it
            self._ingestor = self._make_ingestor()
            for order in batch:
                order.future.set_exception(error)
            if asked is not None:
                asked.future.set_exception(error)
            return
        due, ahead = leased[:most], leased[most:]
        with self._gate:
            self._leased = max(0, self._leased - len(batch)) + len(due)
            self._ahead.extend(ahead)
        for order, result in zip(batch, results, strict=True):
            order.future.set_result(result)
        if asked is not None:
            asked.future.set_result(due)

    def _lease(self, connection: Connection, most: int) -> list[DueUrl]:
        portal = self._crawl.portal.name
        due = lease(connection, portal, self._crawl.seq, most, full=self._crawl.full)
        if time.monotonic() - self._counted > COUNT_EVERY:
            self.queued = count_due(connection, portal)
            self._counted = time.monotonic()
        return due
