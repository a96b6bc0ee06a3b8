"""Stored payloads are read again with today's parsers: nothing is edited by that, and no reading is lost."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial

import pytest
from command import run
from growing import Days, body, crawl, terms
from sqlalchemy import func, select, update

from archive.coding import sha256
from archive.crawls import crawls_of
from archive.db import open_archive
from archive.log.verify import verify
from archive.models import CaptureRow, ChangeRow, PayloadRow, SnapshotRow
from archive.queries import raw, reader_named, show, timeline
from archive.terms.clock import parse_time
from archive.terms.errors import BadInput, NotThere
from archive.terms.outcomes import CaptureOutcome
from pipelines import rereading
from pipelines.reparse import reparse
from scraper.parsers.context import VERSION

URL = terms().seeds[0]
OLD = "test@1"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two crawls of ten pages as an old reader read them, a month apart."""
    path = tmp_path_factory.mktemp("old") / "kronika.db"
    clock = Days()
    few = terms(count=10)
    with open_archive(str(path), write=True, create=True) as opened:
        crawl(opened, few, 1, clock)
        clock.moment += timedelta(days=30)
        crawl(opened, few, 2, clock)
    return path


@pytest.fixture
def archive(crawled, tmp_path):
    with open_archive(str(shutil.copy(crawled, tmp_path / "kronika.db")), write=True) as opened:
        yield opened


def count(archive, table):
    with archive.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar()


read_again = partial(reparse, workers=0)


def captures(archive):
    with archive.reading() as connection:
        return connection.execute(select(CaptureRow.__table__)).all()


def test_each_page_gets_one_technical_snapshot_and_no_change(archive):
    before = captures(archive)
    done = read_again(archive)
    assert (done.payloads, done.snapshots, done.problems) == (20, 10, [])
    assert captures(archive) == before
    assert count(archive, ChangeRow) == 0
    with archive.reading() as connection:
        states = timeline(connection, URL)
    assert [(state.n, state.cause) for state in states.snapshots] == [(1, "first"), (2, "technical")]
    assert verify(archive).ok


def test_a_second_run_finds_nothing_to_do(archive):
    read_again(archive)
    again = read_again(archive)
    assert (again.payloads, again.snapshots) == (0, 0)


def test_old_and_new_readings_are_both_there(archive):
    read_again(archive)
    with archive.reading() as connection:
        newest = show(connection, URL)
        reader = newest.content.reader
        assert (reader.version, newest.snapshot.n) == (VERSION, 2)
        assert "słowo" in newest.content.articles[0].body
        for snapshot in (1, 2):
            old = show(connection, URL, snapshot=snapshot, parser=reader_named(OLD))
            assert old.content.articles[0].body == f"Treść {URL}"
            new = show(connection, URL, snapshot=snapshot, parser=reader)
            assert "słowo" in new.content.articles[0].body
        assert show(connection, URL, snapshot=1).content.reader == reader_named(OLD)
        with pytest.raises(NotThere, match=f"was not read by test@7; it was by .*{OLD}"):
            show(connection, URL, parser=reader_named("test@7"))


def test_the_command_says_what_came_of_it(archive):
    archive.close()
    say = partial(run, "--archive", str(archive.path))
    done = json.loads(say("reparse", "--portal", "miasto", "--json").stdout)
    assert (done["payloads"], done["extractions"], done["snapshots"], done["problems"]) == (20, 10, 10, [])
    assert done["rate"] > 0
    assert "0 payloads read again" in say("reparse").stdout
    old = json.loads(say("show", URL, "--json", "--parser", OLD).stdout)
    assert old["parser"] == {"name": "test", "version": 1}
    assert say("reparse", "--portal", "gdzie").returncode == 2


@pytest.mark.parametrize("words", ["kielce", "@3", "kielce@", "kielce@x"])
def test_what_names_no_parser_is_refused(words):
    with pytest.raises(BadInput, match="NAME@VERSION"):
        reader_named(words)


def test_what_is_in_force_at_a_time_is_the_newest_reading_of_it(archive):
    read_again(archive)
    with archive.reading() as connection:
        assert show(connection, URL, at=parse_time("2026-06-01T00:00:00Z")).snapshot.n == 2
        assert show(connection, URL, at=parse_time("2025-12-15T00:00:00Z")).snapshot.n == 1
        assert raw(connection, URL) == raw(connection, URL, snapshot=1) == body(URL, 2)
        assert raw(connection, URL, at=parse_time("2025-12-15T00:00:00Z")) == body(URL, 1)


def test_the_next_crawl_sees_the_same_state(archive):
    read_again(archive)
    clock = Days()
    clock.moment += timedelta(days=60)
    crawl(archive, terms(count=10), 3, clock, read_anew=True)
    latest = [row.outcome for row in captures(archive) if row.crawl == 3]
    assert set(latest) == {CaptureOutcome.UNCHANGED}
    with archive.reading() as connection:
        assert [state.captures for state in timeline(connection, URL).snapshots] == [2, 2]
    assert read_again(archive).snapshots == 0


def test_an_edit_after_a_new_reading_is_bounded_by_the_last_sight_of_the_old_state(archive):
    read_again(archive)
    last = max(row.fetched for row in captures(archive) if row.url == URL)
    clock = Days()
    clock.moment += timedelta(days=60)
    edited = body(URL, 2).replace(b"</p>", " Termin upływa w piątek.</p>".encode())
    crawl(archive, terms(count=10), 3, clock, {URL: edited}, read_anew=True)
    with archive.reading() as connection:
        changes = connection.execute(select(ChangeRow.url, ChangeRow.kind, ChangeRow.not_before, ChangeRow.to_n)).all()
    assert changes == [(URL, "edited", last, 3)]


def test_a_crawl_makes_as_many_snapshots_as_before(archive):
    with archive.reading() as connection:
        before = crawls_of(connection)
    read_again(archive)
    with archive.reading() as connection:
        assert crawls_of(connection) == before


def test_only_what_was_captured_since_is_read(archive):
    assert read_again(archive, since=parse_time("2025-12-15T00:00:00Z")).payloads == 10
    assert read_again(archive, since=parse_time("2027-01-01T00:00:00Z")).payloads == 0
    with pytest.raises(BadInput, match="has no portal gdzie; it has miasto"):
        read_again(archive, portal="gdzie")


def test_a_run_that_is_cut_off_goes_on_where_it_was(archive, monkeypatch):
    monkeypatch.setattr("pipelines.rereading.AT_ONCE", 4)

    class Cut(Exception):
        pass

    def cut(_, payloads):
        if payloads >= 8:
            raise Cut

    with pytest.raises(Cut):
        read_again(archive, watch=cut)
    assert count(archive, SnapshotRow) == 14
    rest = read_again(archive)
    assert (rest.payloads, rest.snapshots) == (12, 6)
    assert count(archive, SnapshotRow) == 20
    assert verify(archive).ok


@pytest.mark.slow
def test_two_workers_read_the_same(archive, crawled, tmp_path):
    copy = shutil.copy(crawled, tmp_path / "copy.db")
    with open_archive(str(copy), write=True) as other:
        reparse(archive, workers=2)
        read_again(other)
        columns = select(SnapshotRow.resource, SnapshotRow.n, SnapshotRow.digest).order_by(SnapshotRow.id)
        with archive.reading() as one, other.reading() as two:
            assert one.execute(columns).all() == two.execute(columns).all()


def test_a_damaged_payload_is_named_and_the_rest_is_read(archive):
    with archive.engine.begin() as connection:
        address = sha256(body(URL, 2))
        connection.execute(update(PayloadRow).where(PayloadRow.sha256 == address).values(stored=b"junk"))
    done = read_again(archive)
    assert done.payloads == 19
    assert any(address.hex() in problem for problem in done.problems)
    assert done.snapshots == 9


@pytest.mark.slow
def test_a_page_that_kills_the_parser_is_left_out_and_the_rest_is_read(archive, monkeypatch):
    monkeypatch.setattr(rereading, "_begin", _begin_deadly)
    monkeypatch.setattr(rereading, "AT_ONCE", 4)
    done = reparse(archive)
    assert (done.payloads, done.snapshots) == (18, 9)
    assert [problem.partition(" (")[0] for problem in done.problems] == [
        "the parser was killed by a payload of resource 1"
    ]


_begin = rereading._begin


def _begin_deadly(target, run):
    """Begin a worker that one page kills, as the kernel would for its memory."""
    _begin(target, run)
    read = rereading.read_payload
    rereading.read_payload = lambda payload, **facts: os._exit(9) if facts["url"] == URL else read(payload, **facts)


@pytest.mark.slow
def test_kill_9_at_any_instant_loses_nothing(archive, tmp_path):
    command = [sys.executable, "-c", "from archive.cli import main; main()", "--archive", str(archive.path), "reparse"]
    for delay in (0.8, 1.4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert verify(archive).ok
    read_again(archive)
    with archive.reading() as connection:
        made = connection.execute(select(SnapshotRow.n, func.count()).group_by(SnapshotRow.n)).all()
    assert made == [(1, 10), (2, 10)]
