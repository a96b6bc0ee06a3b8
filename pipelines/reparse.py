"""`kronika reparse`: today's parsers over every stored payload, with as many processes as are wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from sqlalchemy import select

from archive.console.output import print_json
from archive.console.upkeep import Counting, print_reparsed
from archive.db import Archive, open_archive
from archive.knowledge import latest
from archive.lock import lock_portal
from archive.models import PortalRow
from archive.reread import begin_run, end_run, store_readings, work_of
from archive.rows import RowWriter
from archive.terms.clock import SystemClock
from archive.terms.errors import BadInput
from archive.types import Json
from pipelines.rereading import Readers
from scraper.parsers.context import VERSION

Watch = Callable[[str, int], None]


@dataclass(slots=True)
class Reparsed:
    """What a run came to: payloads read, readings newly kept, technical snapshots made, seconds, and what went wrong."""

    payloads: int = 0
    extractions: int = 0
    snapshots: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return payloads a second."""
        return round(self.payloads / self.seconds, 1) if self.seconds else 0.0

    def to_json(self) -> Json:
        """Return it as `kronika reparse --json` prints it."""
        return {
            "payloads": self.payloads,
            "extractions": self.extractions,
            "snapshots": self.snapshots,
            "seconds": round(self.seconds, 3),
            "rate": self.rate,
            "problems": self.problems,
        }


def reparse(
    archive: Archive,
    *,
    portal: str | None = None,
    since: datetime | None = None,
    workers: int = 1,
    watch: Watch | None = None,
) -> Reparsed:
    """Read stored payloads again, of one portal or all; a run that was cut off goes on where it was.

    `workers` 0 reads in this process; `watch` is told portal and payloads read so far. Raises BadInput for an unknown
    portal, ArchiveLocked while one is
    crawled.
    """
    with archive.reading() as connection:
        known = list(connection.execute(select(PortalRow.name).order_by(PortalRow.name)).scalars())
    if portal is not None and portal not in known:
        raise BadInput(f"the archive {archive.target} has no portal {portal}; it has {', '.join(known) or 'none'}")
    done = Reparsed()
    began = monotonic()
    for name in [portal] if portal is not None else known:
        lock = lock_portal(archive, name, SystemClock())
        try:
            _portal(archive, name, since, workers, done, watch)
        finally:
            lock.release()
    done.seconds = monotonic() - began
    return done


def _portal(
    archive: Archive, portal: str, since: datetime | None, workers: int, done: Reparsed, watch: Watch | None
) -> None:
    with archive.writing() as connection:
        knowledge = latest(connection, portal)
        run = begin_run(connection, portal, reader=VERSION, knowledge=knowledge, since=since)
    with archive.reading() as connection:
        work = work_of(connection, run)
    rows = RowWriter(portal, 0)
    if work:
        with Readers(archive.target, run, workers) as readers:
            for read in readers.read(work):
                with archive.writing() as connection:
                    done.snapshots += store_readings(connection, rows, run, read.resources, read.kept)
                done.payloads += read.pages
                done.extractions += len(read.kept)
                done.problems.extend(read.problems)
                if watch is not None:
                    watch(portal, done.payloads)
    with archive.writing() as connection:
        end_run(connection, run)


def reparse_command(target: str, *, portal: str | None, since: datetime | None, workers: int, as_json: bool) -> int:
    """Read again, print what came of it, return the exit status: 1 where something could not be read."""
    with open_archive(target, write=True) as archive, Counting("read again") as counting:
        done = reparse(archive, portal=portal, since=since, workers=workers, watch=counting.at)
    if as_json:
        print_json(done.to_json())
    else:
        print_reparsed(done.to_json())
    return 1 if done.problems else 0
