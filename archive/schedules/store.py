"""The rows of recurring crawls: made, read, altered and taken away, each in the caller's transaction."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from archive.models import CrawlRow, PortalRow, ScheduleRow
from archive.schedules.decide import CrawlOptions, Schedule
from archive.schedules.due import Rhythm, parse_every, parse_window
from archive.terms.errors import BadInput, NotThere
from archive.terms.outcomes import CrawlStatus


def add(connection: Connection, schedule: Schedule) -> None:
    """Store a new schedule. Raises BadInput where its portal has one."""
    known = connection.execute(select(ScheduleRow.every).where(ScheduleRow.portal == schedule.portal)).scalar()
    if known is not None:
        raise BadInput(
            f"{schedule.portal} is crawled every {known} already; `kronika schedule remove {schedule.portal}` first"
        )
    window = schedule.rhythm.window
    row = {
        "portal": schedule.portal,
        "every": str(schedule.rhythm.every),
        "window": None if window is None else str(window),
        "options": asdict(schedule.options),
        "first_due": schedule.rhythm.first,
        "next_due": schedule.next_due,
        "paused": False,
    }
    connection.execute(insert(ScheduleRow), row)


def schedules(connection: Connection) -> list[Schedule]:
    """Return every schedule, the one due first first."""
    query = select(ScheduleRow.__table__).order_by(ScheduleRow.next_due, ScheduleRow.portal)
    return [_schedule(row) for row in connection.execute(query)]


def schedule_of(connection: Connection, portal: str) -> Schedule:
    """Return the schedule of a portal. Raises NotThere."""
    row = connection.execute(select(ScheduleRow.__table__).where(ScheduleRow.portal == portal)).one_or_none()
    if row is None:
        raise NotThere(
            f"no crawl of {portal} is scheduled in this archive; `kronika schedule list` names those that are"
        )
    return _schedule(row)


def remove(connection: Connection, portal: str) -> None:
    """Take a schedule away. Raises NotThere."""
    schedule_of(connection, portal)
    connection.execute(delete(ScheduleRow).where(ScheduleRow.portal == portal))


def pause(connection: Connection, portal: str) -> None:
    """Let nothing be started until `resume`. Raises NotThere."""
    schedule_of(connection, portal)
    _set(connection, portal, paused=True)


def resume(connection: Connection, portal: str, now: datetime) -> Schedule:
    """Let it go on; what was due during the pause is not made up. Raises NotThere."""
    schedule = schedule_of(connection, portal)
    if schedule.paused:
        missed = schedule.next_due <= now
        due = schedule.rhythm.after(schedule.next_due, now) if missed else schedule.next_due
        _set(connection, portal, paused=False, next_due=due)
    return schedule_of(connection, portal)


def begin_run(connection: Connection, schedule: Schedule, now: datetime) -> None:
    """Note that a run begins; one that is due counts, one that is gone on with leaves the next due time as it is."""
    due = schedule.next_due
    after = schedule.rhythm.after(due, now) if due <= now else due
    _set(connection, schedule.portal, open_run=now, last_run=now, next_due=after)


def end_run(connection: Connection, portal: str, outcome: str) -> None:
    """Note what came of a run."""
    _set(connection, portal, open_run=None, last_outcome=outcome)


def leave_run(connection: Connection, portal: str, outcome: str) -> None:
    """Note why a run stands open: it is gone on with."""
    _set(connection, portal, last_outcome=outcome)


def put_off(connection: Connection, portal: str, next_due: datetime, why: str | None = None) -> None:
    """Set when it is due next, and say why where that is an outcome."""
    said = {} if why is None else {"last_outcome": why}
    _set(connection, portal, next_due=next_due, **said)


def last_crawl(connection: Connection, portal: str) -> tuple[int, CrawlStatus, str | None, datetime | None] | None:
    """Return number, status, reason and end of a portal's latest crawl, None before the first."""
    columns = (CrawlRow.seq, CrawlRow.status, CrawlRow.reason, CrawlRow.finished)
    row = connection.execute(
        select(*columns).where(CrawlRow.portal == portal).order_by(CrawlRow.seq.desc()).limit(1)
    ).one_or_none()
    return None if row is None else (row.seq, CrawlStatus(row.status), row.reason, row.finished)


def seeds_of(connection: Connection, portal: str) -> tuple[str, ...]:
    """Return where the crawls of a portal began that this archive knows, nothing for an unknown one."""
    seeds = connection.execute(select(PortalRow.seeds).where(PortalRow.name == portal)).scalar()
    return tuple(seeds or ())


def _set(connection: Connection, portal: str, **values: Any) -> None:
    connection.execute(update(ScheduleRow).where(ScheduleRow.portal == portal).values(values))


def _schedule(row: Row[Any]) -> Schedule:
    window = parse_window(row.window) if row.window is not None else None
    return Schedule(
        portal=row.portal,
        rhythm=Rhythm(every=parse_every(row.every), window=window, first=row.first_due),
        options=CrawlOptions(**row.options | {"seeds": tuple(row.options["seeds"])}),
        next_due=row.next_due,
        paused=row.paused,
        open_run=row.open_run,
        last_run=row.last_run,
        last_outcome=row.last_outcome,
    )
