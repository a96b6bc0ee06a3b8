"""Schemas: what the models say and what the migrations make is one thing, and an older archive comes along whole."""

from __future__ import annotations

import json
import sqlite3

import pytest
from alembic import command
from command import run

from archive.crawls import crawls_of
from archive.db import SCHEMA_HEAD, make_engine, open_archive
from archive.schema import _config, check, upgrade


def db_check(archive):
    done = run("--archive", archive, "db", "check", "--json")
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize(
    "drift",
    [
        None,
        "ALTER TABLE crawls ADD COLUMN mood TEXT",
        "ALTER TABLE crawls DROP COLUMN resumed",
        "DROP INDEX ix_links_url",
        "CREATE TABLE songs (title TEXT)",
    ],
)
def test_tables_that_are_not_as_the_models_say_fail_the_check(drift, tmp_path):
    """`make check` upgrades a new archive and runs this: a model without its migration fails the build."""
    archive = str(tmp_path / "k.db")
    upgrade(archive)
    if drift is not None:
        with sqlite3.connect(archive) as connection:
            connection.execute(drift)
    status, report = db_check(archive)
    assert (status, report["ok"]) == ((0, True) if drift is None else (1, False))
    assert report["schema"] == report["head"] == SCHEMA_HEAD


def at_revision(archive, revision):
    engine = make_engine(archive, write=True)
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_an_archive_of_the_first_schema_comes_along_with_a_copy_of_before(tmp_path):
    archive = str(tmp_path / "k.db")
    at_revision(archive, "0001")
    with sqlite3.connect(archive) as connection:
        connection.execute("INSERT INTO portals VALUES ('miasto', '[]', '[]', 0)")
        connection.execute(
            "INSERT INTO crawls (seq, portal, status, started, complete, baseline, knowledge, settled)"
            " VALUES (1, 'miasto', 'finished', 0, 1, 1, 0, 1)"
        )
    assert not check(archive).ok
    backup = upgrade(archive)
    assert backup is not None
    assert check(str(backup)).schema == "0001"
    assert check(archive).ok
    with open_archive(archive, write=False) as opened, opened.reading() as connection:
        assert [(crawl.seq, crawl.resumed) for crawl in crawls_of(connection)] == [(1, False)]
    assert upgrade(archive) is None
