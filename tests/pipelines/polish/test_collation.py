"""The Polish alphabet for names sorted for people, and nouns counted in Polish."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.polish.collation import polish_key
from pipelines.polish.dated import Day, Month, MonthDay, Range
from pipelines.polish.wording import counted, in_words

IN_ORDER = [
    "25 maja", "4 czerwca", "Ala", "Ala ma", "Alina", "Ąkała", "Cabaj", "Cąkała", "cwał", "Cwał", "Ćwik", "Dom", "Ewa", "Ęsi", "Lublin",
    "Łódź", "Mular", "Muller", "Müller", "Nowak", "Ńko", "Oko", "Ołtarz", "Ósmy", "sad", "Sad", "sąd", "Sąd", "Ślichowice",
    "Tak", "Vis", "Woda", "Zyga", "źle", "Źrebak", "Żyła", "Київ",
]  # fmt: skip
"""By hand, and in this order by ICU's collation for Polish too."""


def test_names_are_in_the_order_of_the_polish_alphabet():
    shuffled = IN_ORDER.copy()
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=polish_key) == IN_ORDER


def test_every_letter_has_its_place():
    alphabet = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
    backwards = alphabet[::-1]
    assert "".join(sorted(backwards, key=polish_key)) == alphabet


@given(st.lists(st.text()))
def test_any_names_can_be_sorted_and_case_alone_parts_none(names):
    keys = [polish_key(name) for name in sorted(names, key=polish_key)]
    assert keys == sorted(map(polish_key, names))
    assert all(polish_key(name)[0] == polish_key(name.lower())[0] for name in names if name.isascii())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 zmian"),
        (1, "1 zmiana"),
        (2, "2 zmiany"),
        (5, "5 zmian"),
        (12, "12 zmian"),
        (22, "22 zmiany"),
        (25, "25 zmian"),
        (112, "112 zmian"),
        (1234, "1 234 zmiany"),
        (-1, "-1 zmiana"),
    ],
)
def test_a_noun_agrees_with_its_number(number, words):
    assert counted(number, one="zmiana", few="zmiany", many="zmian").replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("dated", "words"),
    [
        (date(2018, 2, 28), "28 lutego 2018"),
        (Day(value=date(2018, 10, 1), rule="x"), "1 października 2018"),
        (Month(year=2018, month=2), "luty 2018"),
        (MonthDay(month=2, day=29), "29 lutego"),
        (Range(first=date(2018, 3, 1), last=date(2018, 3, 5)), "1–5 marca 2018"),
        (Range(first=date(2018, 2, 28), last=date(2018, 3, 3)), "28 lutego – 3 marca 2018"),
        (Range(first=date(2017, 12, 30), last=date(2018, 1, 2)), "30 grudnia 2017 – 2 stycznia 2018"),
    ],
)
def test_a_date_is_written_in_words(dated, words):
    assert in_words(dated).replace("\u2009", " ") == words
