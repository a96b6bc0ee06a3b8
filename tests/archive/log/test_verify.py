"""verify: whatever is taken from, added to or altered in an archive is found and named."""

import sqlite3

import pytest

from archive.db import open_archive
from archive.log.verify import verify


@pytest.fixture
def told(small_archive_copy):
    """Alter a copy of the archive by SQL and return what verify says of it."""

    def told(*statements, deep=False):
        with sqlite3.connect(small_archive_copy) as connection:
            for statement in statements:
                connection.execute(statement)
        with open_archive(small_archive_copy, write=False) as archive:
            return verify(archive, deep=deep)

    return told


@pytest.mark.parametrize("deep", [False, True])
def test_an_archive_as_it_was_written_is_whole(told, deep):
    report = told(deep=deep)
    assert (report.problems, report.damaged, report.missing, report.consistent) == ([], [], [], True)
    assert report.checked
    assert report.size


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM payloads WHERE rowid = (SELECT min(rowid) FROM payloads)", "is missing"),
        ("UPDATE payloads SET length = length + 1 WHERE rowid = (SELECT min(rowid) FROM payloads)", "another length"),
        ("UPDATE payloads SET codec = 'lz' WHERE rowid = (SELECT min(rowid) FROM payloads)", "unknown codec"),
        ('DELETE FROM leaves WHERE "index" = 1', "rows were deleted"),
        ('DELETE FROM leaves WHERE "index" = (SELECT max("index") FROM leaves)', "a row was added"),
        ('UPDATE leaves SET hash = zeroblob(32) WHERE "index" = 0', "capture 1"),
        ("DELETE FROM snapshots WHERE id = (SELECT min(id) FROM snapshots)", "should have snapshots 1 to"),
        ("UPDATE crawls SET log_root = zeroblob(32) WHERE seq = 1", "at the end of crawl 1"),
    ],
)  # fmt: skip
def test_what_was_altered_is_found(told, statement, words):
    report = told(statement)
    assert any(words in problem for problem in report.problems), report.problems


def test_a_log_cut_behind_its_last_crawl_is_found_though_every_row_is_gone_alike(told):
    report = told(
        'DELETE FROM leaves WHERE "index" = (SELECT max("index") FROM leaves)',
        "DELETE FROM captures WHERE seq = (SELECT max(seq) FROM captures)",
    )  # fmt: skip
    assert any("leaves, now there are" in problem for problem in report.problems), report.problems
