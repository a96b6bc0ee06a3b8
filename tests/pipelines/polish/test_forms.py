"""The layers of a text: display keeps what a person reads, compare folds typography and never a digit or a letter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.polish import forms
from pipelines.polish.forms import COMPARE_VERSION, compare, display, display_body, fold, search_form
from scraper.parsers import context

FORMS = (display, display_body, compare, search_form)
PIECES = st.lists(
    st.sampled_from(
        [
            "&amp;",
            "amp;",
            "&",
            "oacute",
            ";",
            "&nbsp;",
            "&shy;",
            "\xad",
            "о",
            "р",
            "ж",
            "В",
            "a",
            "T",
            "ó",
            "-\n",
            "-",
            "\n",
            "̧",
            "́",
            "ţ",
            "Ş",
            "ﬂ",
            "…",
            "„",
            "−",
            "5",
            "²",
            " ",
            "\xa0",
            "lt;",
            "İ",
            "ẞ",
            "Σ",
            "K",
            "mia",
            "sta",
        ]
    )
).map("".join)


@given(st.one_of(st.text(), PIECES))
@example("р&oacute;r")
@example("&о\u00adacute;")
@example("&ор&oacute;;")
def test_every_form_is_stable(text):
    for form in FORMS:
        once = form(text)
        assert form(once) == once
        assert unicodedata.is_normalized("NFC", once)
    assert fold(fold(text)) == fold(text)
    assert compare(search_form(text)) == search_form(text)


@given(st.text(alphabet="0123456789ąćęłńóśźżĄĆĘŁŃÓŚŹŻ²½№%+,.- \u00a0–„”&;aeоаţ\n\u00ad"))
def test_a_form_never_changes_a_digit_a_sign_or_a_letter_of_polish_nor_their_order(text):
    kept = "0123456789ąćęłńóśźżĄĆĘŁŃÓŚŹŻ²½№%+,"
    for form in (display, display_body, compare):
        assert [sign for sign in form(text) if sign in kept] == [sign for sign in text if sign in kept]
    assert [sign for sign in search_form(text) if sign in kept] == [sign for sign in text.lower() if sign in kept]


@pytest.mark.parametrize(
    ("printed", "shown", "compared"),
    [
        ("„Tak”\u00a0– rzekł…", "„Tak” – rzekł…", '"Tak" - rzekł...'),
        ("Kiel\u00adce\u200b\ufeff", "Kielce", "Kielce"),
        ("10\u2009m² i ½", "10 m² i ½", "10 m² i ½"),
        ("o\u0301smy ﬁnał", "ósmy ﬁnał", "ósmy finał"),
        ("z Timişoary i Galaţi", "z Timişoary i Galaţi", "z Timișoary i Galați"),
        ("Kiеlce", "Kiеlce", "Kielce"),  # the e is Cyrillic
        ("Київ, Одеса i СССР", "Київ, Одеса i СССР", "Київ, Одеса i СССР"),
        ("Kжelce Аж", "Kжelce Аж", "Kжelce Аж"),
        ("pok&oacute;j &amp;oacute; &quot;A&quot;", "pok&oacute;j &amp;oacute; &quot;A&quot;", 'pokój ó "A"'),
        ("A&nbsp;B &shy; R&D; AT&T", "A&nbsp;B &shy; R&D; AT&T", "A B &shy; R&D; AT&T"),
        ("rok 5 &lt; 6 `a`", "rok 5 &lt; 6 `a`", "rok 5 < 6 'a'"),
    ],
)
def test_display_keeps_typography_and_compare_folds_it(printed, shown, compared):
    assert (display(printed), compare(printed)) == (shown, compared)


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("Rada mia-\nsta, a w niej miasta", "Rada miasta, a w niej miasta"),
        ("Rada mia-\nsta", "Rada mia- sta"),
        ("Bielsko-\nBiała, Bielskobiała", "Bielsko- Biała, Bielskobiała"),
        ("północ-\nwschód", "północ- wschód"),
    ],
)
def test_a_word_parted_at_a_line_end_is_joined_where_the_text_has_it_whole(printed, compared):
    assert compare(printed) == compared


@pytest.mark.parametrize(
    ("one", "other"), [("Sąd", "Sad"), ("-500 zł", "500 zł"), ("0,5", "0.5"), ("12/2024", "12-2024")]
)
def test_what_an_auditor_must_see_differs_in_the_compare_form(one, other):
    assert compare(one) != compare(other)


def test_search_folds_case_beyond_ascii_and_fold_the_diacritics_of_a_word():
    assert search_form("ŻÓŁĆ „Ślichowic”") == 'żółć "ślichowic"'
    assert (fold("Łódź"), fold("źdźbło"), fold("Kielce")) == ("Lodz", "zdzblo", "Kielce")


def test_paragraphs_are_parted_by_one_blank_line_and_lines_stay():
    assert display_body("\n\n a  b\nc \n\n\n\n d\n \n") == "a b\nc\n\nd"


@given(st.text(alphabet="ab\u00a0\n \t\r\x0b\u2028\u00ade\u0301") | st.text())
def test_the_short_way_to_the_display_form_of_a_body_is_the_long_one(text):
    short = display_body(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "_is_displayed", lambda _: False)
        assert short == display_body(text)


def test_a_new_compare_form_is_a_new_reader():
    assert context.VERSION == context.PARSERS + COMPARE_VERSION
