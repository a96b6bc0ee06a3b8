"""Parsing outside the event loop: a worker process that may die of a page without taking the crawl along.

One page is read at a time, under a memory limit and a deadline (FAULTS A19, B04). The worker ends with its parent,
also when that is killed.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from scraper.parsers.registry import PageContext, Parsed, parse

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space of the worker."""

DEADLINE = 60.0
"""Seconds one page may take."""


class ReaderKilled(Exception):  # it is what happened
    """The worker died of this page, or took longer than the deadline."""


class Reading:
    """Reads pages in a worker process, or in this one when `workers` is 0."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Start the worker ahead of the first page."""
        if self._workers and self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=multiprocessing.get_context("spawn"), initializer=_guard_worker
            )
            self._pool.submit(os.getpid)

    async def read(self, payload: bytes, context: PageContext) -> Parsed:
        """Return the page as parsed. Raises ReaderKilled when the worker died of it twice or ran out of time."""
        if not self._workers:
            return parse(payload, context)
        for _ in range(2):
            self.start()
            assert self._pool is not None
            pool = self._pool
            future = asyncio.get_running_loop().run_in_executor(pool, parse, payload, context)
            try:
                return await asyncio.wait_for(future, DEADLINE)
            except BrokenProcessPool:
                self._drop(pool)
            except TimeoutError:
                self._drop(pool)
                raise ReaderKilled(f"reading the page took longer than {DEADLINE:.0f} s") from None
        raise ReaderKilled("the parser was killed by this page")

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 # kill_workers comes with Python 3.14
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Stop the worker."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _guard_worker() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
