"""What a difference touches, and where on either side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.classes.spans import text_spans
from archive.terms.classes import CLASSES

texts = st.lists(
    st.sampled_from(
        ["Nabór ", "nie ", "do 1 maja 2026 r. ", "4,50 zł ", "\n\n", "Sąd ", "Sad ", "„a” ", '"a" ', "17 ", ". "]
    ),
    max_size=16,
).map("".join)


@given(texts, texts)
def test_every_span_is_the_text_that_stands_at_its_place(old, new):
    for span in text_spans(old, new):
        assert span.name in CLASSES
        assert old[span.old_start : span.old_start + len(span.old)] == span.old
        assert new[span.new_start : span.new_start + len(span.new)] == span.new


@pytest.mark.parametrize(
    ("old", "new", "spans"),
    [
        ("Cena to 4,50 zł dziś", "Cena to 5,20 zł dziś", [("amount", "4,50 zł", "5,20 zł")]),
        ("Mówił Jan Kowalski.", "Mówił Jan Nowak.", [("person", "Kowalski", "Nowak")]),
        ("Czyta Ewa Lis, poetka", "Czyta Jan Wilk, poetka", [("person", "Ewa Lis", "Jan Wilk")]),
        ("czternastoma głosami", "trzynastoma głosami", [("number", "czternastoma", "trzynastoma")]),
        ("saldo -500 zł", "saldo 500 zł", [("amount", "-500 zł", "500 zł")]),
        ("Opłata 500 zł", "Opłata 500,00 zł", [("number", "500 zł", "500,00 zł")]),
        ("Nabór do 1 maja 2026 r.", "Nabór do 3 maja 2026 r.", [("deadline", "1 maja 2026 r.", "3 maja 2026 r.")]),
        (
            "zapłata w terminie 14 dni",
            "zapłata w terminie 7 dni",
            [("deadline", "w terminie 14 dni", "w terminie 7 dni")],
        ),
        ("Zebranie 5 maja 2018 r.", "Zebranie 6 maja 2018 r.", [("date", "5 maja 2018 r.", "6 maja 2018 r.")]),
        ("zebranie o godz. 12.00", "zebranie o godz. 14.00", [("date", "godz. 12.00", "godz. 14.00")]),
        ("Numer 17 wygrał", "Numer 18 wygrał", [("number", "17", "18")]),
        ("dla dwudziestu osób", "dla dwunastu osób", [("number", "dwudziestu", "dwunastu")]),
        ("wzrost o 5 %", "wzrost o 7 %", [("number", "5 %", "7 %")]),
        ("0,5 etatu", "0.5 etatu", [("number", "0,5", "0.5")]),
        ("pismo 12/2024", "pismo 12-2024", [("number", "12/2024", "12-2024")]),
        ("wg art. 5 ust. 1 ustawy", "wg art. 5 ust. 2 ustawy", [("legal_reference", "art. 5 ust. 1", "art. 5 ust. 2")]),
        ("Urząd jest czynny", "Urząd nie jest czynny", [("negation", "", "nie")]),
        ("Wpis jest ważny", "Wpis jest nieważny", [("negation", "ważny", "nieważny")]),
        ("Sąd orzekł ładnie", "Sad orzekł ladnie", [("diacritics", "Sąd", "Sad"), ("diacritics", "ładnie", "ladnie")]),
        ("Sąd Nowy", "Sad Stary", [("diacritics", "Sąd", "Sad"), ("wording", "Nowy", "Stary")]),
        ("Ładny dzień", "Brzydki dzień", [("wording", "Ładny", "Brzydki")]),
        ("Jest w domu.", "Jest w domu!", [("wording", ".", "!")]),
        ("Raz.\n\nTrzy.", "Raz.\n\nNowe dwa.\n\nTrzy.", [("paragraph_added", "", "Nowe dwa.")]),
        ("Raz.", "Raz.\n\nNowe dwa.", [("paragraph_added", "", "Nowe dwa.")]),
        ("Raz.\n\nStare dwa.\n\nTrzy.", "Raz.\n\nTrzy.", [("paragraph_removed", "Stare dwa.", "")]),
        ("„Tak” – rzekł", '"Tak" - rzekł', []),
        (
            "prezydent Jan Nowak",
            "prezydent Anna Kowalska",
            [("person", "prezydent Jan Nowak", "prezydent Anna Kowalska")],
        ),
        (
            "Wstęp 5 zł.",
            "Wstęp 5 zł. Zapisy do 5 maja 2018 r.",
            [("deadline", "", "5 maja 2018 r."), ("wording", "", "Zapisy do")],
        ),
        (
            "Wstęp 5 zł lub 6 zł.",
            "Wstęp wolny.",
            [("amount", "5 zł", ""), ("amount", "6 zł", ""), ("wording", "lub", "wolny")],
        ),
    ],
)
def test_a_difference_is_told_by_what_it_touches(old, new, spans):
    assert [(span.name, span.old, span.new) for span in text_spans(old, new)] == spans


def test_typography_is_a_span_beside_another_edit():
    found = text_spans(
        "Napisano „tak” wczoraj, potem jeszcze ktoś i basta.", 'Napisano "tak" wczoraj, potem jeszcze nikt i basta.'
    )
    assert [span.name for span in found] == ["typography", "typography", "wording"]


def test_a_paragraph_that_moved_is_one_span_of_wording():
    one, two, three = "Pierwszy akapit o remoncie mostu.", "Drugi akapit o szkole w mieście.", "Trzeci akapit."
    found = text_spans(f"{one}\n\n{two}\n\n{three}\n", f"{two}\n\n{three}\n\n{one}\n")
    assert [(span.name, span.old, span.new, span.moved) for span in found] == [("wording", one, one, True)]
