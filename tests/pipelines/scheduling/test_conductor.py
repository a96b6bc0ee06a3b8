"""The conductor with a clock and crawls of the test's own: what it starts, notes, skips, lays down and goes on with."""

from __future__ import annotations

import shutil
import signal
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from archive.crawls import PortalTerms, begin, finish, interrupt
from archive.db import open_archive
from archive.lock import is_held, lock_portal, lock_schedules
from archive.schedules import store
from archive.schedules.decide import CrawlOptions, Schedule
from archive.schedules.due import first_rhythm, parse_every, parse_window
from archive.terms.errors import ArchiveError
from pipelines.scheduling.conductor import SIDE_BY_SIDE, Conductor

NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    moment: datetime = NOON

    def now(self):
        return self.moment


@dataclass
class Crawl:
    """A crawl that ends when the test says so; its row is written as `kronika crawl` would."""

    portal: str
    ended: int | None = None
    asked: int = 0
    words: str = ""

    def status(self):
        return self.ended

    def interrupt(self):
        self.asked += 1

    def said(self):
        words, self.words = self.words, ""
        return words


@dataclass
class Stage:
    archive: object
    clock: Clock = field(default_factory=Clock)
    crawls: list = field(default_factory=list)

    def __post_init__(self):
        self.conductor = self.new()

    def new(self):
        """Return a conductor as after a kill: what was under way is not its own."""
        return Conductor(self.archive, self.clock, self.launch)

    def launch(self, schedule):
        self.crawls.append(Crawl(schedule.portal))
        return self.crawls[-1]

    def add(self, portal="miasto", every="6h", window=None):
        hours = parse_window(window) if window else None
        rhythm = first_rhythm(parse_every(every), hours, self.clock.now())
        with self.archive.writing() as connection:
            store.add(connection, Schedule(portal=portal, rhythm=rhythm, options=CrawlOptions(), next_due=rhythm.first))

    def tick(self, *, later=timedelta(0)):
        self.clock.moment += later
        self.conductor.tick()

    def row(self, portal="miasto"):
        with self.archive.reading() as connection:
            return store.schedule_of(connection, portal)

    def crawl_row(self, *, whole):
        """Write the row of a crawl that ran to its end, or was interrupted."""
        terms = PortalTerms(name="miasto", hosts=("miasto.example",), seeds=("http://miasto.example/",), delay=0.0)
        handle = begin(self.archive, terms, full=False, fresh=False, clock=self.clock)
        if whole:
            finish(self.archive, handle, limited=False, clock=self.clock)
        else:
            interrupt(self.archive, handle, reason="interrupted", clock=self.clock)
        handle.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "k.db"
    open_archive(str(path), write=True, create=True).close()
    return path


@pytest.fixture
def stage(empty, tmp_path):
    shutil.copy(empty, tmp_path)
    with open_archive(str(tmp_path / "k.db"), write=True) as archive:
        yield Stage(archive)


def test_a_crawl_is_started_when_it_is_due_and_once(stage):
    stage.add()
    stage.tick()
    stage.tick(later=HOUR)
    assert [crawl.portal for crawl in stage.crawls] == ["miasto"]
    assert stage.row().next_due == NOON + 6 * HOUR
    stage.crawl_row(whole=True)
    stage.crawls[0].ended = 1
    stage.tick(later=HOUR)
    assert stage.row().last_outcome == "crawl 1 failed: nothing could be fetched: still due when the crawl ended"
    stage.tick(later=3 * HOUR)
    assert len(stage.crawls) == 1
    stage.tick(later=HOUR)
    assert len(stage.crawls) == 2


def test_however_many_runs_were_missed_one_is_made_up_and_the_rhythm_stays(stage, capsys):
    stage.add()
    stage.tick(later=timedelta(days=10, hours=1))
    assert len(stage.crawls) == 1
    assert stage.row().next_due == NOON + timedelta(days=10, hours=6)
    assert "made up for 2026-11-25T11:00:00Z" in capsys.readouterr().err


def test_a_failing_crawl_is_noted_and_stops_no_other(stage):
    stage.add("first")
    stage.add("second")
    stage.tick()
    stage.crawls[0].ended, stage.crawls[0].words = 2, "so far so good\nkronika: nobody can be reached\n"
    stage.tick(later=6 * HOUR)
    assert stage.row("first").last_outcome == "failed: nobody can be reached"
    assert [crawl.portal for crawl in stage.crawls] == ["first", "second", "first"]
    stage.crawls[2].ended = -signal.SIGKILL
    stage.tick()
    assert stage.row("first").last_outcome == "cut off by signal 9"
    assert stage.row("first").open_run is None


def test_a_crawl_that_cannot_be_started_is_noted(stage):
    stage.add()

    def no_memory(schedule):
        raise OSError(12, "Cannot allocate memory")

    stage.launch = no_memory
    stage.conductor = stage.new()
    stage.tick()
    assert stage.row().last_outcome == "could not be started: Cannot allocate memory"
    assert stage.row().next_due == NOON + 6 * HOUR


def test_b22_a_run_that_is_due_while_the_last_goes_on_is_skipped_with_a_record(stage, capsys):
    stage.add(every="1h")
    for _ in range(3):
        stage.tick(later=HOUR)
    assert len(stage.crawls) == 1
    assert "skipped the run due 2026-11-25T13:00:00Z" in capsys.readouterr().err
    stage.crawls[0].ended = 0
    stage.tick()
    assert stage.row().last_outcome.endswith("(2 due times passed meanwhile)")


def test_two_crawls_of_a_portal_never_run_at_once_whoever_started_the_first(stage):
    stage.add()
    held = lock_portal(stage.archive, "miasto", stage.clock)
    assert is_held(stage.archive, "miasto")
    stage.tick()
    assert stage.crawls == []
    assert stage.row().last_outcome.startswith("skipped the run due")
    held.release()
    assert not is_held(stage.archive, "miasto")
    stage.tick(later=6 * HOUR)
    assert len(stage.crawls) == 1


def test_only_so_many_run_side_by_side_and_the_others_follow(stage):
    for number in range(SIDE_BY_SIDE + 2):
        stage.add(f"portal-{number}")
    stage.tick()
    assert stage.conductor.runs == SIDE_BY_SIDE
    stage.crawls[0].ended = 0
    stage.tick()
    assert stage.conductor.runs == SIDE_BY_SIDE
    assert len({crawl.portal for crawl in stage.crawls}) == SIDE_BY_SIDE + 1


def test_after_a_kill_the_crawl_that_was_cut_off_is_gone_on_with(stage):
    stage.add()
    stage.tick()
    stage.crawl_row(whole=False)
    stage.conductor = stage.new()
    stage.tick(later=HOUR)
    assert len(stage.crawls) == 2
    assert stage.row().next_due == NOON + 6 * HOUR


def test_after_a_kill_a_crawl_that_goes_on_by_itself_is_waited_for_and_not_made_again(stage):
    stage.add()
    stage.tick()
    orphan = lock_portal(stage.archive, "miasto", stage.clock)
    stage.conductor = stage.new()
    stage.tick(later=HOUR)
    assert len(stage.crawls) == 1
    orphan.release()
    stage.crawl_row(whole=True)
    stage.tick()
    assert len(stage.crawls) == 1
    assert stage.row().open_run is None
    assert stage.row().last_outcome.startswith("crawl 1 failed")


@pytest.mark.parametrize("status", [3, -signal.SIGTERM])
def test_a_stop_is_passed_to_the_crawls_and_the_next_start_goes_on(stage, status):
    stage.add()
    stage.tick()
    stage.conductor.stop()
    assert stage.crawls[0].asked == 1
    stage.add("later")
    stage.tick()
    assert [crawl.portal for crawl in stage.crawls] == ["miasto"]
    stage.crawl_row(whole=False)
    stage.crawls[0].ended = status
    stage.tick()
    assert (stage.conductor.runs, stage.conductor.cut_short) == (0, True)
    stage.conductor = stage.new()
    stage.tick()
    assert [crawl.portal for crawl in stage.crawls] == ["miasto", "later", "miasto"]


def test_a_crawl_is_laid_down_when_its_window_shuts_and_gone_on_with_when_it_opens(stage):
    stage.add(window="11:00-14:00")
    stage.tick()
    stage.tick(later=2 * HOUR)
    stage.tick(later=timedelta(minutes=1))
    assert stage.crawls[0].asked == 1
    stage.crawls[0].ended = 3
    stage.tick()
    stage.tick(later=HOUR)
    assert len(stage.crawls) == 1
    assert stage.row().open_run is not None
    stage.clock.moment = NOON + timedelta(hours=23)
    stage.tick()
    assert len(stage.crawls) == 2


def test_a_clock_set_back_by_years_leaves_the_schedule_alive(stage):
    stage.clock.moment = datetime(2100, 1, 1, tzinfo=UTC)
    stage.add()
    stage.tick()
    stage.crawls[0].ended = 0
    stage.tick()
    stage.clock.moment = NOON
    stage.tick()
    assert stage.row().next_due == NOON + 6 * HOUR
    stage.tick(later=6 * HOUR)
    assert len(stage.crawls) == 2


def test_a_pause_starts_nothing_and_is_not_made_up(stage):
    stage.add()
    with stage.archive.writing() as connection:
        store.pause(connection, "miasto")
    stage.tick(later=timedelta(days=3, hours=1))
    with stage.archive.writing() as connection:
        store.resume(connection, "miasto", stage.clock.now())
    stage.tick()
    assert stage.crawls == []
    assert stage.row().next_due == NOON + timedelta(days=3, hours=6)


def test_a_schedule_that_is_removed_lets_its_crawl_end(stage):
    stage.add()
    stage.tick()
    with stage.archive.writing() as connection:
        store.remove(connection, "miasto")
    stage.crawls[0].ended = 0
    stage.tick(later=6 * HOUR)
    assert (stage.conductor.runs, len(stage.crawls)) == (0, 1)


def test_trouble_with_the_archive_is_said_once_and_tried_again(stage, capsys, monkeypatch):
    stage.add()

    def trouble(connection):
        raise ArchiveError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(store, "schedules", trouble)
        stage.tick()
        stage.tick()
    assert capsys.readouterr().err == "kronika: disk full; trying again\n"
    stage.tick()
    assert len(stage.crawls) == 1


def test_one_process_serves_the_schedules(stage):
    held = lock_schedules(stage.archive, stage.clock)
    with pytest.raises(ArchiveError, match="another `kronika schedule run` serves the archive"):
        lock_schedules(stage.archive, stage.clock)
    held.release()
    lock_schedules(stage.archive, stage.clock).release()
