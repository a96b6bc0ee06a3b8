"""A document is its bytes: a replaced file is seen though its text is the same; another reading makes no change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

from archive import changes
from archive.declared import Sighting
from archive.digest import content_digest
from archive.page_store import content_to_json, page_from_json
from archive.settle import Sight
from archive.terms.marks import Reader
from archive.terms.outcomes import CaptureOutcome, PageKind
from archive.types import ArticleContent, PageContent

FILE = PageContent(
    url="http://a.pl/a.pdf",
    kind=PageKind.DOCUMENT,
    reader=Reader(name="generic.document", version=2),
    title="a",
    articles=(ArticleContent(title="a", body="Treść"),),
    properties=(("created", "2018-02-28"),),
)


def test_two_files_of_one_text_have_two_digests():
    assert content_digest(FILE, b"1" * 32) != content_digest(FILE, b"2" * 32)


def test_one_file_read_with_and_without_its_text_has_one_digest():
    unread = replace(FILE, articles=(ArticleContent(title="a.pdf"),), title="a.pdf")
    assert content_digest(FILE, b"1" * 32) == content_digest(unread, b"1" * 32)


SEEN = Sighting(capture=1, crawl=1, fetched=datetime(2026, 1, 2, tzinfo=UTC), outcome=CaptureOutcome.CHANGED)


def test_a_replaced_file_of_one_text_is_an_edit_of_the_file():
    row = SimpleNamespace(seq=1, url=FILE.url, resource=1, fetched=datetime(2026, 1, 2, tzinfo=UTC))
    stated = list(changes.edited(row, Sight(n=1, content=FILE), Sight(n=2, content=FILE), None, SEEN))
    assert [change.fields for change in stated] == [("file",)]


def test_what_a_file_says_of_itself_is_kept():
    assert page_from_json(content_to_json(FILE), None).properties == FILE.properties
