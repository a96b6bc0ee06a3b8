"""What people read of a change on the command line: its terms, its blame, its page with marks."""

from __future__ import annotations

import json
import sqlite3

import pytest
from small_site import EDITED, LOST, NEVER

from archive import cli, rendering
from archive.console import differences


@pytest.fixture
def ask(small_archive, capsys):
    """Return (exit status, standard output, standard error) of a command on the small archive."""

    def asked(*words, archive=small_archive):
        status = cli._run(["--archive", archive, *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return asked


def test_blame_names_the_snapshot_and_change_of_each_sentence_and_of_the_removed(ask):
    found = json.loads(ask("blame", EDITED, "--json")[1])
    assert [(one["text"], one["snapshot"], one["change"] is None) for one in found["sentences"]] == [
        ("Tytuł", 1, True), ("Nabór trwa do 3 maja.", 2, False), (EDITED, 1, True),
    ]  # fmt: skip
    (gone,) = found["removed"]
    assert (gone["text"], gone["snapshot"], gone["removed"]["snapshot"]) == ("Nabór trwa do 1 maja.", 1, 2)
    assert gone["removed"]["not_before"] < gone["removed"]["not_after"]
    words = ask("blame", EDITED)[1]
    assert "removed:" in words
    assert "change" in words


def test_blame_of_a_page_never_seen_whole_says_so(ask):
    status, _, said = ask("blame", NEVER)
    assert status == 1
    assert "never seen whole" in said


def test_changes_are_explained_by_spans_and_terms_whose_sum_is_the_significance(ask):
    rows = [json.loads(row) for row in ask("changes", "--explain", "--json")[1].splitlines()]
    (edited,) = (row for row in rows if row["url"] == EDITED)
    assert ("deadline", "1 maja", "3 maja") in [(one["class"], one["old"], one["new"]) for one in edited["spans"]]
    for row in rows:
        assert round(min(1, sum(term["adds"] for term in row["terms"])), 2) == row["significance"]
    words = ask("changes", "--explain")[1]
    assert "[-1 maja-] {+3 maja+}" in words
    assert "the weightiest of its classes" in words


@pytest.fixture
def html_archive(small_archive_copy):
    """Return the path of an archive whose payloads are known to be text."""
    with sqlite3.connect(small_archive_copy) as database:
        database.execute('update captures set charset = \'{"used": "utf-8"}\' where payload is not null')
    database.close()
    return small_archive_copy


def test_the_rendered_diff_is_the_page_with_marks(ask, html_archive):
    _, page, _ = ask("diff", EDITED, "--format", "rendered", archive=html_archive)
    assert "<del>1 maja</del><ins>3 maja</ins>" in page
    assert "Content-Security-Policy" in page


def test_what_is_no_text_is_not_there_or_is_too_large_cannot_be_rendered(ask, html_archive, monkeypatch):
    assert ask("diff", EDITED, "--format", "rendered")[::2] == (
        2, f"kronika: {EDITED} is no page of HTML, so it cannot be rendered; use --format text\n",
    )  # fmt: skip
    assert ask("diff", LOST, "--format", "rendered")[0] == 1
    monkeypatch.setattr(rendering, "MAX_CHARACTERS", 3)
    status, _, said = ask("diff", EDITED, "--format", "rendered", archive=html_archive)
    assert status == 1
    assert "too large" in said


def test_a_snapshot_whose_payload_is_not_kept_is_said_to_be_so(ask, small_archive_copy):
    with sqlite3.connect(small_archive_copy) as database:
        database.execute("update captures set payload = null")
    database.close()
    status, _, said = ask("diff", EDITED, "--format", "rendered", archive=small_archive_copy)
    assert status == 1
    assert said


def test_texts_over_the_limits_are_refused_with_what_to_do(ask, monkeypatch):
    monkeypatch.setattr(differences, "is_too_large", lambda text: True)
    status, _, said = ask("diff", EDITED)
    assert status == 1
    assert "too large" in said
    assert "--snapshot 1" in said
