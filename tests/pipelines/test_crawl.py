"""The main job through real doors: the bundled portal over HTTP, the command line, a database file."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from command import KRONIKA, run
from faulty import FaultyPortal, answer, page

from pipelines.demo.days import truth
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import serve


def kronika(archive, *words, status=0):
    done = run("--archive", archive, *words)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def crawl(archive, portal, *words, status=0):
    options = ("--seed", portal.url, "--allow-private", "--gone-after", "1/0s", "--json")
    return json.loads(kronika(archive, "crawl", *options, *words, status=status))


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


FAST = {"tables"}
"""The others are crawled in make test-slow."""


@pytest.mark.parametrize(
    "markup", [pytest.param(one, marks=[] if one in FAST else pytest.mark.slow) for one in MARKUPS]
)
def test_two_crawls_state_the_truth_and_nothing_else(markup, tmp_path):
    archive = tmp_path / "k.db"
    with serve(markup) as portal:
        first = crawl(archive, portal)
        portal.day = 1
        second = crawl(archive, portal)
        portal.day = 2
        third = crawl(archive, portal)
        root = portal.url.rstrip("/")
    assert first["status"] == second["status"] == third["status"] == "finished"
    assert first["captures"]["failed"] == first["captures"]["suspect"] == first["captures"]["missing"] == 0
    stated = lines(kronika(archive, "changes", "--json"))
    by_crawl = {1: [], 2: []}
    for change in stated:
        by_crawl[1 if change["not_after"] < third["started"] else 2].append(change)
    for day in (1, 2):
        expected = {
            (one.kind, root + one.path, one.silent, root + one.old_path if one.old_path else None) for one in truth(day)
        }
        found = {(c["kind"], c["url"], c["silent"], c["old_url"]) for c in by_crawl[day]}
        assert found == expected
    report = json.loads(kronika(archive, "crawl-report", 2, "--json"))
    assert report["due"] == sum(report["outcomes"].values()) == sum(second["captures"].values())
    assert json.loads(kronika(archive, "verify", "--json"))["ok"]


@pytest.mark.slow
def test_a_board_that_shows_page_1_past_its_end_is_asked_for_one_page_past_it(tmp_path):
    archive = tmp_path / "k.db"
    with serve("bip") as portal:
        done = crawl(archive, portal)
        boards = sorted(path for path, _ in portal.requests if "?page=" in path)
    assert done["status"] == "finished"
    assert [path.rpartition("=")[2] for path in boards] == ["1", "2", "3", "4"][1:]
    url = next(
        page["url"] for page in lines(kronika(archive, "pages", "--json")) if page["title"] == "Sesja Rady Miasta"
    )
    (article,) = json.loads(kronika(archive, "show", url, "--format", "json"))["articles"]
    assert article["responsible"]
    assert [row["version"] for row in article["history"]] == ["1"]


def test_a_list_without_an_end_whose_pager_marks_no_number_is_left_after_a_page_or_two(tmp_path):
    def board(asked):
        shown = asked if asked <= 3 else 1  # past its end the portal shows its page 1 again
        entries = "".join(
            f"<h2><a href='/ogloszenie-{shown}-{n}'>Ogłoszenie {shown}-{n}</a></h2><p>1{n}.11.2026</p>"
            for n in range(4)
        )
        return answer(
            page(f"Tablica, strona {asked}", f"{entries}<p><a href='/tablica?page={asked + 1}'>następna</a></p>")
        )

    portal = FaultyPortal()
    portal.answers = {f"/tablica?page={asked}": board(asked) for asked in range(2, 40)} | {"/": board(1)}
    done = crawl(tmp_path / "k.db", portal)
    asked = sorted(path for path in portal.requests if "?page=" in path)
    portal.close()
    assert done["status"] == "finished"
    assert [path.rpartition("=")[2] for path in asked] == ["2", "3", "4", "5"]


@pytest.mark.slow
def test_a_second_crawl_of_an_unchanged_portal_asks_with_validators(tmp_path):
    archive = tmp_path / "k.db"
    with serve("semantic") as portal:
        first = crawl(archive, portal)
        again = crawl(archive, portal)
        full = crawl(archive, portal, "--full")
    assert again["captures"]["not_modified"] == first["captures"]["new"]
    assert full["captures"]["unchanged"] == first["captures"]["new"]
    assert again["snapshots"] == full["snapshots"] == 0
    assert kronika(archive, "changes", "--json") == ""


@pytest.mark.slow
def test_a_limited_crawl_accounts_for_what_it_left(tmp_path):
    archive = tmp_path / "k.db"
    with serve("divs") as portal:
        limited = crawl(archive, portal, "--limit", 5)
        whole = crawl(archive, portal)
    assert sum(limited["captures"].values()) - limited["captures"]["skipped"] == 5
    assert limited["captures"]["skipped"] > 0
    assert whole["captures"]["skipped"] == 0
    assert kronika(archive, "changes", "--json") == ""


@pytest.mark.parametrize(("allowed", "status"), [(32, 2), (64, 0)])
def test_b21_a_crawl_says_how_many_files_it_opens_and_opens_no_more(allowed, status, tmp_path):
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({allowed}, {allowed}))"
    with serve("divs") as portal:
        words = ("--archive", tmp_path / "k.db", "crawl", "--seed", portal.url, "--allow-private")
        ended = run(*words, before=limit)
    assert ended.returncode == status, ended.stderr
    assert ("may open 32 files at once and a crawl needs 64" in ended.stderr) == (status == 2)


@pytest.mark.slow
def test_show_diff_timeline_and_pages_speak_of_the_silent_edit(tmp_path):
    archive = tmp_path / "k.db"
    with serve("tables") as portal:
        crawl(archive, portal)
        portal.day = 1
        crawl(archive, portal)
    silent = [
        c for c in lines(kronika(archive, "changes", "--silent", "--kind", "edited", "--json")) if c["article"] == 0
    ]
    url = next(change["url"] for change in silent if "parkowania" in change["url"])
    diff = json.loads(kronika(archive, "diff", url, "--json"))
    body = diff["fields"]["body"]
    old = json.loads(kronika(archive, "show", url, "--snapshot", 1, "--format", "json"))
    new = json.loads(kronika(archive, "show", url, "--format", "json"))
    assert "".join(op["old"] for op in body) == old["articles"][0]["body"]
    assert "".join(op["new"] for op in body) == new["articles"][0]["body"]
    assert any("4,50" in op["old"] and "5,20" in op["new"] for op in body if op["op"] == "replace")
    timeline = json.loads(kronika(archive, "timeline", url, "--json"))
    assert [snapshot["cause"] for snapshot in timeline["snapshots"]] == ["first", "content"]
    assert len(timeline["coverage"]) == 2
    page = next(page for page in lines(kronika(archive, "pages", "--json")) if page["url"] == url)
    assert (page["state"], page["snapshots"], page["kind"]) == ("live", 2, "article")
    for words in (["crawls"], ["changes"], ["pages"], ["timeline", url], ["show", url], ["diff", url], ["verify"]):
        assert kronika(archive, *words)


def test_bad_input_is_one_sentence_and_the_right_status(tmp_path):
    archive = tmp_path / "k.db"
    kronika(archive, "pages", status=2)
    kronika(archive, "crawl", "atlantyda", status=2)
    kronika(archive, "crawl", "kielce", status=2)
    assert not archive.exists()
    (tmp_path / "text.db").write_text("this is no archive at all" * 50)
    kronika(tmp_path / "text.db", "pages", status=2)
    with serve("divs") as portal:
        crawl(archive, portal, "--limit", 2)
    kronika(archive, "timeline", "http://example.com/", status=1)
    kronika(archive, "changes", "--since", "wczoraj", status=2)
    kronika(archive, "diff", portal.url, "1..7", status=1)
    kronika(archive, "crawl-report", 99, status=1)
    with sqlite3.connect(archive) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    kronika(archive, "pages", status=2)


@pytest.mark.slow
def test_nothing_fetched_is_status_1(tmp_path):
    words = ("crawl", "--seed", "http://127.0.0.1:9/", "--json")
    assert json.loads(kronika(tmp_path / "a.db", *words, status=1))["status"] == "failed"
    unreachable = json.loads(kronika(tmp_path / "b.db", *words, "--allow-private", status=1))
    assert "robots.txt" in unreachable["reason"]


@pytest.fixture(scope="module")
def six_pages(tmp_path_factory):
    archive = tmp_path_factory.mktemp("six") / "k.db"
    with serve("divs") as portal:
        crawl(archive, portal, "--limit", 6)
    return archive


@pytest.mark.parametrize(("column", "value"), [("status", 404), ("url", "http://other/"), ("fetched", 1)])
def test_verify_finds_an_edited_row(six_pages, tmp_path, column, value):
    archive = shutil.copy(six_pages, tmp_path / "k.db")
    with sqlite3.connect(archive) as connection:
        connection.execute(f"UPDATE captures SET {column} = ? WHERE seq = 3", (value,))
    report = json.loads(kronika(archive, "verify", "--json", status=1))
    assert "capture 3 is not as the log recorded it" in report["problems"][0]


def test_verify_finds_a_flipped_bit_and_a_deleted_row(six_pages, tmp_path):
    archive = shutil.copy(six_pages, tmp_path / "k.db")
    with sqlite3.connect(archive) as connection:
        row, stored = connection.execute("SELECT rowid, stored FROM payloads LIMIT 1").fetchone()
        connection.execute("UPDATE payloads SET stored = ? WHERE rowid = ?", (stored[:20] + b"?" + stored[21:], row))
        connection.execute("DELETE FROM captures WHERE seq = 4")
    report = json.loads(kronika(archive, "verify", "--json", status=1))
    assert len(report["payloads"]["damaged"]) == 1
    assert any("capture 4" in problem for problem in report["problems"])


def start(archive, portal):
    words = [KRONIKA, "--archive", str(archive), "crawl", "--seed", portal.url, "--allow-private", "--json"]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_b01_after_kill_9_at_any_instant_the_same_command_captures_every_page(seed, tmp_path):
    archive = tmp_path / "k.db"
    with serve("divs") as portal:
        pages = len(portal.pages()) - 1
        process = start(archive, portal)
        chance = random.Random(seed)
        asked = chance.randrange(pages)
        while len(portal.requests) < asked and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.1) if asked else chance.uniform(0, 1))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        done = crawl(archive, portal)
        counted = {}
        for path, status in portal.requests:
            if path != "/robots.txt" and status == 200:
                counted[path] = counted.get(path, 0) + 1
    assert done["status"] == "finished"
    assert done["captures"]["new"] == pages or done["captures"]["not_modified"] == pages
    assert sum(count - 1 for count in counted.values()) <= 16
    assert json.loads(kronika(archive, "verify", "--json"))["ok"]
    assert kronika(archive, "changes", "--json") == ""


@pytest.mark.slow
def test_b03_an_interrupted_crawl_says_so_and_resumes(tmp_path):
    archive = tmp_path / "k.db"
    with serve("divs") as portal:
        words = [KRONIKA, "--archive", str(archive), "crawl", "--seed", portal.url, "--allow-private", "--json"]
        with subprocess.Popen(
            [*words, "--delay", "0.5"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        ) as process:
            while len(portal.requests) < 6:
                time.sleep(0.05)
            locked = run(*words[1:])
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the process that reads pages too
            out, said = process.communicate(timeout=30)
        assert b"Traceback" not in said
        assert locked.returncode == 2
        assert "holds the archive" in locked.stderr
        assert process.returncode == 3
        assert json.loads(out)["status"] == "interrupted"
        report = json.loads(kronika(archive, "crawl-report", 1, "--json"))
        assert report["outcomes"]["skipped"] > 0
        assert report["due"] == sum(report["outcomes"].values())
        done = crawl(archive, portal)
    assert (done["status"], done["resumed"], done["crawl"]) == ("finished", True, 1)
    assert lines(kronika(archive, "crawls", "--json")) == [done]
    assert json.loads(kronika(archive, "crawl-report", 1, "--json"))["crawl"] == done


def killed_in_its_first_statement(archive):
    with sqlite3.connect(archive) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def killed_with_a_hot_journal(archive):
    other = archive.with_name("other.db")
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE begun (words TEXT)")
        connection.executemany("INSERT INTO begun VALUES (?)", [("x" * 3000,)] * 50)
        shutil.copy(other, archive)
        shutil.copy(f"{other}-journal", f"{archive}-journal")


@pytest.mark.parametrize("killed", [killed_in_its_first_statement, killed_with_a_hot_journal])
def test_what_a_killed_creation_left_is_made_an_archive(killed, tmp_path):
    archive = tmp_path / "k.db"
    killed(archive)
    with serve("divs") as portal:
        assert crawl(archive, portal, "--limit", 2)["status"] == "finished"


def test_db_upgrade_leaves_another_programs_database_as_it_is(tmp_path):
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    before = other.read_bytes()
    kronika(other, "db", "upgrade", status=2)
    assert other.read_bytes() == before


def test_a57_a_host_that_asks_for_an_hour_defers_the_crawl_and_says_until_when(tmp_path):
    class Busy(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(404 if self.path == "/robots.txt" else 429)
            self.send_header("Retry-After", "3600")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        words = ("--seed", f"http://127.0.0.1:{server.server_address[1]}/", "--allow-private", "--json")
        done = json.loads(kronika(tmp_path / "k.db", "crawl", *words, status=3))
        server.shutdown()
        thread.join()
    assert done["status"] == "interrupted"
    assert re.match(r"deferred until \d{4}-\d\d-\d\dT[\d:.]+Z: HTTP 429", done["reason"])
