"""`kronika schedule` as people meet it: real processes, real signals, a portal on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from threading import Event

import pytest
from command import KRONIKA, run
from faulty import FaultyPortal, answer, page

pytestmark = pytest.mark.xdist_group("schedule")


def kronika(archive, *words, status=0):
    done = run("--archive", archive, *words)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if status == 0 else done.stderr


def listed(archive):
    (line,) = kronika(archive, "schedule", "list", "--json").splitlines()
    return json.loads(line)


def crawls(archive):
    return [json.loads(line) for line in kronika(archive, "crawls", "--json").splitlines()]


def until(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


class HeldPortal(FaultyPortal):
    """A portal of four pages; the answer of the second waits until the test lets it go."""

    def __init__(self):
        super().__init__()
        self.go = Event()
        links = "".join(f"<a href='/{name}'>{name}</a> " for name in ("held", "one", "two"))
        self.answers = {"/": answer(page("Początek", links)), "/held": self._held}
        self.answers |= {f"/{name}": answer(page(name)) for name in ("one", "two")}

    def _held(self, number, head):
        self.go.wait(60)
        return answer(page("Czekająca"))


@pytest.fixture
def portal():
    served = HeldPortal()
    yield served
    served.go.set()
    served.close()


@pytest.fixture
def archive(portal, tmp_path):
    """Return an archive in which the portal is crawled every six hours, one page after another."""
    path, name = tmp_path / "k.db", portal.url.removeprefix("http://")
    words = ("--every", "6h", "--seed", portal.url, "--allow-private", "--delay", "0.01")
    kronika(path, "schedule", "add", name, *words)
    return path


def start(archive, portal):
    """Start `schedule run` and wait until its crawl stands at the page that is held."""
    served = subprocess.Popen([KRONIKA, "--archive", archive, "schedule", "run"], stderr=subprocess.PIPE, text=True)
    until(lambda: "/held" in portal.requests)
    assert listed(archive)["running"] is True
    return served


@pytest.mark.slow
def test_a_stop_lays_the_crawl_down_and_the_next_start_goes_on(archive, portal):
    assert listed(archive).keys() == {"portal", "every", "next_due", "running"}
    served = start(archive, portal)
    assert "another `kronika schedule run` serves" in kronika(archive, "schedule", "run", status=2)
    assert kronika(archive, "schedule", "run", "--once") == ""
    served.send_signal(signal.SIGTERM)
    time.sleep(0.5)  # the crawl is told before the page it waits for comes
    portal.go.set()
    words = served.communicate(timeout=60)[1]
    assert served.returncode == 3, words
    assert "crawl 1 interrupted" in words
    assert "cut off, to be gone on with (crawl 1 interrupted" in kronika(archive, "schedule", "list")
    kronika(archive, "schedule", "run", "--once")
    (whole,) = crawls(archive)
    assert (whole["status"], whole["resumed"], whole["captures"]["new"]) == ("finished", True, 4)
    assert (listed(archive)["running"], portal.requests.count("/one")) == (False, 1)


@pytest.mark.slow
def test_a_killed_scheduler_leaves_its_crawl_going_and_the_next_one_waits_for_it(archive, portal):
    served = start(archive, portal)
    os.kill(served.pid, signal.SIGKILL)
    served.communicate(timeout=60)
    again = subprocess.Popen([KRONIKA, "--archive", archive, "schedule", "run"], stderr=subprocess.PIPE, text=True)
    assert "serving the schedules" in again.stderr.readline()
    assert listed(archive)["running"] is True
    portal.go.set()
    until(lambda: "crawl 1 finished" in kronika(archive, "schedule", "list"))
    again.send_signal(signal.SIGINT)
    words = again.communicate(timeout=60)[1]
    assert again.returncode == 0, words
    assert [(crawl["status"], crawl["resumed"]) for crawl in crawls(archive)] == [("finished", False)]


def test_a_schedule_is_made_paused_and_taken_away(tmp_path):
    archive = tmp_path / "k.db"
    kronika(archive, "schedule", "add", "kielce", "--every", "06h", "--window", "22:00-06:00")
    made = listed(archive)
    assert (made["portal"], made["every"], made["running"]) == ("kielce", "6h", False)
    assert re.search(r"kielce +6h +22:00-06:00 +20\d\d-\d\d-\d\d \d\d:\d\d CES?T", kronika(archive, "schedule", "list"))
    assert "crawled every 6h already" in kronika(archive, "schedule", "add", "kielce", "--every", "1d", status=2)
    kronika(archive, "schedule", "pause", "kielce")
    assert listed(archive)["next_due"] is None
    kronika(archive, "schedule", "resume", "kielce")
    assert listed(archive) == made
    kronika(archive, "schedule", "remove", "kielce")
    assert kronika(archive, "schedule", "list", "--json") == ""
    assert "no crawl of kielce is scheduled" in kronika(archive, "schedule", "pause", "kielce", status=1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "--every", "6h"), "no portal is named “nobody”"),
        (("kielce", "--every", "often"), "“often” says not how often"),
        (("kielce", "--every", "6h", "--window", "night"), "“night” is no window"),
        (("kielce", "--every", "6h", "--gone-after", "x"), "“x” says not when a page is gone"),
        (("kielce", "--every", "6h", "--seed", "http://www.um.kielce.pl/"), "leave --seed out"),
        (("other", "--every", "6h", "--seed", "http://127.0.0.1:1/"), "are of the portal 127.0.0.1:1"),
    ],
)
def test_what_no_crawl_could_be_started_with_is_one_sentence(words, said, tmp_path):
    assert said in kronika(tmp_path / "k.db", "schedule", "add", *words, status=2)


def test_a_crawl_that_cannot_begin_says_why_in_the_list(tmp_path):
    archive = tmp_path / "k.db"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KRONIKA_")}
    kronika(archive, "schedule", "add", "kielce", "--every", "6h")
    run("--archive", archive, "schedule", "run", "--once", environment=environment)
    assert "failed: the portal kielce is on the public network" in kronika(archive, "schedule", "list")
