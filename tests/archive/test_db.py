"""What a database driver says becomes one sentence about the archive, and whatever happens it stays whole."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from archive import db
from archive.db import open_archive, spoken
from archive.errors import ArchiveBusy, ArchiveFull, ArchiveMissing, NotAnArchive, WrongSchema
from archive.terms.errors import ArchiveError, BadInput


def fill(archive):
    with archive.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        connection.exec_driver_sql(
            "INSERT INTO payloads SELECT randomblob(32), 9000, 'raw', NULL, NULL, randomblob(9000)"
        )


def test_b05_a_full_disk_is_said_and_what_was_committed_stays(small_archive_copy):
    with open_archive(small_archive_copy, write=True) as archive:
        with pytest.raises(ArchiveFull, match="make room and run the same command again"):
            fill(archive)
        with archive.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM payloads WHERE length = 9000")).scalar() == 0


def test_another_writer_is_waited_for_and_then_named(small_archive_copy, monkeypatch):
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.1)
    with sqlite3.connect(small_archive_copy, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            open_archive(small_archive_copy, write=True) as archive,
            pytest.raises(ArchiveBusy, match="another process has been writing"),
            archive.writing(),
        ):
            pass


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("sqlite://", BadInput),
        ("sqlite:///:memory:", BadInput),
        ("no such://thing", BadInput),
        ("{folder}", NotAnArchive),
        ("{folder}/nowhere.db", ArchiveMissing),
        ("sqlite:///{folder}/nowhere.db", ArchiveMissing),
    ],
)
def test_what_is_no_archive_is_said_by_name(target, error, tmp_path):
    with pytest.raises(error):
        open_archive(target.format(folder=tmp_path), write=False)


def test_no_archive_is_made_in_a_folder_that_is_not_there_or_out_of_a_folder(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        open_archive(str(tmp_path / "no" / "k.db"), write=True, create=True)
    with pytest.raises(NotAnArchive, match="is a folder"):
        open_archive(str(tmp_path), write=True, create=True)


@pytest.mark.parametrize(("schema", "words"), [("0001", "kronika db upgrade"), ("9999", "install a newer one")])
def test_another_schema_is_refused_with_what_to_do(schema, words, small_archive_copy):
    with sqlite3.connect(small_archive_copy) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))
    with pytest.raises(WrongSchema, match=words):
        open_archive(small_archive_copy, write=False)


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ("database disk image is malformed", NotAnArchive, "is damaged"),
        ("attempt to write a readonly database", NotAnArchive, "check the path"),
        ("server closed the connection", ArchiveError, "could not be reached"),
    ],
)
def test_what_a_driver_says_is_one_sentence(said, error, words):
    with pytest.raises(error, match=words) as caught, spoken("k.db"):
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError(said))
    assert "\n" not in str(caught.value)
