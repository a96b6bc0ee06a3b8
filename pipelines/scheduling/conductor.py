"""Serves the schedules of an archive: a tick looks at the clock and the rows, and does what `next_step` says.

Everything lasting is in the rows, so that a kill loses nothing; the clock is read anew at each tick, so that a jump of
it is seen within a second.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.console.output import one_line
from archive.db import Archive
from archive.lock import is_held
from archive.schedules import store
from archive.schedules.decide import Schedule, Step, next_step
from archive.terms.clock import Clock, format_time
from archive.terms.errors import ArchiveError
from archive.terms.outcomes import CrawlStatus
from pipelines.scheduling.process import PREFIX, CrawlProcess

SIDE_BY_SIDE = 4
"""Crawls at once at most, of different portals: each takes up to 200 MB."""

LATE = timedelta(minutes=1)
"""A run that begins later than this after its due time is said to be made up."""

LAID_DOWN = frozenset({3, -signal.SIGTERM})
"""How an interrupted crawl ends: part-way by itself, or by the signal where it had not begun yet."""

Launch = Callable[[Schedule], CrawlProcess]


@dataclass(slots=True)
class _Run:
    schedule: Schedule
    process: CrawlProcess
    last_words: str = ""
    interrupted: bool = False
    skipped: int = 0
    """Due times that passed while it ran."""


def _say(sentence: str) -> None:
    sys.stderr.write(f"{one_line(sentence)}\n")
    sys.stderr.flush()


class Conductor:
    """The runs in hand of one process; `tick` as often as you like, then `stop` and `tick` until nothing `runs`."""

    def __init__(self, archive: Archive, clock: Clock, launch: Launch) -> None:
        self._archive = archive
        self._clock = clock
        self._launch = launch
        self._runs: dict[str, _Run] = {}
        self._stopping = False
        self._trouble = ""
        self.cut_short = False

    @property
    def runs(self) -> int:
        """Return how many crawls are under way."""
        return len(self._runs)

    def tick(self) -> None:
        """Note what has ended, then take every schedule one step; trouble with the archive waits for the next tick."""
        try:
            self._collect()
            if not self._stopping:
                self._step_all()
            self._trouble = ""
        except ArchiveError as error:
            if str(error) != self._trouble:
                _say(f"{PREFIX}{error}; trying again")
            self._trouble = str(error)

    def stop(self) -> None:
        """Start nothing more and interrupt what runs, so that it can be gone on with; a second time, at once."""
        self._stopping = True
        for run in self._runs.values():
            run.interrupted = True
            run.process.interrupt()

    def _step_all(self) -> None:
        now = self._clock.now()
        with self._archive.reading() as connection:
            schedules = store.schedules(connection)
        for schedule in schedules:
            own = schedule.portal in self._runs
            asks = not own and (schedule.next_due <= now or schedule.open_run is not None)
            foreign = asks and is_held(self._archive, schedule.portal)
            step = next_step(schedule, now, own=own, foreign=foreign)
            if step is Step.START and len(self._runs) < SIDE_BY_SIDE:
                self._start(schedule)
            elif step is Step.STOP:
                self._shut(schedule)
            elif step is Step.SKIP:
                self._skip(schedule, now)
            elif step is Step.SET_BACK:
                self._put_off(schedule.portal, schedule.rhythm.latest(now), "the clock was set back")

    def _start(self, schedule: Schedule) -> None:
        if schedule.open_run is not None and self._ended_meanwhile(schedule):
            return
        now = self._clock.now()
        with self._archive.writing() as connection:
            store.begin_run(connection, schedule, now)
        try:
            process = self._launch(schedule)
        except OSError as error:
            self._end(schedule.portal, f"could not be started: {error.strerror}")
            return
        self._runs[schedule.portal] = _Run(schedule, process)
        late = schedule.open_run is None and now - schedule.next_due > LATE
        what = "going on with the crawl that was cut off" if schedule.open_run else "crawl begins"
        made_up = f", made up for {format_time(schedule.next_due)}" if late else ""
        _say(f"{schedule.portal}: {what}{made_up}")

    def _ended_meanwhile(self, schedule: Schedule) -> bool:
        """Close a run that outlived the process that began it and has ended by itself."""
        with self._archive.reading() as connection:
            crawl = store.last_crawl(connection, schedule.portal)
        if crawl is None or schedule.open_run is None:
            return False
        _, status, _, finished = crawl
        if status not in {CrawlStatus.FINISHED, CrawlStatus.FAILED} or finished is None or finished < schedule.open_run:
            return False
        self._end(schedule.portal, self._outcome_of_crawl(schedule.portal))
        return True

    def _shut(self, schedule: Schedule) -> None:
        run = self._runs[schedule.portal]
        if not run.interrupted:
            _say(f"{schedule.portal}: the window {schedule.rhythm.window} has shut; the crawl goes on when it opens")
            run.interrupted = True
            run.process.interrupt()

    def _skip(self, schedule: Schedule, now: datetime) -> None:
        after = schedule.rhythm.after(schedule.next_due, now)
        why = f"skipped the run due {format_time(schedule.next_due)}: a crawl of the portal was still under way"
        run = self._runs.get(schedule.portal)
        if run is not None:
            run.skipped += 1
        self._put_off(schedule.portal, after, why)

    def _put_off(self, portal: str, until: datetime, why: str) -> None:
        with self._archive.writing() as connection:
            store.put_off(connection, portal, until, why)
        _say(f"{portal}: {why}; next due {format_time(until)}")

    def _collect(self) -> None:
        for portal, run in list(self._runs.items()):
            status = run.process.status()
            self._relay(run)
            if status is None:
                continue
            outcome = self._outcome(portal, status, run)
            if run.interrupted and status in LAID_DOWN:
                self.cut_short = True
                with self._archive.writing() as connection:
                    store.leave_run(connection, portal, outcome)
                _say(f"{portal}: {outcome}")
            else:
                self._end(portal, outcome)
            del self._runs[portal]

    def _end(self, portal: str, outcome: str) -> None:
        with self._archive.writing() as connection:
            store.end_run(connection, portal, outcome)
        _say(f"{portal}: {outcome}")

    def _relay(self, run: _Run) -> None:
        said = run.process.said()
        if said:
            sys.stderr.write(said)
            sys.stderr.flush()
            run.last_words = said.strip().rpartition("\n")[2] or run.last_words

    def _outcome(self, portal: str, status: int, run: _Run) -> str:
        if status in {0, 1, 3}:
            outcome = self._outcome_of_crawl(portal)
        elif status < 0:
            outcome = f"cut off by signal {-status}"
        else:
            outcome = f"failed: {one_line(run.last_words.removeprefix(PREFIX)) or f'exit status {status}'}"
        times = f"{run.skipped} due time{'s' if run.skipped > 1 else ''}"
        return f"{outcome} ({times} passed meanwhile)" if run.skipped else outcome

    def _outcome_of_crawl(self, portal: str) -> str:
        with self._archive.reading() as connection:
            crawl = store.last_crawl(connection, portal)
        if crawl is None:
            return "ended before a crawl began"
        number, status, reason, _ = crawl
        what = "cut off" if status is CrawlStatus.RUNNING else status.value
        return f"crawl {number} {what}" + (f": {reason}" if reason else "")
