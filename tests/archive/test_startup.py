"""A command imports what it needs and no more: each in a fresh process, whose modules are looked at as it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from small_site import EDITED

HEAVY = {"scrapy", "twisted", "sqlalchemy", "alembic", "rich", "lxml", "bs4", "dateparser", "morfeusz2", "rapidfuzz"}
READING = {"sqlalchemy"}
PEOPLE = READING | {"rich"}
LOADS = {
    ("show", EDITED): PEOPLE,
    ("show", EDITED, "--format", "json"): READING,
    ("show", EDITED, "--format", "raw"): READING,
    ("diff", EDITED, "--json"): READING | {"rapidfuzz"},
    ("timeline", EDITED, "--json"): READING | {"rapidfuzz"},
    ("pages", "--json"): READING,
    ("changes",): PEOPLE,
    ("crawls", "--json"): READING | {"rapidfuzz"},
    ("crawl-report", "1", "--json"): READING | {"rapidfuzz"},
    ("verify", "--json"): READING,
    ("stats", "--json"): READING,
    ("stats",): PEOPLE,
    ("export", "--format", "atom", "-"): READING | {"lxml", "rapidfuzz"},
    ("search", "nabór", "--json"): READING | {"morfeusz2"},
    ("trend", "nabór", "--json"): READING | {"morfeusz2"},
    ("blame", EDITED, "--json"): READING | {"rapidfuzz", "rich"},
    ("schedule", "list"): PEOPLE,
    ("schedule", "list", "--json"): READING,
    ("portals", "--json"): READING,
    ("db", "check", "--json"): READING | {"alembic"},
    ("parse", "page.html", "--url", "http://www.miasto.example/", "--json"): HEAVY
    - {"scrapy", "twisted", "alembic", "sqlalchemy", "rich"},
    ("crawl", "nobody"): HEAVY - {"alembic", "morfeusz2"},
}
"""What of HEAVY a command may load."""
WORKS_ON_ITS_OWN = {"demo", "reindex", "reparse", "vacuum"}
"""Crawl into an archive that they make, or work through a whole one: they need everything."""
WRITES = {"review"}
"""The archive that the tests share is read only."""


def loaded_by(program, cwd):
    """Return the top-level modules that a program has loaded when it ends."""
    tell = "import sys, atexit, json\natexit.register(lambda: sys.stderr.write('\\n' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules}))))\n"
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", tell + program], cwd=cwd, env=unmeasured, capture_output=True, check=False, timeout=60
    )
    return done, set(json.loads(done.stderr.decode().splitlines()[-1]))


@pytest.mark.parametrize("words", LOADS, ids=" ".join)
def test_a_command_loads_what_it_needs(words, small_archive, tmp_path):
    (tmp_path / "page.html").write_text("<title>Mosty</title><h1>Mosty</h1><p>Most Warszawski będzie zamknięty.</p>")
    program = f"from archive.cli import _run\nsys.exit(_run({['--archive', small_archive, *words]!r}))"
    done, modules = loaded_by(program, tmp_path)
    assert done.returncode == (2 if words[0] == "crawl" else 0), done.stderr
    assert modules & HEAVY <= LOADS[words]


def test_help_of_every_command_loads_nothing_heavy(tmp_path):
    names = sorted(entry.name for entry in entry_points(group="kronika.commands"))
    program = f"from archive.cli import _run\nfor words in {[[], *([name] for name in names)]!r}:\n    assert _run([*words, '--help']) == 0"
    done, modules = loaded_by(program, tmp_path)
    assert done.returncode == 0, done.stderr
    assert not modules & (HEAVY | {"zstandard", "filelock", "ada_url"})


def test_every_command_is_looked_at():
    names = {entry.name for entry in entry_points(group="kronika.commands")}
    assert names == {words[0] for words in LOADS} | WORKS_ON_ITS_OWN | WRITES
