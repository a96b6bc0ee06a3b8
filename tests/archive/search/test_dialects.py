"""What the databases are asked: words quoted, operators our own."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.dialects import POSTGRESQL, SQLITE
from archive.search.vectors import LAST, LONGEST, MOST_BYTES, vector

HOSTILE = ['a"b', "a'b", "a\\'b", "NEAR", "*", "x:A"]


@given(
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
)
def test_fts5_takes_any_word_as_a_word(word):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5(title, body)")
    for query in (
        SQLITE.word(word),
        SQLITE.beginning(word),
        SQLITE.titled(SQLITE.without(SQLITE.every([SQLITE.either([SQLITE.word(word)])]), SQLITE.word("x"))),
        SQLITE.in_a_row([(word,), ("x", word)]),
    ):
        connection.execute("SELECT rowid FROM f WHERE f MATCH ?", (query,)).fetchall()


@pytest.mark.parametrize(
    ("made", "query"),
    [
        (POSTGRESQL.word("a'b\\"), "'a''b'"),
        (POSTGRESQL.beginning("kiel"), "'kiel':*"),
        (POSTGRESQL.in_a_row([("rada", "rady"), ("miasta",)]), "(('rada' | 'rady') <-> ('miasta'))"),
        (POSTGRESQL.without(POSTGRESQL.every(["'a'", "'b'"]), "'c'"), "('a' & 'b') & !'c'"),
        (POSTGRESQL.titled("('a''b' | 'kiel':*)"), "('a''b':A | 'kiel':*A)"),
    ],
)
def test_tsquery(made, query):
    assert made == query


def test_a_vector_has_the_places_of_words_and_parts_title_from_body():
    assert vector("rada miasta", "rada") == "'rada':1A,4 'miasta':2A"


def test_a_vector_stays_within_what_postgresql_takes():
    assert vector("", "x" * (LONGEST + 1)) == ""
    many = vector("", " ".join(str(number) for number in range(200_000)))
    assert MOST_BYTES / 2 < len(many.encode()) < 2 * MOST_BYTES
    assert many.endswith(f":{LAST}")
