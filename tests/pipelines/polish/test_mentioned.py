"""Dates mentioned in prose, told apart as deadlines, events and dates."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.polish import mentioned
from pipelines.polish.mentioned import mentioned_dates

WRITTEN = date(2018, 2, 1)
MARCH = date(2018, 3, 15)


def read(text, written=WRITTEN):
    return [(found.kind, found.text, found.value) for found in mentioned_dates(text, written)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Wnioski składa się do dnia 15 marca 2018 r. w kancelarii.", "15 marca 2018 r."),
        ("Do 15 marca 2018 r. trwa nabór.", "15 marca 2018 r."),
        ("Oferty należy złożyć w terminie do 15.03.2018 r.", "15.03.2018 r."),
        ("Termin składania ofert: 2018-03-15", "2018-03-15"),
        ("Termin naboru upływa z dniem 15 marca 2018 roku.", "15 marca 2018 roku"),
        ("Zgłoszenia najpóźniej do czwartku, 15 marca 2018 r.", "15 marca 2018 r."),
        ("Zapłać nie później niż 15 marca br.", "15 marca br."),
    ],
)
def test_a_deadline_is_told_by_the_words_before_it(text, span):
    assert read(text) == [("deadline", span, MARCH)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("Koncert odbędzie się 15 marca 2018 r.", "15 marca 2018 r.", MARCH),
        ("W czwartek, 15 marca 2018 r. zamykamy most.", "15 marca 2018 r.", MARCH),
        ("Dyżur w dniu 15.03.2018 r. pełni radny.", "15.03.2018 r.", MARCH),
        ("15 marca 2018 r. miasto zaprasza na festyn.", "15 marca 2018 r.", MARCH),
        ("Warsztaty w dniach 1 – 5 marca 2018 r.", "1 – 5 marca 2018 r.", "2018-03-01/2018-03-05"),
        ("Nabór od 1 lutego do 5 marca br.", "od 1 lutego do 5 marca br.", "2018-02-01/2018-03-05"),
        ("Ferie 28.01 - 10.02.2018", "28.01 - 10.02.2018", "2018-01-28/2018-02-10"),
        ("Przerwa 28 grudnia – 3 stycznia 2019", "28 grudnia – 3 stycznia 2019", "2018-12-28/2019-01-03"),
        ("Objazd 28.02.2018-3.03.2018 r.", "28.02.2018-3.03.2018 r.", "2018-02-28/2018-03-03"),
        ("Od 4 do 20 grudnia br. jarmark", "Od 4 do 20 grudnia br.", "2018-12-04/2018-12-20"),
        ("Biwak 1-5 maja", "1-5 maja", "--05-01/--05-05"),
        ("Biwak 30 kwietnia - 2 maja", "30 kwietnia - 2 maja", "--04-30/--05-02"),
        ("Od 28.02-5 marca", "Od 28.02-5 marca", "--02-28/--03-05"),
    ],
)
def test_an_event_is_told_by_its_verb_its_weekday_or_its_length(text, span, value):
    assert read(text) == [("event", span, value)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("Ustawa z dnia 8 marca 1990 r. o samorządzie", "8 marca 1990 r.", date(1990, 3, 8)),
        ("Czynne od 2 maja 2018 r.", "2 maja 2018 r.", date(2018, 5, 2)),
        ("Otwarto go 5 XII 2012 r.", "5 XII 2012 r.", date(2012, 12, 5)),
        ("Zdarzyło się 10 kwietnia.", "10 kwietnia", "--04-10"),
        ("Stało się to w lutym 2018 roku", "lutym 2018 roku", "2018-02"),
        ("Tak było 20 grudnia ub.r.", "20 grudnia ub.r.", date(2017, 12, 20)),
        ("Szkoła nr 3 – 5 marca 2018 r.", "5 marca 2018 r.", date(2018, 3, 5)),
        ("Zdanie o nr 3-5 marca 2018 r.", "5 marca 2018 r.", date(2018, 3, 5)),
        ("Nowy dom przy Rynku 3 - 5 marca 2018", "5 marca 2018", date(2018, 3, 5)),
        ("Pierwszego, 1-go maja 2018 r.", "1-go maja 2018 r.", date(2018, 5, 1)),
    ],
)
def test_any_other_date_is_a_date(text, span, value):
    assert read(text) == [("date", span, value)]


def test_times_and_terms_have_their_own_values():
    assert read("o godz. 12.05, w godz. 8–15.30 i o godzinie 9") == [
        ("time", "godz. 12.05", "12:05"),
        ("time", "godz. 8–15.30", "08:00/15:30"),
        ("time", "godzinie 9", "09:00"),
    ]
    assert read("w terminie 14 dni, w ciągu 3 miesięcy, w terminie 2 tygodni") == [
        ("deadline", "w terminie 14 dni", "P14D"),
        ("deadline", "w ciągu 3 miesięcy", "P3M"),
        ("deadline", "w terminie 2 tygodni", "P2W"),
    ]
    assert [kind for kind, _, _ in read("Sesja 15 marca 2018 r. o godz. 10")] == ["event", "time"]


@pytest.mark.parametrize(
    "text",
    [
        "ul. 3 Maja 12", "31 lutego 2018", "31.02.2018", "pismo GN.6840.12.2018", "12/2018", "lis 2018", "sie 2018", "list 2018",
        "3 razy w 2018", "godz. 25", "5-1 marca 2018", "5 V", "w roku 2018", "1.2.3.2018.4", "5 marca – 31 lutego 2018",
        "31.02-5.03.2018", "1.13-5 maja", "31 lutego - 2 maja",
        "pokój 12.10.2018", "wersja 1.2.2024", "pok. 1.02.2018", "nr 5.10.2018",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_found(text):
    assert read(text) == []


def test_this_year_is_unknown_where_it_is_not_known_when_the_text_was_written():
    assert read("do 15 marca br.", None) == [("deadline", "15 marca br.", "--03-15")]


_PARTS = (
    "1 5 12 28 31 2018 2018-03-15 15.03.2018 5/5/2018 05.03 maja lutym dni osób V XII od Do dnia - – -go r. roku br. godz. g. "
    "12.00 nocy z na w W terminie ciągu dni . , ( \n odbędzie zaprasza termin: upływa w czwartek, A nr"
)
PARTS = st.lists(st.sampled_from(_PARTS.split(" ")), max_size=12)


@settings(max_examples=150)
@given(PARTS, st.sampled_from([" ", ""]))
def test_spans_begin_nowhere_but_where_they_are_looked_for(parts, gap):
    text = gap.join(parts)
    found = list(mentioned._spans(text, WRITTEN))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mentioned, "_BEGINS", re.compile("(?s:.)"))
        assert found == list(mentioned._spans(text, WRITTEN))


@settings(max_examples=150)
@given(PARTS)
def test_a_date_is_led_to_only_by_the_words_that_are_asked_first(parts):
    text = " ".join(parts)
    found = list(mentioned._spans(text, WRITTEN))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mentioned, "_is_led_to", lambda *_: True)
        assert found == list(mentioned._spans(text, WRITTEN))


@given(st.text(alphabet="0123456789.-–/: dniamarcodgz XIV,()\nWw"))
def test_spans_are_exact_in_order_and_apart(text):
    end = 0
    for found in mentioned_dates(text, WRITTEN):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        end = found.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stało się to w nocy z 12 na 13 marca 2018 r.", [("event", "nocy z 12 na 13 marca 2018 r.", "2018-03-12/2018-03-13")]),
        ("Przeniesiono to z 12 na 13 marca 2018 r.", [("date", "13 marca 2018 r.", date(2018, 3, 13))]),
        ("II kwartał 2023", [("date", "II kwartał 2023", "2023-04-01/2023-06-30")]),
        ("w IV kwartale 2023 r.", [("date", "IV kwartale 2023 r.", "2023-10-01/2023-12-31")]),
        ("I–II kwartał 2023", []),
        ("godz. 17 30", []),
        ("godz. 17.30 5 maja", [("time", "godz. 17.30", "17:30"), ("date", "5 maja", "--05-05")]),
    ],
)  # fmt: skip
def test_nights_quarters_and_hours_are_read_whole_or_not_at_all(text, found):
    assert read(text) == found
