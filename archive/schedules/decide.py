"""What is to be done with a schedule now: a pure function of its row, the time, and whether a crawl of it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archive.schedules.due import Rhythm

SLACK = timedelta(minutes=5)
"""By how much a clock may be set back, as time servers do, without the due time being set anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """What a scheduled crawl is started with beside its portal; as `kronika crawl` takes them."""

    seeds: tuple[str, ...] = ()
    allow_private: bool = False
    delay: float | None = None
    gone_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A recurring crawl. Times are UTC; `open_run` is when the run began that has not ended, as far as is known."""

    portal: str
    rhythm: Rhythm
    options: CrawlOptions
    next_due: datetime
    paused: bool = False
    open_run: datetime | None = None
    last_run: datetime | None = None
    last_outcome: str | None = None


class Step(StrEnum):
    """What is to be done."""

    WAIT = "wait"
    START = "start"
    """Begin a crawl, or go on with the one that was cut off."""
    SKIP = "skip"
    """It is due while a crawl of the portal runs: say so, and wait for the next due time."""
    STOP = "stop"
    """The window has shut: interrupt the crawl, to go on when it opens."""
    SET_BACK = "set_back"
    """It is due further off than it can be: the clock was ahead and is right again."""


def next_step(schedule: Schedule, now: datetime, *, own: bool, foreign: bool) -> Step:
    """Decide; `own` is a crawl this process runs, `foreign` one of the portal that another process runs.

    A crawl in hand when the schedule is paused runs to its end.
    """
    may_run = schedule.rhythm.put_off(now) == now
    if own and not may_run:
        return Step.STOP
    if schedule.paused:
        return Step.WAIT
    if schedule.next_due > schedule.rhythm.latest(now) + SLACK:
        return Step.SET_BACK
    due = schedule.next_due <= now
    if own or (foreign and may_run):
        return Step.SKIP if due else Step.WAIT
    return Step.START if may_run and (due or schedule.open_run is not None) else Step.WAIT
