"""Dates as printed: FAULTS on dates, POLISH.md section 3."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.polish import dates
from pipelines.polish.date_forms import WARSAW, time_of
from pipelines.polish.dated import Month, MonthDay, Range
from pipelines.polish.dates import as_day, date_line, find_date, is_date_line, local_day, split_labelled_dates
from pipelines.polish.forms import display

TODAY = date(2024, 3, 15)
FEB28 = date(2018, 2, 28)
PRINTED = Path(__file__).with_name("printed_dates.tsv")
BASES = {"table": date(2018, 3, 15), "corpora": date(2026, 3, 15)}
"""The day of the capture by where the form is from."""


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("28-02-2018", FEB28),
        ("28.02.2018 r.", FEB28),
        ("5.3.2018", date(2018, 3, 5)),
        ("2018-02-28", FEB28),
        ("2018-02-28 10:15", FEB28),
        ("2018-02-28T10:15:00+01:00", FEB28),
        ("2018-02-28T10:15:00Z", FEB28),
        ("05/12/2012", date(2012, 12, 5)),
        ("28 lutego 2018 r.", FEB28),
        ("28 luty 2018", FEB28),
        ("22 Lutego 2019", date(2019, 2, 22)),
        ("5 wrzesnia 2017", date(2017, 9, 5)),
        ("5 pazdziernika 2017 roku", date(2017, 10, 5)),
        ("28 paź 2005", date(2005, 10, 28)),
        ("3 sty. 2010", date(2010, 1, 3)),
        ("20.X.2005 r.", date(2005, 10, 20)),
        ("5 XII 2012", date(2012, 12, 5)),
        ("1-go maja 2012", date(2012, 5, 1)),
        ("19.12.2023.", date(2023, 12, 19)),
        ("Wed, 28 Feb 2018 10:00:00 +0100", FEB28),
        ("Wed, 28 Feb 2018 10:00:00 GMT", FEB28),
        ("28 February 2018", FEB28),
        ("February 28, 2018", FEB28),
        ("z dnia 28.02.2018", FEB28),
        ("Data dodania: 28-02-2018", FEB28),
        ("OPUBLIKOWANO: 28 lutego 2018, godz. 12:00", FEB28),
        ("Zmieniony ( 19.12.2023. )", date(2023, 12, 19)),
        ("Kielce, dnia 28 lutego 2018 r.", FEB28),
        ("środa, 28 lutego 2018", FEB28),
        ("28\u00a0lutego\u00a02018", FEB28),
    ],
)
def test_a_printed_date_is_read_and_known_as_a_date_line(printed, day):
    assert as_day(printed, TODAY) == day
    assert is_date_line(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "", "41-36-76-553", "1 200,50 zł", "12/2024", "12-2024", "ul. 3 Maja", "3 Maja 12", "ISO 37120", "godz. 12:00",
        "luty 2018", "27 maja", "1-5 marca 2018", "28.02 - 03.03.2018", "tel. 41 367 60 00", "NIP 657-02-61-731",
        "2018", "Termin do 28.02.2018", "uchwała nr 5/10/2018 z dnia", "5 osób w 2018", "230 V", "12 V", "15 marca br.",
    ],
)  # fmt: skip
def test_what_is_no_whole_date_gives_no_day(printed):
    assert as_day(printed, TODAY) is None
    assert not is_date_line(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "31.02.2018",
        "32-01-2018",
        "28.13.2018",
        "01.01.1850",
        "01.01.2090",
        "luty 2090",
        "31 lutego",
        "5-1 marca 2018",
        "grudzień-luty 2018",
        "1.13-5.01.2018",
        "1-31.02.2018",
        "31 lutego 2018 lub 1",
        "31 lutego br.",
    ],
)
def test_impossible_and_far_dates_give_nothing(printed):
    assert find_date(printed, TODAY, TODAY) is None


def printed_dates():
    with PRINTED.open(encoding="utf-8", newline="") as file:
        return [(row["printed"], row["says"], row["from"]) for row in csv.DictReader(file, delimiter="\t")]


def test_no_printed_date_of_the_table_is_read_wrong_and_at_most_3_in_100_are_missed():
    rows = printed_dates()
    assert [origin for _, _, origin in rows].count("table") == 76
    assert [origin for _, _, origin in rows].count("corpora") >= 60
    read = {
        printed: found.iso if (found := find_date(printed, BASES[origin], BASES["table"])) is not None else ""
        for printed, _, origin in rows
    }
    wrong = [(printed, read[printed]) for printed, says, _ in rows if read[printed] not in (says, "")]
    missed = [printed for printed, says, _ in rows if says and not read[printed]]
    assert wrong == []
    assert len(missed) <= 0.03 * len(rows), missed


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        ("luty 2018", Month(year=2018, month=2)),
        ("27 maja", MonthDay(month=5, day=27)),
        ("1-5 marca 2018", Range(first=date(2018, 3, 1), last=date(2018, 3, 5))),
        ("28 grudnia 2018 - 3 stycznia 2019", Range(first=date(2018, 12, 28), last=date(2019, 1, 3))),
        ("28 grudnia – 3 stycznia 2019", Range(first=date(2018, 12, 28), last=date(2019, 1, 3))),
        ("2018-03-01 – 2018-03-05", Range(first=date(2018, 3, 1), last=date(2018, 3, 5))),
        ("wrzesień - październik 2010", Range(first=date(2010, 9, 1), last=date(2010, 10, 31))),
    ],
)
def test_partial_dates_and_ranges_are_types_of_their_own(printed, says):
    assert find_date(printed, TODAY) == says


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("28 lutego 2018, godz. 12:05", time(12, 5, tzinfo=WARSAW)),
        ("28 lutego 2018 r. o godz. 9", time(9, tzinfo=WARSAW)),
        ("10:15 28.02.2018", time(10, 15, tzinfo=WARSAW)),
        ("February 28, 2018 at 10:05 pm", time(22, 5, tzinfo=WARSAW)),
        ("2018-02-28T10:15:07Z", time(10, 15, 7, tzinfo=UTC)),
        ("2018-02-28T10:15:00.000+02:00", time(10, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("Wed, 28 Feb 2018 10:00:00 -0500", time(10, tzinfo=timezone(-timedelta(hours=5)))),
        ("28.02.2018 25:70", None),
        ("28.02.2018", None),
    ],
)
def test_a_time_of_day_is_kept_in_its_zone_else_in_that_of_poland(printed, at):
    found = find_date(printed, TODAY)
    assert (found.value, found.at) == (FEB28, at)


def test_what_has_no_hour_is_no_time_of_day():
    assert time_of("rano") is None


def test_this_year_is_known_only_where_it_is_known_when_the_text_was_written():
    assert find_date("15 marca br.", TODAY) == MonthDay(month=3, day=15)
    assert find_date("15 marca br., godz. 10:00", TODAY, FEB28).value == date(2018, 3, 15)
    assert find_date("15 marca ubiegłego roku", TODAY, FEB28).value == date(2017, 3, 15)


@pytest.mark.parametrize(
    ("printed", "days"),
    [("dziś", 0), ("Wczoraj, 10:15", 1), ("3 dni temu", 3), ("2 tygodnie temu", 14), ("tydzień temu", 7)],
)
def test_days_ago_count_from_the_day_of_the_capture_in_poland(printed, days):
    night = datetime(2024, 3, 14, 23, 30, tzinfo=UTC)
    assert as_day(printed, local_day(night)) == TODAY - timedelta(days=days)


def test_what_no_strict_form_reads_is_asked_of_dateparser():
    found = find_date("28th of February 2018", TODAY)
    assert (found.value, found.rule) == (FEB28, "dateparser")
    assert find_date("28 rzeczy z roku 2018", TODAY) is None


def test_labelled_dates_are_parted_by_role():
    assert split_labelled_dates("Data publikacji: 01.02.2024 Data aktualizacji: 05.02.2024") == [
        ("published", "01.02.2024"),
        ("updated", "05.02.2024"),
    ]
    assert split_labelled_dates("Zmieniony ( 19.12.2023. )") == [("updated", "19.12.2023")]
    assert split_labelled_dates("28-02-2018") == [("other", "28-02-2018")]
    assert split_labelled_dates("bez daty") == []


def test_labelled_dates_far_apart_on_a_line_are_all_found():
    line = f"Utworzono 28.02.2018 {'słowo ' * 60}zmieniono 05.03.2018"
    assert split_labelled_dates(line) == [("published", "28.02.2018"), ("updated", "05.03.2018")]


@pytest.mark.parametrize("piece", ["a 2018 b ", "maj 2018 ", "5 . 2018 ", "data 2018 "])
def test_a_long_line_of_years_without_dates_is_read_quickly(piece):
    line = piece * (100_000 // len(piece))
    began = process_time()
    assert split_labelled_dates(line) == []
    assert process_time() - began < 0.6


def test_a_line_of_dates_and_labels_alone_is_a_date_line():
    assert date_line("Data publikacji: 01.02.2024, Data aktualizacji: 05.02.2024")[1] == ("updated", "05.02.2024")
    assert date_line("Opublikowano: 28 lutego 2018") == [("published", "28 lutego 2018")]
    assert date_line("28.02.2018 r.") == [("other", "28.02.2018 r.")]
    assert date_line("Remont od 01.02.2024 do 05.02.2024") == []
    assert date_line("rok 2018") == date_line("brak") == []


@given(st.one_of(st.text(), st.text(alphabet="0123456789.-/: rdniamajXIVgodz,()")))
def test_reading_a_line_never_raises_and_a_date_line_gives_its_dates(text):
    find_date(text, TODAY, TODAY)
    assert bool(date_line(text)) or not is_date_line(text)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("18 maja 12, 11:23", date(2012, 5, 18)),
        ("30.12.11, 13:02:32", date(2011, 12, 30)),
        ("05.01.12, 18:41", None),  # 2005-01-12 as well
        ("31.02.11, 13:02", None),
        ("30.12.11", None),
    ],
)
def test_a_year_of_two_digits_is_read_with_a_time_behind_it_where_it_can_be_no_other(printed, day):
    assert as_day(printed, date(2026, 3, 15)) == day


_LINES = (
    "Data publikacji: aktualizacja dodano zmiana z dnia dnia 5 12 28.02.2018 2018-03-01 1850-01-01 15 maja października 2018 1999 r. "
    "roku godz. 12:30 środa, pt. , . : ( ) - XII 20180 5/5/2018 tekst"
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_LINES.split(" ")), max_size=14), st.sampled_from([" ", ""]))
def test_labelled_dates_looked_for_at_their_years_are_those_of_the_whole_line(parts, gap):
    line = display(gap.join(parts))
    assert [one.span() for one in dates._labelled(line)] == [one.span() for one in dates._LABELLED.finditer(line)]


def test_a_long_text_with_a_year_is_searched_at_its_years():
    text = "Opublikowano 28.02.2018 " + "pt, 5 - 5 - A. " * 20_000
    start = process_time()
    assert split_labelled_dates(text) == [("published", "28.02.2018")]
    assert process_time() - start < 0.4
