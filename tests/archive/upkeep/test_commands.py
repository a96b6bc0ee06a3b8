"""kronika stats and kronika vacuum as people and scripts meet them."""

import json
import signal
import sqlite3
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from command import KRONIKA, run
from growing import COUNT, Days, body, crawl, terms

from archive.coding import sha256
from archive.console.upkeep import size
from archive.db import open_archive
from archive.lock import lock_portal
from archive.log.verify import verify
from archive.terms.clock import SystemClock, parse_time
from archive.upkeep.condense import condense


@pytest.fixture
def path(grown):
    grown.close()
    return str(grown.path)


def kronika(path, *words):
    return run("--archive", path, *words)


def stats(path):
    answer = kronika(path, "stats", "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_stats_count_what_is_stored(path):
    found = stats(path)
    bodies = [body(url, state) for url in terms().seeds for state in (1, 2)]
    assert found["payloads"] == len(bodies) == 2 * COUNT
    assert found["length"] == sum(map(len, bodies))
    assert found["captures"] == 2 * COUNT
    assert found["dictionaries"] == {"count": 0, "stored": 0}
    assert [(kind["kind"], kind["year"], kind["payloads"]) for kind in found["kinds"]] == [
        ("article", 2025, COUNT),
        ("article", 2026, COUNT),
    ]
    assert sum(kind["stored"] for kind in found["kinds"]) == found["stored"]
    assert found["bytes_per_state"] == round(found["stored"] / found["payloads"], 1)
    assert found["file"] == Path(path).stat().st_size


def test_the_forecast_goes_on_as_after_the_first_crawl(path):
    forecast = stats(path)["forecast"]
    second = stats(path)["kinds"][1]
    days = (parse_time(forecast["until"]) - parse_time(forecast["since"])) / timedelta(days=1)
    assert 60 < days < 61
    assert forecast["payloads"] == pytest.approx(COUNT * 365 / days, rel=0.01)
    assert forecast["stored"] == pytest.approx(second["stored"] * 365 / days, rel=0.01)


def test_one_crawl_or_two_at_once_say_nothing_of_a_year(tmp_path):
    path = str(tmp_path / "kronika.db")
    few = terms(count=3)
    with open_archive(path, write=True, create=True) as archive:
        crawl(archive, few, 1, Days())
        assert stats(path)["forecast"] is None
        crawl(archive, few, 2, Days())
    assert stats(path)["forecast"] is None
    assert "a year adds" not in kronika(path, "stats").stdout


def test_stats_for_people_name_years_kinds_and_the_forecast(path):
    shown = kronika(path, "stats").stdout
    assert f"{2 * COUNT} payloads of {2 * COUNT} captures" in shown
    assert "2026  article" in shown
    assert "a year adds" in shown


def test_vacuum_makes_small_and_gives_room_back(path):
    before = stats(path)
    answer = kronika(path, "vacuum", "--json")
    assert answer.returncode == 0, answer.stderr
    done = json.loads(answer.stdout)
    assert done["encoded"] == 2 * COUNT
    assert done["problems"] == []
    assert done["before"] == {"payloads": before["stored"], "file": before["file"]}
    after = stats(path)
    assert done["after"] == {"payloads": after["stored"], "file": after["file"]}
    assert after["dictionaries"]["count"] == 1
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert json.loads(kronika(path, "vacuum", "--json").stdout)["encoded"] == 0
    assert json.loads(kronika(path, "verify", "--deep", "--json").stdout)["ok"]
    assert "0 payloads encoded again" in kronika(path, "vacuum").stdout


def test_vacuum_waits_for_no_crawl(path):
    with open_archive(path, write=True) as archive:
        lock = lock_portal(archive, "miasto", SystemClock())
        answer = kronika(path, "vacuum")
        lock.release()
    assert answer.returncode != 0
    assert "a crawl of miasto holds the archive" in answer.stderr


def test_vacuum_names_what_is_damaged(path):
    address = sha256(body(terms().seeds[0], 2))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE payloads SET stored = x'00' WHERE sha256 = ?", (address,))
    answer = kronika(path, "vacuum")
    assert answer.returncode == 1
    assert address.hex() in answer.stdout


@pytest.mark.slow
def test_vacuum_killed_at_any_instant_loses_nothing(path):
    for delay in (0.3, 0.5, 0.7, 0.9, 1.1, 1.3):
        process = subprocess.Popen([KRONIKA, "--archive", path, "vacuum"], stdout=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_archive(path, write=True) as archive:
            assert verify(archive).ok
    with open_archive(path, write=True) as archive:
        condense(archive, "miasto")
        report = verify(archive, deep=True)
    assert report.ok
    assert report.checked == 2 * COUNT + 1


@pytest.mark.parametrize(
    ("count", "words"), [(None, "–"), (0, "0 B"), (999, "999 B"), (1234, "1.23 kB"), (5_678_000_000, "5.68 GB")]
)
def test_bytes_for_people(count, words):
    assert size(count) == words
