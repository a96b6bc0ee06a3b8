"""What the index is asked for a term, and what is left to be looked up in the texts."""

import sqlite3

import pytest

from archive.search.dialects import POSTGRESQL, SQLITE
from archive.search.expansion import ExpandedTerm, Expansion
from archive.search.matching import any_word, how_often, matching
from archive.search.query import Query, Term


def phrase(*forms):
    words = tuple(Expansion(typed=one[0], lemmas=(), forms=one) for one in forms)
    return ExpandedTerm(term=Term(words=tuple(one[0] for one in forms)), words=words)


RADA = phrase(("rada", "rady"), ("miasta", "miast"), ("kielce", "kielc"))


def test_a_phrase_of_few_forms_is_asked_as_its_products():
    assert any_word(RADA, SQLITE).count('"') == 2 * 8


def test_of_a_phrase_of_too_many_forms_two_words_are_asked_in_a_row(monkeypatch):
    monkeypatch.setattr("archive.search.matching.MOST_PHRASES", 4)
    assert any_word(RADA, SQLITE) == (
        '(("rada miasta" OR "rada miast" OR "rady miasta" OR "rady miast") AND ("kielce" OR "kielc"))'
    )
    assert " <-> " in any_word(RADA, POSTGRESQL)
    asked = matching(Query(all_of=((RADA.term,),)), {RADA.term: RADA}, SQLITE)
    assert asked.verify[0].wanted
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5(body)")
    connection.executemany("INSERT INTO f (body) VALUES (?)", [("rady miasta kielc",), ("miasta kielce rada",)])
    found = connection.execute("SELECT rowid FROM f WHERE f MATCH ?", (asked.words,)).fetchall()
    assert found == [(1,)]


def test_where_not_even_two_words_are_few_enough_only_the_words_are_asked(monkeypatch):
    monkeypatch.setattr("archive.search.matching.MOST_PHRASES", 3)
    assert any_word(RADA, SQLITE) == '(("rada" OR "rady") AND ("miasta" OR "miast") AND ("kielce" OR "kielc"))'


@pytest.mark.parametrize(("text", "times"), [("rada miasta kielce, rady miast kielc", 2), ("rada, miasta", 0), ("", 0)])
def test_a_phrase_is_counted_in_any_form(text, times):
    assert how_often(text, RADA) == times
