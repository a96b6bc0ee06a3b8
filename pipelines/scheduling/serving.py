"""`kronika schedule run`: the loop around the conductor, its lock, and the signals that end it well."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from archive.db import Archive, open_archive
from archive.errors import ArchiveLocked
from archive.lock import lock_schedules
from archive.schedules.decide import Schedule
from archive.terms.clock import SystemClock
from pipelines.scheduling.conductor import Conductor
from pipelines.scheduling.process import Subprocess

TICK = 1.0
"""Seconds between two looks at the clock and the schedules; the end of a crawl and a signal wake it at once."""


class Wakeups:
    """Signals as they come: `asked` counts those to end; `wait` returns at any."""

    def __init__(self, reader: int) -> None:
        self._reader = reader
        self.asked = 0

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal that asks the process to end."""
        self.asked += 1

    def wait(self, seconds: float) -> None:
        """Wait, or until a signal comes."""
        ready, _, _ = select.select([self._reader], [], [], seconds)
        if ready:
            os.read(self._reader, 4096)


@contextmanager
def wakeups() -> Iterator[Wakeups]:
    """Take SIGINT, SIGTERM and SIGCHLD while the block lasts."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signals = Wakeups(reader)
    handlers = {signal.SIGINT: signals.ask, signal.SIGTERM: signals.ask, signal.SIGCHLD: _pass}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    previous = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield signals
    finally:
        signal.set_wakeup_fd(previous)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)


def _pass(number: int, frame: FrameType | None) -> None:
    """Let a child's end wake `wait`: a signal without a handler in Python does not."""


def serve_schedules(target: str, *, once: bool) -> int:
    """Start what is due until told to end; with `once` until nothing is due and nothing runs.

    Returns the exit status: 0, or 3 when a crawl was laid down part-way. Raises ArchiveLocked when another process
    serves this archive; with `once` that one does the work, which is no error.
    """
    with open_archive(target, write=True) as archive:
        try:
            lock = lock_schedules(archive, SystemClock())
        except ArchiveLocked:
            if once:
                return 0
            raise
        try:
            with wakeups() as signals:
                return _serve(archive, signals, once=once)
        finally:
            lock.release()


def _serve(archive: Archive, signals: Wakeups, *, once: bool) -> int:
    def launch(schedule: Schedule) -> Subprocess:
        return Subprocess(archive.target, schedule)

    conductor = Conductor(archive, SystemClock(), launch)
    if not once:
        sys.stderr.write(f"serving the schedules of {archive.target}; Ctrl-C ends it\n")
    told = 0
    while True:
        while told < signals.asked:
            told += 1
            conductor.stop()
        conductor.tick()
        if not conductor.runs and (told or once):
            return 3 if conductor.cut_short else 0
        signals.wait(TICK)
