"""Snippets: cut at words, marked as the words stand, safe as mark-up."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from archive.search.expansion import ExpandedTerm, Expansion
from archive.search.query import Term
from archive.search.snippets import WIDTH, count_marks, snippet


def term(*words, prefix=False):
    return ExpandedTerm(
        term=Term(words=tuple(word[0] for word in words)),
        words=tuple(Expansion(typed=word[0], lemmas=(), forms=tuple(word), prefix=prefix) for word in words),
    )


PARK = term(["park", "parku", "parki"])


@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from(["parku ", "<b>", "i ", "\n\n", "Park. ", "x" * 90]), max_size=60).map("".join)
)
def test_a_snippet_is_a_piece_of_the_text(text):
    found = snippet(text, [PARK])
    piece = "".join(run for run, _ in found.runs)
    assert piece in text.replace("\n\n", " ").replace("\n", " ")
    assert all(run.lower() in {"park", "parku", "parki"} for run, marked in found.runs if marked)
    shown = re.sub("</?mark>", "", found.to_html())
    assert "<" not in shown
    assert piece in html.unescape(shown)
    if re.search(r"\bparku\b", text[:100]):
        assert count_marks(found)


def test_the_window_with_most_of_the_terms_is_shown():
    far = "Słowo o niczym. " * 40
    text = f"Park. {far} Rada odwiedziła parki. {far} Park."
    shown = snippet(text, [PARK, term(["rada"])]).to_html()
    assert "<mark>Rada</mark> odwiedziła <mark>parki</mark>" in shown
    assert len(shown) < WIDTH + 60


@given(st.integers(0, 199), st.sampled_from([" ", ", ", " – ", ".\n\n", "/", "_"]))
def test_a_snippet_begins_and_ends_with_whole_words(number, between):
    words = [f"słowo{one}" for one in range(200)]
    found = snippet(between.join(words), [term([words[number]])])
    piece = "".join(run for run, _ in found.runs)
    shown = re.findall(r"[^\W_]+", piece)
    assert set(shown) <= set(words)
    assert words[number] in shown
    assert len(piece) <= WIDTH + len("słowo199")
    assert found.cut_after is (shown[-1] != words[-1])


def test_without_any_word_the_beginning_is_shown():
    found = snippet("Początek. " * 100, [PARK])
    assert not found.cut_before
    assert found.cut_after
    assert count_marks(found) == 0


def test_a_ligature_of_a_pdf_is_no_other_letter():
    assert snippet("Nowa ﬁrma.", [term(["firma"])]).to_html() == "Nowa <mark>ﬁrma</mark>."


def test_beginnings_of_words_are_marked_whole():
    assert snippet("Kieleckie parki", [term(["kiel"], prefix=True)]).to_html() == "<mark>Kieleckie</mark> parki"


def test_one_word_longer_than_a_snippet_is_shown():
    found = snippet("x" * 1000, [term(["x" * 1000])])
    assert count_marks(found) == 1
