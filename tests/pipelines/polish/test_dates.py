"""Dates as printed: FAULTS on dates, POLISH.md section 3."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.polish.dates import as_day, find_date, is_date_line, split_labelled_dates

TODAY = date(2024, 3, 15)
FEB28 = date(2018, 2, 28)


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
        "2018", "Termin do 28.02.2018", "uchwała nr 5/10/2018 z dnia", "5 osób w 2018",
    ],
)  # fmt: skip
def test_what_is_no_whole_date_gives_no_day(printed):
    assert as_day(printed, TODAY) is None
    assert not is_date_line(printed)


@pytest.mark.parametrize("printed", ["31.02.2018", "32-01-2018", "28.13.2018", "01.01.1850", "01.01.2090"])
def test_impossible_and_far_dates_give_no_day(printed):
    assert find_date(printed, TODAY) is None


def test_partial_dates_say_what_they_are():
    precisions = [find_date(text, TODAY).precision for text in ("luty 2018", "27 maja", "1-5 marca 2018")]
    assert precisions == ["month", "month-day", "range"]


def test_labelled_dates_are_parted_by_role():
    assert split_labelled_dates("Data publikacji: 01.02.2024 Data aktualizacji: 05.02.2024") == [
        ("published", "01.02.2024"),
        ("updated", "05.02.2024"),
    ]
    assert split_labelled_dates("Zmieniony ( 19.12.2023. )") == [("updated", "19.12.2023")]
    assert split_labelled_dates("28-02-2018") == [("other", "28-02-2018")]
