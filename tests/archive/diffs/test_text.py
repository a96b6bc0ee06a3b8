"""Word diffs give both sides back to the letter, whatever they are given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diffs import text
from archive.diffs.text import Op, diff_words

words = st.sampled_from(["Nabór ", "trwa ", "do ", "1 maja 2026 r. ", "4,50 zł ", "a ", "\n\n", "żółć "])
texts = st.lists(words, max_size=25).map("".join) | st.text(max_size=40)


@given(texts, texts)
def test_joining_every_side_gives_that_side(old, new):
    steps = diff_words(old, new)
    assert "".join(step.old for step in steps) == old
    assert "".join(step.new for step in steps) == new
    for step in steps:
        assert (step.op == "equal") == (step.old == step.new)
        assert step.op in ("equal", "insert" if not step.old else "delete" if not step.new else "replace")


@given(texts)
def test_a_text_does_not_differ_from_itself(one):
    assert diff_words(one, one) == ((Op("equal", one, one),) if one else ())


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        ("", "ala", (Op("insert", "", "ala"),)),
        ("ala", "", (Op("delete", "ala", ""),)),
        ("cena 4,50 zł dziś", "cena 5,20 zł dziś", ("equal", "replace", "equal")),
        ("do 1 maja 2026 r. rano", "do 3 maja 2026 r. rano", ("equal", "replace", "equal")),
        ("jeden i dwa", "trzy i cztery", ("replace",)),  # a kept word of one letter between two edits joins them
    ],
)
def test_dates_and_amounts_are_one_word(old, new, steps):
    found = diff_words(old, new)
    assert found == steps or tuple(step.op for step in found) == steps


def test_an_edit_that_came_out_as_it_went_in_is_none():
    assert text._edit("1 maja ", "1 maja ") == Op("equal", "1 maja ", "1 maja ")


def test_what_is_too_long_to_compare_word_by_word_is_one_replacement(monkeypatch):
    monkeypatch.setattr(text, "MAX_TOKENS", 3)
    assert [step.op for step in diff_words("a b c d x", "a q r s x")] == ["equal", "replace", "equal"]
