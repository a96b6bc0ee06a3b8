"""`kronika vacuum`: everything encoded as small as it can be, and the room that came free given back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from sqlalchemy import func, select

from archive.db import Archive, spoken
from archive.lock import lock_portal
from archive.models import PayloadRow, PortalRow
from archive.terms.clock import Clock
from archive.types import Json
from archive.upkeep.condense import condense

Watch = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Bytes of all encoded payloads, and of the archive's file (None for a database that is none)."""

    payloads: int
    file: int | None

    def to_json(self) -> Json:
        """Return it for JSON."""
        return {"payloads": self.payloads, "file": self.file}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacuumed:
    """How many payloads were encoded again, the sizes before and after, and sentences on what is damaged."""

    encoded: int
    before: Size
    after: Size
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> Json:
        """Return it as `kronika vacuum --json` prints it."""
        return {
            "encoded": self.encoded,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
            "problems": self.problems,
        }


def vacuum(archive: Archive, clock: Clock, *, watch: Watch | None = None) -> Vacuumed:
    """Encode again what may be smaller, then give free room back. May be cut off at any instant and run again.

    `watch` is told portal and payloads done. Raises ArchiveLocked while a crawl runs, ArchiveFull where there is no room
    for the copy SQLite makes, LostBasis.
    """
    with archive.reading() as connection:
        portals = list(connection.execute(select(PortalRow.name).order_by(PortalRow.name)).scalars())
    before, encoded, problems = size_of(archive), 0, []
    with ExitStack() as locks:
        for portal in portals:
            locks.callback(lock_portal(archive, portal, clock).release)
        for portal in portals:
            done = condense(archive, portal, watch=_told(watch, portal))
            encoded += done.payloads
            problems.extend(done.problems)
        _give_back(archive)
    return Vacuumed(encoded=encoded, before=before, after=size_of(archive), problems=problems)


def size_of(archive: Archive) -> Size:
    """Return how large an archive is now."""
    with archive.reading() as connection:
        payloads = int(connection.execute(select(func.sum(func.length(PayloadRow.stored)))).scalar() or 0)
    return Size(payloads=payloads, file=archive.path.stat().st_size if archive.path is not None else None)


def _told(watch: Watch | None, portal: str) -> Callable[[int], None] | None:
    return (lambda count: watch(portal, count)) if watch is not None else None


def _give_back(archive: Archive) -> None:
    """Have the database rewrite itself without its free pages; outside a transaction, as both engines want it."""
    with spoken(archive.target), archive.engine.connect() as plain:
        if archive.path is None:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("VACUUM payloads")
            return
        driver = plain.connection.cursor()
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        driver.close()
