"""The command line as people and scripts meet it: statuses, sentences, JSON of the contract, nothing obeyed by a terminal."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from command import KRONIKA, run
from small_site import EDITED, HOSTILE, LOST, NEVER, PAGES, ROOT, TITLE

DOCS = Path(__file__).parents[2] / "docs" / "commands.md"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")
CRAWL_KEYS = {"crawl", "portal", "status", "started", "finished", "reason", "captures", "snapshots", "resumed"}


def kronika(*words, cwd=None, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KRONIKA_")}
    return run(*words, cwd=cwd, environment=clean | environment, text=False)


@pytest.fixture
def ask(small_archive):
    return lambda *words, **environment: kronika("--archive", small_archive, *words, **environment)


def document(answer):
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def lines(answer):
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def sentence(answer, status):
    assert answer.returncode == status, answer.stderr
    assert answer.stdout == b""
    words = answer.stderr.decode()
    assert "Traceback" not in words
    assert words.startswith("kronika: ")
    assert words.count("\n") == 1
    return words


def test_help_loads_neither_scrapy_nor_sqlalchemy_nor_rich():
    program = (
        "import sys\nfrom archive.cli import _run\n"
        "status = _run(['--help'])\n"
        "heavy = {'scrapy', 'twisted', 'sqlalchemy', 'rich', 'lxml'} & set(sys.modules)\n"
        "sys.exit(f'{status} {heavy}' if heavy or status else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    for entry in entry_points(group="kronika.commands"):
        assert f"  {entry.name} ".encode() in answer.stdout


def test_a_command_that_cannot_be_loaded_is_not_offered():
    program = (
        "import archive.cli as cli\nfrom importlib.metadata import EntryPoint\n"
        "broken = EntryPoint('broken', 'nowhere.at_all:it', cli.GROUP)\n"
        "cli._entries = lambda: {'broken': broken}\n"
        "raise SystemExit(cli._run(['--help']))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    assert b"broken" not in answer.stdout


def test_crawls_are_json_lines_with_every_outcome(ask):
    rows = lines(ask("crawls", "--json"))
    assert [row["crawl"] for row in rows] == [1, 2, 3]
    assert set(rows[0]) == CRAWL_KEYS
    assert rows[0]["captures"]["skipped"] == 0
    assert len(rows[0]["captures"]) == 10
    assert TIME.fullmatch(rows[0]["started"])


def test_a_crawl_report_adds_up(ask):
    report = document(ask("crawl-report", "2", "--json"))
    assert set(report) == {"crawl", "due", "outcomes", "urls", "health", "politeness"}
    assert report["due"] == sum(report["outcomes"].values()) == 5
    assert set(report["urls"][0]) == {"url", "outcome", "status", "reason", "flags", "redirects", "seconds", "bytes"}
    assert len(document(ask("crawl-report", "2", "--all", "--json"))["urls"]) == 5


def test_pages_are_json_lines(ask):
    rows = lines(ask("pages", "--kind", "article", "--json"))
    assert rows[0]["url"] == EDITED
    keys = {"url", "kind", "title", "published", "section", "state", "snapshots", "last_change", "last_seen"}
    assert all(set(row) == keys and row["state"] in {"live", "suspect"} for row in rows)


def test_a_timeline_is_one_document(ask):
    found = document(ask("timeline", EDITED, "--json"))
    assert set(found) - {"gaps"} == {"url", "state", "snapshots", "frames", "coverage"}
    keys = {"n", "digest", "first_seen", "last_seen", "title", "published", "captures", "cause"}
    assert set(found["snapshots"][0]) == keys
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", found["snapshots"][0]["digest"])
    assert set(found["coverage"][0]) == {"at", "outcome", "crawl"}


def test_show_prints_the_page_as_parse_does_with_its_snapshot(ask):
    found = document(ask("show", EDITED, "--format", "json", "--snapshot", "1"))
    assert (found["snapshot"], found["state"], found["articles"][0]["published"]) == (1, "live", "2026-01-02")
    assert found["sidebar"] == [{"url": ROOT + "b", "text": "ANKIETA", "image": None}]
    assert {"digest", "captured", "first_seen", "last_seen", "parser", "warnings"} <= set(found)


def test_show_raw_writes_the_payload_to_the_byte(ask):
    answer = ask("show", EDITED, "--format", "raw")
    assert answer.stdout == f"<p>{EDITED} Nabór trwa do 3 maja.".encode()


def test_a_diff_gives_both_sides_to_the_letter(ask):
    found = document(ask("diff", EDITED, "1..2", "--format", "json"))
    assert (found["from"], found["to"]) == (1, 2)
    assert "".join(step["old"] for step in found["fields"]["body"]) == f"Nabór trwa do 1 maja.\n\n{EDITED}"
    assert "".join(step["new"] for step in found["fields"]["body"]) == f"Nabór trwa do 3 maja.\n\n{EDITED}"
    assert document(ask("diff", EDITED, "--format", "json", "--fields", "title"))["fields"] == {}


def test_a_diff_for_people_marks_words(ask):
    words = ask("diff", EDITED).stdout.decode()
    assert re.search(r"\[-1.*-\]\{\+3", words)
    assert re.search(r"<del>1.*</del><ins>3", ask("diff", EDITED, "--format", "html").stdout.decode())


def test_changes_are_json_lines(ask):
    rows = lines(ask("changes", "--kind", "edited", "--json"))
    assert [(row["url"], row["from"], row["to"], row["silent"]) for row in rows] == [(EDITED, 1, 2, True)]
    assert {"id", "not_before", "not_after", "old_url", "article", "fields", "summary", "significance", "classes"} <= (
        set(rows[0])
    )


def test_verification_of_a_sound_archive(ask):
    report = document(ask("verify", "--deep", "--json"))
    assert (report["ok"], report["problems"], report["payloads"]["damaged"]) == (True, [], [])
    assert set(report["log"]) == {"size", "root", "consistent"}


def test_verification_of_a_damaged_archive_is_status_one(small_archive, tmp_path):
    import sqlite3
    from contextlib import closing

    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(small_archive)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("UPDATE captures SET status = 201 WHERE seq = 1")
        target.commit()
    answer = kronika("--archive", str(copy), "verify", "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["log"]["consistent"] is False


def test_the_schema_is_checked(ask):
    report = document(ask("db", "check", "--json"))
    assert report["ok"] is True
    assert report["schema"] == report["head"]


@pytest.mark.parametrize(
    "words",
    [
        ("crawls",),
        ("crawl-report", "3"),
        ("pages",),
        ("timeline", HOSTILE),
        ("show", HOSTILE),
        ("show", HOSTILE, "--format", "markdown"),
        ("changes",),
        ("verify",),
        ("db", "check"),
    ],
)
def test_what_people_read_holds_nothing_a_terminal_obeys(ask, words):
    answer = ask(*words, FORCE_COLOR="", NO_COLOR="1")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip()
    assert b"\x1b" not in answer.stdout


def test_markup_in_a_title_is_printed_not_obeyed(ask):
    assert "[red]zły[/red]" in ask("pages").stdout.decode()
    shown = ask("show", HOSTILE, "--format", "html").stdout.decode()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "Content-Security-Policy" in shown
    assert lines(ask("pages", "--json"))[0].get("title") != TITLE
    assert TITLE in {row["title"] for row in lines(ask("pages", "--json"))}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("show", ROOT + "none"), 1, ROOT + "none"),
        (("timeline", ROOT + "none"), 1, "is not in this archive"),
        (("diff", ROOT + "none"), 1, "is not in this archive"),
        (("diff", ROOT), 1, "nothing to compare"),
        (("diff", EDITED, "1..9"), 1, "not a number 9"),
        (("diff", EDITED, "one"), 2, "A..B"),
        (("diff", EDITED, "--fields", "bodies"), 2, "bodies"),
        (
            ("show", EDITED, "--at", "2020-01-01"),
            1,
            "nobody had looked at http://www.miasto.example/edited by 2020-01-01T00:00:00Z",
        ),
        (("show", EDITED, "--at", "soon"), 2, "“soon” is no time"),
        (("show", NEVER), 1, "never seen whole"),
        (("crawl-report", "99"), 1, "no crawl 99"),
        (("pages", "--kind", "poem"), 2, "poem"),
        (("changes", "--kind", "poem"), 2, "poem"),
        (("changes", "--since", "soon"), 2, "soon"),
        (("show", "http://[x\x1b[31m"), 2, "no address"),
    ],
)
def test_a_no_and_a_mistake_are_one_sentence(ask, words, status, said):
    answer = ask(*words)
    assert said in sentence(answer, status)
    assert b"\x1b" not in answer.stderr


@pytest.mark.parametrize("words", [("show",), ("nonsense",), ("crawl-report", "x"), ("show", EDITED, "--format", "x")])
def test_wrong_usage_is_status_two(ask, words):
    answer = ask(*words)
    assert answer.returncode == 2
    assert b"Traceback" not in answer.stderr


def test_what_is_no_archive_is_one_sentence(tmp_path):
    assert "there is no archive" in sentence(kronika("crawls", cwd=tmp_path), 2)
    wrong = tmp_path / "kronika.db"
    wrong.write_text("not a database at all, but long enough to be looked at" * 20)
    assert "no archive" in sentence(kronika("crawls", cwd=tmp_path), 2)


def test_settings_come_from_the_line_then_the_environment_then_the_file(small_archive, tmp_path):
    (tmp_path / "kronika.toml").write_text(f'archive = "{small_archive}"\n')
    assert len(lines(kronika("crawls", "--json", cwd=tmp_path))) == 3
    assert "elsewhere.db" in sentence(kronika("crawls", cwd=tmp_path, KRONIKA_ARCHIVE="elsewhere.db"), 2)
    named = kronika("--archive", small_archive, "crawls", "--json", cwd=tmp_path, KRONIKA_ARCHIVE="elsewhere.db")
    assert len(lines(named)) == 3


def test_a_broken_settings_file_is_one_sentence(tmp_path):
    (tmp_path / "kronika.toml").write_text("archive = ")
    assert "kronika.toml" in sentence(kronika("crawls", cwd=tmp_path), 2)


def run_broken(words, error):
    program = (
        f"import click, archive.cli as cli\n@click.command()\ndef broken():\n    raise {error}\n"
        "cli.kronika.add_command(broken)\ncli.Commands.get_command = click.Group.get_command\n"
        f"raise SystemExit(cli._run({words!r}))"
    )
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)


def test_an_unexpected_error_is_a_sentence_and_a_traceback_only_on_demand():
    assert "run again with --debug" in sentence(run_broken(["broken"], "ValueError('oh')"), 2)
    answer = run_broken(["--debug", "broken"], "ValueError('oh')")
    assert b"Traceback" in answer.stderr
    assert answer.returncode == 2


def test_debug_may_be_typed_or_stand_in_the_environment_or_the_settings(tmp_path):
    missing = ("--archive", "nowhere.db", "crawls")
    told = [kronika("--debug", *missing, cwd=tmp_path), kronika(*missing, cwd=tmp_path, KRONIKA_DEBUG="1")]
    (tmp_path / "kronika.toml").write_text("debug = true\n")
    told.append(kronika(*missing, cwd=tmp_path))
    for answer in told:
        assert b"Traceback" in answer.stderr
        assert answer.stderr.splitlines()[-1].startswith(b"kronika: there is no archive at nowhere.db")
        assert answer.returncode == 2
    assert b"Traceback" not in kronika(*missing, cwd=tmp_path, KRONIKA_DEBUG="0").stderr


def test_an_interruption_is_status_three():
    assert run_broken(["broken"], "KeyboardInterrupt").returncode == 3


@pytest.mark.parametrize("words", [["pages"], ["pages", "--json"], ["show", EDITED, "--format", "raw"]])
def test_a_reader_who_goes_away_is_no_error(small_archive, words):
    line = f"{KRONIKA} --archive {small_archive} {' '.join(words)} 2>&1 >&3 | cat"
    read, write = os.pipe()
    os.close(read)
    try:
        answer = subprocess.run(
            ["bash", "-c", f"exec 3>&{write}; {line}; exit ${{PIPESTATUS[0]}}"],
            capture_output=True, check=False, timeout=60, pass_fds=(write,), restore_signals=False,
        )  # fmt: skip
    finally:
        os.close(write)
    assert (answer.returncode, answer.stdout) == (0, b"")


def test_every_command_stands_in_the_docs_with_its_help():
    from archive.docs import commands_page

    assert DOCS.read_text(encoding="utf-8") == commands_page(), "run: .venv/bin/python -m archive.docs"


def test_missing_pages_of_the_archive_are_marked_suspect(ask):
    assert document(ask("timeline", LOST, "--json"))["state"] == "suspect"
    assert len(lines(ask("pages", "--json"))) == len(PAGES) - 1


def test_search_prints_hits_of_the_contract(ask):
    found = lines(ask("search", "naborem", "--json", "--limit", "2"))
    assert len(found) == 2
    assert set(found[0]) >= {"url", "snapshot", "article", "title", "published", "section", "snippet", "score"}
    assert "<mark>Nabór</mark> trwa" in found[0]["snippet"]
    assert TIME.fullmatch(found[0]["first_seen"])
    assert lines(ask("search", "added:3", "--json"))[0]["url"] == EDITED
    assert lines(ask("search", "nabór", "--from", "2027", "--json")) == []
    assert lines(ask("search", "nabór", "--section", "aktualności", "--all-snapshots", "--sort", "relevance", "--json"))


def test_search_for_people_obeys_nothing_and_counts(ask):
    answer = ask("search", "maja", "--limit", "1")
    assert answer.returncode == 0
    words = answer.stdout.decode()
    assert "Nabór trwa do" in words
    assert "1 of" in words
    assert b"\x1b[31m" not in ask("search", "maja").stdout
    assert ask("search", "krokodyl").stdout.decode().strip() == "nothing found"


def test_search_explains_what_a_word_stands_for(ask):
    (word,) = lines(ask("search", "naborem", "--explain", "--json"))
    assert word["lemmas"] == ["nabór"]
    assert "nabór" in word["forms"]
    assert "nabór" in ask("search", "naborem", "--explain").stdout.decode()


@pytest.mark.parametrize("query", ['"a', "x:y", "-a", "kind:z", "a" * 600, "()"])
def test_a_query_that_is_not_understood_is_one_sentence(ask, query):
    assert "query" in sentence(ask("search", "--", query), 2)


def test_trend_prints_a_table_json_and_csv(ask):
    assert lines(ask("trend", "nabory", "--json"))[0]["period"] == "2026"
    table = ask("trend", "nabór", "--by", "month", "--csv").stdout.decode().splitlines()
    assert table[0] == "period,mentions,articles,words,per_million"
    assert table[1].startswith("2026-01,")
    assert "█" in ask("trend", "nabór").stdout.decode()
    assert ask("trend", "nabór", "--csv", "--json").returncode == 2


def test_reindex_builds_the_index_anew(small_archive, tmp_path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(Path(small_archive).read_bytes())
    done = document(kronika("--archive", str(copy), "reindex", "--json"))
    assert done["articles"] > 0
    assert done["words"] > 0
    assert b"0 articles indexed, 0 words analysed" in kronika("--archive", str(copy), "reindex", "--words").stdout
    assert lines(kronika("--archive", str(copy), "search", "naborem", "--json"))


def test_the_version_says_what_analyses_words():
    words = kronika("--version").stdout.decode()
    assert words.startswith("kronika, version ")
    assert "Snowball" in words
