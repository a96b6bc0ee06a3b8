"""Changes as a feed: what a reader sees of them, and that no page's text can break it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import feedparser
from command import run
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.classes.spans import Span
from archive.exports.atom import ATOM, atom_feed
from archive.terms.outcomes import ChangeKind
from archive.types import Change

SEEN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
CHANGE = Change(
    id=7, url="https://miasto.example/a?b=1&c=2", from_n=1, to_n=2, kind=ChangeKind.EDITED,
    not_before=datetime(2026, 11, 22, 6, 0, tzinfo=UTC), not_after=SEEN, silent=True, old_url=None,
    attachment_url=None, pages=None, article=0, fields=("body",), summary="edited: Opłaty <b>w</b> żłobkach",
    significance=0.9, classes=("amount",),
)  # fmt: skip


def parsed(*changes):
    feed = feedparser.parse(atom_feed(changes, origin="kronika miasto", made=SEEN))
    assert not feed.bozo, feed.bozo_exception
    return feed


def test_a_reader_sees_what_changed_where_and_when_newest_first():
    feed = parsed(CHANGE, replace(CHANGE, id=8, kind=ChangeKind.GONE, silent=None, summary="gone: Nabór"))
    gone, edited = feed.entries
    assert (gone.title, edited.link) == ("gone: Nabór", CHANGE.url)
    assert edited.title == "edited: Opłaty <b>w</b> żłobkach"
    assert edited.updated == feed.feed.updated == "2026-11-23T06:00:00Z"
    assert "Between 2026-11-22T06:00:00" in edited.content[0].value
    assert "Nothing printed on the page declares it." in edited.content[0].value
    assert [tag.term for tag in edited.tags] == ["edited", "silent", "amount"]


def test_an_entry_is_known_again_in_a_later_file_and_differs_between_archives():
    first, later = parsed(CHANGE), parsed(CHANGE, replace(CHANGE, id=9))
    assert first.entries[0].id == later.entries[1].id != later.entries[0].id
    assert first.feed.id == later.feed.id
    other = feedparser.parse(atom_feed([CHANGE], origin="kronika gmina", made=SEEN))
    assert other.entries[0].id != first.entries[0].id


def test_d27_an_address_that_is_no_web_address_is_no_link():
    assert parsed(replace(CHANGE, url="javascript:alert(1)")).entries[0].get("links", []) == []


@given(st.text(), st.text())
def test_d27_no_text_breaks_the_feed(summary, path):
    feed = etree.fromstring(
        atom_feed([replace(CHANGE, summary=summary, url=f"http://a.example/{path}")], origin="a", made=SEEN)
    )
    names = {element.tag.removeprefix(f"{{{ATOM}}}") for element in feed.iter()}
    assert names == {"feed", "id", "title", "updated", "author", "name", "entry", "category", "link", "content"}


def test_the_feed_of_an_archive_is_a_file_that_replaces_the_one_before(small_archive, tmp_path):
    target = tmp_path / "changes.atom"
    target.write_text("old")
    words = ("--archive", small_archive, "export", "--format", "atom", target)
    assert run(*words).returncode == 0
    listed = run("--archive", small_archive, "changes", "--json").stdout.splitlines()
    assert len(feedparser.parse(target.read_bytes()).entries) == len(listed) > 0
    assert [path.name for path in tmp_path.iterdir()] == ["changes.atom"]


def test_a_folder_that_is_not_there_is_one_sentence(small_archive, tmp_path):
    done = run("--archive", small_archive, "export", "--format", "atom", tmp_path / "no" / "changes.atom")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_an_entry_says_word_for_word_what_changed():
    spans = [
        Span(name="amount", field="body", old="12 zł", new="21 zł", old_start=0, new_start=0),
        Span(name="wording", field="body", old="Akapit.", new="Akapit.", old_start=0, new_start=30),
    ]
    feed = feedparser.parse(atom_feed([CHANGE], origin="a", made=SEEN, spans={CHANGE.id: spans * 15}))
    said = feed.entries[0].content[0].value.splitlines()
    assert "amount: “12 zł” → “21 zł”" in said
    assert "wording: moved “Akapit.”" in said
    assert said[-1] == "and 10 more"
