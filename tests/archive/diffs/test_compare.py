"""What differs between two states of a page, and whether the page says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.diffs.compare import (
    article_changes,
    article_fields,
    declares,
    page_fields,
    same_article,
)
from archive.diffs.fields import diff_pages
from archive.terms.marks import Link, Reader
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, PageContent, Revision

LONG = "Rada miasta przyjęła uchwałę o remoncie mostu. Prace ruszą w maju i potrwają do końca roku. " * 4
FIRST = ArticleContent(title="Most", published=date(2005, 11, 2), published_text="2005-11-02", body=LONG)
SECOND = ArticleContent(published=date(2005, 11, 30), published_text="2005-11-30", body="Otwarcie lodowiska przy hali.")
UNDATED = ArticleContent(title="Uwaga", body="Urząd nieczynny.")


def page(*articles, **fields):
    return PageContent(
        url="http://a.pl/", kind=PageKind.MONTH_ARCHIVE, reader=Reader(name="t", version=1), articles=articles, **fields
    )


def changes(old, new):
    return [(c.kind, c.position, c.fields, c.silent) for c in article_changes(page(*old), page(*new))]


def test_equal_articles_pair_off_whatever_their_order():
    assert changes((FIRST, SECOND, UNDATED), (UNDATED, SECOND, FIRST)) == []


def test_an_item_slipped_in_under_an_old_date_is_silent_and_one_of_a_new_day_is_declared():
    slipped = replace(SECOND, body="Zupełnie inna treść o wodociągach i cenach.", published=date(2005, 11, 3))
    later = replace(slipped, published=date(2005, 12, 1))
    assert changes((FIRST, SECOND), (FIRST, slipped, SECOND)) == [("inserted", 1, ("body",), True)]
    assert changes((FIRST, SECOND), (FIRST, SECOND, later)) == [("inserted", 2, ("body",), False)]
    assert changes((FIRST, SECOND), (FIRST, SECOND, UNDATED)) == [("inserted", 2, ("body",), None)]


def test_an_item_taken_away_is_silent_where_it_had_a_date():
    assert changes((FIRST, SECOND), (SECOND,)) == [("removed", 0, ("body",), True)]
    assert changes((FIRST, UNDATED), (FIRST,)) == [("removed", 1, ("body",), None)]


def test_an_edited_item_finds_its_former_state_by_date_and_likeness():
    edited = replace(SECOND, body="Otwarcie lodowiska przy hali w sobotę.")
    assert changes((FIRST, SECOND), (FIRST, edited)) == [("edited", 1, ("body",), True)]
    moved_day = replace(FIRST, published=date(2005, 11, 5))
    assert changes((FIRST, SECOND), (moved_day, SECOND)) == [("edited", 0, ("published",), False)]


@pytest.mark.parametrize(
    ("old", "new", "declared"),
    [
        (UNDATED, replace(UNDATED, body="x"), None),
        (FIRST, replace(FIRST, body="x"), False),
        (FIRST, replace(FIRST, body="x", updated=date(2005, 12, 1), updated_text="1.12"), True),
        (FIRST, replace(FIRST, published=date(2005, 12, 1)), True),
        (FIRST, replace(FIRST, published=date(2005, 10, 1)), False),
        (UNDATED, replace(UNDATED, updated_text="wczoraj"), True),
    ],
)
def test_a_printed_date_that_moves_on_declares_a_change(old, new, declared):
    assert declares(old, new) is declared


def test_another_time_of_day_on_the_same_day_declares_an_edit_and_another_spelling_of_it_does_not():
    morning = replace(UNDATED, updated=date(2005, 11, 2), updated_text="02.11.2005 9:15")
    assert declares(morning, replace(morning, updated_text="02.11.2005 14:40")) is True
    assert declares(morning, replace(morning, updated_text="2 listopada 2005, 09:15")) is False
    assert declares(morning, replace(morning, updated_text="02.11.2005")) is False


def test_two_pages_of_one_article_each_are_compared_whatever_became_of_it():
    assert changes((FIRST,), (UNDATED,)) == [("edited", 0, ("title", "published", "body"), True)]


def test_one_note_at_two_addresses_is_known_by_content_then_title_and_date_then_text():
    assert same_article(FIRST, replace(FIRST, published_text="2 listopada 2005")) == "equal content"
    assert same_article(FIRST, replace(FIRST, body=LONG + "Dopisek.")) == "equal title and date"
    assert same_article(FIRST, replace(FIRST, title="Inny", body=LONG + "Dopisek.")) == "near-equal text"
    assert same_article(FIRST, SECOND) is None
    assert same_article(UNDATED, replace(UNDATED, title="Inny")) is None  # too short to tell by its text


def test_fields_of_page_and_article_are_named():
    assert page_fields(page(section="luty"), page(section="marzec", title="T")) == ("section", "title")
    links = (Link(url="http://a.pl/x", text="x"),)
    assert article_fields(FIRST, replace(FIRST, author="J", links=links, attachments=links)) == (
        "author",
        "links",
        "attachments",
    )


def test_a_diff_of_pages_has_dates_and_titles_of_many_articles_in_its_body():
    found = diff_pages(page(FIRST, SECOND, title="A"), page(SECOND, title="B"))
    assert [name for name, _ in found.fields] == ["title", "published", "body"]
    assert "2005-11-02\n\nMost\n\nRada" in "".join(step.old for step in dict(found.fields)["body"])
    assert dict(diff_pages(page(title="A"), page(title="B")).fields)["title"][0].old == "A"


def test_a_new_row_of_the_log_declares_an_edit_and_an_old_one_does_not():
    row = Revision(version="1", changed=date(2005, 11, 2), changed_text="02.11.2005", reason="Publikacja")
    new_row = replace(row, version="2", changed=date(2005, 11, 3), changed_text="03.11.2005", reason="Termin")
    logged = replace(UNDATED, history=(row,))
    edited = replace(logged, body="Urząd nieczynny do piątku.")
    assert declares(logged, edited) is False
    assert declares(logged, replace(edited, history=(new_row, row))) is True
    assert declares(UNDATED, replace(UNDATED, body="Urząd czynny.")) is None
