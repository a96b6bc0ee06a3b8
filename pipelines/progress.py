"""How far a crawl is: a live bar on a terminal, a plain line now and then elsewhere; always on standard error."""

from __future__ import annotations

import sys
from collections import Counter
from time import monotonic
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler

from archive.ingest import Ingested
from archive.terms.outcomes import CaptureOutcome
from pipelines.history import session_of

EVERY = 10.0
"""Seconds between two plain lines."""


class LiveProgress:
    """Counts captures as they are committed and shows them."""

    def __init__(self, portal: str) -> None:
        self._portal = portal
        self._counts: Counter[CaptureOutcome] = Counter()
        self._queued = 0
        self._began = monotonic()
        self._said = self._began
        self._console = Console(stderr=True)
        self._bar: Progress | None = None
        self._crawler: Crawler | None = None

    def __enter__(self) -> LiveProgress:
        """Show the bar where there is a terminal."""
        if self._console.is_terminal:
            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[counts]}", markup=False),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
            )
            self._task = self._bar.add_task(self._portal, total=None, counts="")
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away, or say the last counts."""
        if self._bar is not None:
            self._bar.stop()
        elif error is None and self._counts:
            self._say()

    def watch(self, crawler: Crawler) -> None:
        """Listen to a crawl that is about to start."""
        self._crawler = crawler
        crawler.signals.connect(self._committed, signal=signals.item_scraped)

    def _committed(self, item: Ingested, **_: Any) -> None:
        self._counts[item.outcome] += 1
        if self._crawler is not None:
            self._queued = session_of(self._crawler).writer.queued
        if self._bar is not None:
            done = self._counts.total()
            self._bar.update(self._task, completed=done, total=done + self._queued, counts=self._text())
        elif monotonic() - self._said >= EVERY:
            self._say()

    def _say(self) -> None:
        self._said = monotonic()
        sys.stderr.write(f"{self._portal}: {self._text()}\n")

    def _text(self) -> str:
        done = self._counts.total()
        rate = done / max(monotonic() - self._began, 0.001)
        return (
            f"{done} done, {self._queued} queued, {self._counts[CaptureOutcome.NEW]} new, "
            f"{self._counts[CaptureOutcome.CHANGED]} changed, {self._counts[CaptureOutcome.FAILED]} failed, {rate:.1f}/s"
        )
