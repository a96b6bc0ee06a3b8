"""The layers of a text: display keeps what a person reads, compare folds typography and never a digit or a letter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.polish.forms import compare, display, display_body


@given(st.text())
def test_every_form_is_stable(text):
    for form in (display, display_body, compare):
        once = form(text)
        assert form(once) == once
        assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_a_form_never_changes_a_digit_or_a_letter_of_polish(text):
    kept = "0123456789ąćęłńóśźżĄĆĘŁŃÓŚŹŻ²½№"
    composed = unicodedata.normalize("NFC", text)
    for form in (display, display_body, compare):
        assert [sign for sign in form(text) if sign in kept] == [sign for sign in composed if sign in kept] or any(
            unicodedata.combining(sign) for sign in text
        )


@pytest.mark.parametrize(
    ("printed", "shown", "compared"),
    [
        ("„Tak”\u00a0– rzekł…", "„Tak” – rzekł…", '"Tak" - rzekł...'),
        ("Kiel\u00adce\u200b\ufeff", "Kielce", "Kielce"),
        ("10\u2009m² i ½", "10 m² i ½", "10 m² i ½"),
        ("o\u0301smy ﬁnał", "ósmy ﬁnał", "ósmy finał"),
    ],
)
def test_display_keeps_typography_and_compare_folds_it(printed, shown, compared):
    assert (display(printed), compare(printed)) == (shown, compared)


def test_paragraphs_are_parted_by_one_blank_line_and_lines_stay():
    assert display_body("\n\n a  b\nc \n\n\n\n d\n \n") == "a b\nc\n\nd"
