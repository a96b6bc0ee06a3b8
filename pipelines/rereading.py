"""Worker processes that read stored payloads again: each has its own view of the archive and reads whole resources.

A page on which the parser dies (memory, deadline) ends its worker alone: what was in hand is then read a resource at a
time, and the one that kills again is left out with its reason.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field

from archive.db import open_archive
from archive.errors import DamagedPayload
from archive.knowledge import load
from archive.payloads import PayloadReader
from archive.readings import Reading, StoredPage, reading_of
from archive.reread import Run, pages_of, worth_keeping
from pipelines.reading import read_payload
from scraper.fetch.reading import DEADLINE
from scraper.parsers.template import Template, template_from_json
from scraper.processes import begin_reading, collect_seldom

AT_ONCE = 32
"""Payloads a worker is handed together, whole resources of them."""


@dataclass(slots=True)
class Read:
    """What came of some resources: the readings worth keeping, how many payloads were read, what could not be read."""

    resources: Sequence[int]
    pages: int = 0
    kept: list[Reading] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Readers:
    """Some worker processes for one run, or none: this process reads then. Use as a context manager."""

    def __init__(self, target: str, run: Run, workers: int) -> None:
        self._target = target
        self._run = run
        self._workers = workers
        self._pool = self._fresh(workers) if workers else None

    def __enter__(self) -> Readers:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, with what they have in hand."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def read(self, work: Sequence[tuple[int, int]]) -> Iterator[Read]:
        """Yield what comes of resources, each with the number of its payloads, in their order."""
        return self._here(work) if self._pool is None else self._there(work, self._pool)

    def _here(self, work: Sequence[tuple[int, int]]) -> Iterator[Read]:
        with closing(_Reader(self._target, self._run, None)) as reader:
            for resources in _chunks(work):
                yield reader.read(resources)

    def _there(self, work: Sequence[tuple[int, int]], pool: ProcessPoolExecutor) -> Iterator[Read]:
        waiting = deque(_chunks(work))
        in_hand: deque[tuple[list[int], Future[Read]]] = deque()
        while waiting or in_hand:
            while waiting and len(in_hand) < 2 * self._workers + 1:
                resources = waiting.popleft()
                in_hand.append((resources, pool.submit(_read, resources)))
            resources, future = in_hand.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                waiting.extendleft(chunk for chunk, _ in reversed(in_hand))
                in_hand.clear()
                yield self._one_by_one(resources)
                self._pool = pool = self._fresh(self._workers)

    def _one_by_one(self, resources: Sequence[int]) -> Read:
        whole = Read(resources)
        for one in resources:
            with self._fresh(1) as alone:
                try:
                    read = alone.submit(_read, [one]).result()
                except BrokenProcessPool:
                    words = f"the parser was killed by a payload of resource {one} (memory, or over {DEADLINE:.0f} s)"
                    read = Read([one], problems=[f"{words}; it stays as it was read before"])
            whole.pages += read.pages
            whole.kept.extend(read.kept)
            whole.problems.extend(read.problems)
        return whole

    def _fresh(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._target, self._run),
        )


def _chunks(work: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    chunk: list[int] = []
    count = 0
    for resource, pages in work:
        chunk.append(resource)
        count += pages
        if count >= AT_ONCE:
            yield chunk
            chunk, count = [], 0
    if chunk:
        yield chunk


class _Reader:
    """Reads whole resources with one view of the archive; `deadline` is in seconds a page, by the process's alarm."""

    def __init__(self, target: str, run: Run, deadline: float | None) -> None:
        self._run = run
        self._deadline = deadline
        self._archive = open_archive(target, write=False)
        with self._archive.reading() as connection:
            known = load(connection, run.portal, run.knowledge)
        self._template: Template | None = template_from_json(known) if known is not None else None

    def close(self) -> None:
        """Give the archive back."""
        self._archive.close()

    def read(self, resources: Sequence[int]) -> Read:
        """Return what comes of resources."""
        read = Read(resources)
        with self._archive.reading() as connection:
            payloads = PayloadReader(connection)
            for one in resources:
                readings = []
                for page in pages_of(connection, self._run, one):
                    try:
                        payload = payloads.load(page.payload)
                    except DamagedPayload as error:
                        read.problems.append(str(error))
                        continue
                    readings.append(self._reading(page, payload))
                read.pages += len(readings)
                read.kept.extend(worth_keeping(readings))
        return read

    def _reading(self, page: StoredPage, payload: bytes) -> Reading:
        if self._deadline is not None:
            signal.setitimer(signal.ITIMER_REAL, self._deadline)
        content = read_payload(
            payload,
            url=page.url,
            portal=self._run.portal,
            content_type=page.content_type,
            captured=page.fetched,
            template=self._template,
        )
        if self._deadline is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return reading_of(page, content)


_HERE: list[_Reader] = []
"""The reader of this process, where it is a worker."""


def _begin(target: str, run: Run) -> None:
    """Make this process a worker; its alarm ends it."""
    begin_reading()
    _HERE[:] = [_Reader(target, run, DEADLINE)]
    collect_seldom()


def _read(resources: list[int]) -> Read:
    return _HERE[0].read(resources)
