"""Parts of a text join to it to the letter, and are what people read as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diffs.tokens import paragraphs, sentences, tokens

texts = st.text(max_size=60) | st.text(alphabet="ab .1-/§\u00a0,złnrDU@\n", max_size=60)


@given(texts)
def test_the_parts_join_to_the_text(text):
    assert "".join(tokens(text)) == text
    assert "".join(sentences(text)) == text
    assert "".join(part for pair in paragraphs(text) for part in pair) == text


@pytest.mark.parametrize(
    "word",
    ["5 maja 2018 r.", "15.03.2018", "2018-03-15", "-500 zł", "1 200,50 zł", "2,5 mln zł", "15%", "12/2024", "12:30", "0,5",
     "art. 5 ust. 1 pkt 2", "Dz. U. z 2018 r. poz. 994", "nr XII/345/2012", "§ 3 ust. 2", "ul.", "m.in.", "tj.", "65-lecie",
     "a.b@um.kielce.pl", "https://um.kielce.pl/a,b.html?x=1", "www.um.kielce.pl", "GN-II.6840.12.2018", "biało-czerwony"],
)  # fmt: skip
def test_what_people_read_as_one_is_one(word):
    assert [part.strip() for part in tokens(f"jest {word} oraz")] == ["jest", word, "oraz"]


def test_signs_are_apart_from_the_words_they_stand_at():
    assert tokens("(raz, dwa).") == ["(", "raz", ", ", "dwa", ")", "."]


def test_a_full_stop_after_an_abbreviation_or_initial_ends_no_sentence():
    text = "Przy ul. Sienkiewicza mieszka prof. Nowak i A. Kowalska. Tak jest! „Nie” – rzekł. 5 maja."
    assert sentences(text) == [
        "Przy ul. Sienkiewicza mieszka prof. Nowak i A. Kowalska. ", "Tak jest! ", "„Nie” – rzekł. ", "5 maja.",
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["a.", "1 111 ", "a.a", "nr ", "www.", "1.", "-", "x@", "Dz. "])
def test_a_long_run_of_anything_takes_linear_time(part):
    assert "".join(tokens(part * 20_000)) == part * 20_000
