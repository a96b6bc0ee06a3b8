"""Prints and serialises recurring crawls."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from archive.console.output import plain, table
from archive.schedules.decide import Schedule
from archive.schedules.due import ZONE
from archive.terms.clock import format_time
from archive.types import Json


def schedule_json(schedule: Schedule, *, running: bool) -> Json:
    """Return a schedule as `kronika schedule list --json` prints it; a paused one is due at no time."""
    return {
        "portal": schedule.portal,
        "every": str(schedule.rhythm.every),
        "next_due": None if schedule.paused else format_time(schedule.next_due),
        "running": running,
    }


def print_schedules(schedules: Iterable[Schedule], *, running: Collection[str]) -> None:
    """Print a table of schedules; times are Polish wall time with its offset, which tells the hour that comes twice."""
    table(
        ["portal", "every", "window", "next due", "last run", "last outcome"],
        [
            [
                schedule.portal,
                schedule.rhythm.every,
                schedule.rhythm.window or "",
                "paused" if schedule.paused else _local(schedule.next_due),
                _local(schedule.last_run),
                _outcome(schedule, running=schedule.portal in running),
            ]
            for schedule in schedules
        ],
    )


def _outcome(schedule: Schedule, *, running: bool) -> str:
    if running:
        return "running"
    if schedule.open_run is not None:
        return f"cut off, to be gone on with{f' ({schedule.last_outcome})' if schedule.last_outcome else ''}"
    return plain(schedule.last_outcome)


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M %Z}" if moment is not None else ""
