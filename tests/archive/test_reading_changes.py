"""What people read of a change on the command line: its terms, its blame, its page with marks."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from conftest import EDITED, LOST, NEVER, ROOT

from archive.cli import main
from archive.console import shapes


def ask(archive, *words):
    answer = CliRunner().invoke(main, ["--archive", archive, *words])
    return answer


def test_blame_names_the_snapshot_and_change_of_each_sentence_and_of_the_removed(small_archive):
    found = json.loads(ask(small_archive, "blame", EDITED, "--json").stdout)
    assert [(one["text"], one["snapshot"], one["change"] is None) for one in found["sentences"]] == [
        ("Tytuł", 1, True), ("Nabór trwa do 3 maja.", 2, False), (EDITED, 1, True),
    ]  # fmt: skip
    (gone,) = found["removed"]
    assert (gone["text"], gone["snapshot"], gone["removed"]["snapshot"]) == ("Nabór trwa do 1 maja.", 1, 2)
    assert gone["removed"]["not_before"] < gone["removed"]["not_after"]
    words = ask(small_archive, "blame", EDITED).stdout
    assert "removed:" in words
    assert "change" in words


def test_blame_of_a_page_never_seen_whole_says_so(small_archive):
    answer = ask(small_archive, "blame", NEVER)
    assert answer.exit_code == 1
    assert "never seen whole" in answer.stderr


def test_changes_are_explained_by_spans_and_terms_whose_sum_is_the_significance(small_archive):
    rows = [json.loads(row) for row in ask(small_archive, "changes", "--explain", "--json").stdout.splitlines()]
    (edited,) = (row for row in rows if row["url"] == EDITED)
    assert ("deadline", "1 maja", "3 maja") in [(one["class"], one["old"], one["new"]) for one in edited["spans"]]
    for row in rows:
        assert round(min(1, sum(term["adds"] for term in row["terms"])), 2) == row["significance"]
    words = ask(small_archive, "changes", "--explain").stdout
    assert "[-1 maja-] {+3 maja+}" in words
    assert "the weightiest of its classes" in words


def test_the_rendered_diff_is_the_page_with_marks(small_archive):
    page = ask(small_archive, "diff", EDITED, "--format", "rendered").stdout
    assert "Content-Security-Policy" in page


def test_a_snapshot_without_payload_or_of_no_text_cannot_be_rendered(small_archive):
    assert ask(small_archive, "diff", LOST, "--format", "rendered").exit_code == 1


def test_texts_over_the_limits_are_refused_with_what_to_do(small_archive, monkeypatch):
    monkeypatch.setattr(shapes, "is_too_large", lambda text: True)
    answer = ask(small_archive, "diff", EDITED)
    assert answer.exit_code == 1
    assert "too large" in answer.stderr
    assert "--snapshot 1" in answer.stderr


@pytest.mark.parametrize("shape", ["text", "html"])
def test_zones_have_their_headings(small_archive, shape):
    assert "links" in ask(small_archive, "diff", EDITED, "--format", shape).stdout or ROOT
