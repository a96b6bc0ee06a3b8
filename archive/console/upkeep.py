"""Prints what stats and vacuum found, and how far a long run is."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

from archive.console.output import counted, plain, table
from archive.types import Json

if TYPE_CHECKING:
    from rich.progress import Progress

    from archive.upkeep.stats import Stats
    from archive.upkeep.vacuum import Vacuumed

EVERY = 10.0
"""Seconds between two plain lines."""

_UNITS = ("B", "kB", "MB", "GB", "TB")


def size(count: float | None) -> str:
    """Return bytes for people, three digits: 1.23 MB."""
    if count is None:
        return "–"
    place = 0
    while count >= 1000 and place < len(_UNITS) - 1:
        count, place = count / 1000, place + 1
    return f"{count:.3g} {_UNITS[place]}" if place else f"{count:.0f} B"


def print_stats(stats: Stats) -> None:
    """Print the payloads by kind and year, their sum, and the forecast."""
    table(
        ["year", "kind", "payloads", "uncompressed", "stored", "a state"],
        [
            [
                share.year,
                share.kind or "never whole",
                share.payloads,
                size(share.length),
                size(share.stored),
                size(share.stored / share.payloads),
            ]
            for share in stats.shares
        ],
        title=f"{counted(stats.payloads, 'payload', 'payloads')} of {counted(stats.captures, 'capture', 'captures')}",
    )
    among = f"{stats.dictionaries} dictionaries of {size(stats.dictionary_bytes)} among it"
    lines = [f"{size(stats.length)} kept in {size(stats.stored)}, {size(stats.bytes_per_state)} a state ({among})"]
    if stats.file is not None:
        lines.append(f"the whole archive, with what was read of the pages, takes {size(stats.file)}")
    if stats.forecast is not None:
        lines.append(
            f"at the rate since {stats.forecast.since:%Y-%m-%d} a year adds"
            f" {stats.forecast.payloads} payloads of {size(stats.forecast.stored)}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


def print_vacuumed(done: Vacuumed) -> None:
    """Print what became smaller, and what is damaged."""
    sys.stdout.write(
        f"{counted(done.encoded, 'payload', 'payloads')} encoded again;"
        f" payloads {size(done.before.payloads)} → {size(done.after.payloads)},"
        f" file {size(done.before.file)} → {size(done.after.file)}\n"
    )
    for problem in done.problems:
        sys.stdout.write(plain(problem) + "\n")


def print_reparsed(done: Json) -> None:
    """Print what came of reading stored payloads again."""
    sys.stdout.write(
        f"{counted(done['payloads'], 'payload', 'payloads')} read again in {done['seconds']:.1f} s ({done['rate']}/s):"
        f" {counted(done['extractions'], 'reading', 'readings')} kept,"
        f" {counted(done['snapshots'], 'technical snapshot', 'technical snapshots')}\n"
    )
    for problem in done["problems"]:
        sys.stdout.write(plain(problem) + "\n")


class Counting:
    """How far a long run is, with its rate: a bar on a terminal, a plain line now and then elsewhere; on stderr."""

    def __init__(self, words: str, total: int | None = None) -> None:
        self._words = words
        self._total = total
        self._began = self._said = monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> Counting:
        """Show the bar where there is a terminal."""
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task(self._words, total=self._total)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def at(self, place: str, count: int) -> None:
        """Say that `count` are done at a place."""
        rate = count / max(monotonic() - self._began, 0.001)
        line = f"{plain(place)}: {count} {self._words}, {rate:.1f}/s"
        if self._bar is not None:
            self._bar.update(self._task, completed=count, description=line)
        elif monotonic() - self._said >= EVERY:
            self._said = monotonic()
            sys.stderr.write(line + "\n")
