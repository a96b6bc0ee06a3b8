"""Dates as Polish pages print them on lines: strict forms, then a tuned dateparser; a wrong date is worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from pipelines.polish.date_forms import (
    ANY,
    CLOCK,
    FIRST_YEAR,
    MONTH,
    ORDINAL,
    ROMAN_MONTH,
    TIME,
    WARSAW,
    WEEKDAY,
    YEAR_MARK,
    YEARS_AHEAD,
    checked,
    day_of,
    time_of,
)
from pipelines.polish.dated import Dated, Day, Month, Range, month_day, months
from pipelines.polish.forms import display
from pipelines.polish.months import NUMBERS, month_of

MAX_LINE = 120
"""Characters; a longer line is prose, not a date line."""

Role = Literal["published", "updated", "other"]

_LABEL_UPDATED = (
    r"(?:data\s+)?(?:ostatni(?:ej?|a)\s+)?(?:aktualizacj[ai]|modyfikacj[ai]|zmian[ay]|edycj[ai]|poprawk[ai])|(?:ostatnio\s+)?"
    r"(?:zmienion|zmodyfikowan|zaktualizowan|uaktualnion|edytowan|poprawion)[yoae]|last\s+(?:updated|modified)|updated|modified|оновлено"
)
_LABEL_PUBLISHED = (
    r"data\s+(?:dodania|publikacji|utworzenia|wytworzenia|zamieszczenia|ogłoszenia|wpisu)|opublikowan[yoae]|"
    r"(?:zamieszczon|dodan|utworzon|wytworzon|napisan|wprowadzon|udostępnion)[yoae]|publikacja|published|posted|created|опубліковано|дата\s+публікації"
)
_DAY_WORD = r"(?:(?:z|w)\s+)?(?:dnia\b|dniu\b|dn\.)"
_LABEL = rf"(?:(?:{_LABEL_UPDATED}|{_LABEL_PUBLISHED}|data)\b\s*:?\s*(?:{_DAY_WORD}\s*:?\s*)?|{_DAY_WORD}\s*:?\s*)"
_PLACE = rf"(?:Kielce,?\s+|(?-i:[A-ZĆŁŚŹŻ][\w-]+(?:\s[A-ZĆŁŚŹŻ][\w-]+)?),\s+(?={_DAY_WORD}))"
_HEAD = rf"[\s(\[]*(?:{_PLACE})?(?:{_LABEL}[\s(\[]*)?(?:{WEEKDAY},?\s*)?(?:(?P<before>{CLOCK}),?\s+)?"
_END = rf"(?:[\s,;|(]*{WEEKDAY}\)?)?(?:(?:\s*[,;|(-]\s*|\s+(?:at\s+)?|T)(?P<at>{TIME}))?[\s.,;)\]]*"
_LINE = re.compile(_HEAD + ANY + YEAR_MARK + "?" + _END, re.IGNORECASE)
_HEAD_ONLY = re.compile(_HEAD, re.IGNORECASE)
_TOWN = re.compile(r"[A-ZĆŁŚŹŻ][\w-]+(?:\s[A-ZĆŁŚŹŻ][\w-]+)?,\s+(?=\d)")
_MONTH_ONLY = re.compile(
    rf"(?:w[e]?\s+)?(?P<first>{MONTH}\b\.?|{ROMAN_MONTH})(?:\s*[-–—]\s*(?P<last>{MONTH}\b\.?|{ROMAN_MONTH}))?"
    rf"\s+(?P<y>\d{{4}}){YEAR_MARK}?",
    re.IGNORECASE,
)
_THIS_YEAR = r"b\.?\s?r\.?|bieżącego\s+roku|tego\s+roku"
_LAST_YEAR = r"ub\.?\s?r\.?|ubiegłego\s+roku|zeszłego\s+roku"
_MONTH_DAY = re.compile(
    rf"(?P<d>\d{{1,2}}){ORDINAL}\.?\s+(?P<m>{MONTH}\b)\.?"
    rf"(?:,?\s*(?:(?P<this>{_THIS_YEAR})|(?P<past>{_LAST_YEAR})))?{_END}",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?:w\s+dniach\s+|od\s+(?:dnia\s+)?)?(?P<d>\d{{1,2}})(?:\.(?P<m>\d{{1,2}})|\s+(?P<name>{MONTH}\b|{ROMAN_MONTH}\b))?"
    rf"(?:[./\s](?P<y>\d{{4}}){YEAR_MARK}?)?\.?\s*(?:[-–—]|do)\s*(?:dnia\s+)?(?P<end>{ANY}){YEAR_MARK}?{_END}",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    rf"(?P<d>\d{{1,2}})(?:\.(?P<n>\d{{1,2}})\.|\s(?P<m>{MONTH}\b)\.?\s)(?P<y>\d\d),\s(?P<at>{CLOCK})", re.IGNORECASE
)
"""A year of two digits, read only with a time of day behind it: `30.12.11, 13:02`."""
_SHORT_LABELLED = re.compile(
    rf"(?:(?P<updated>{_LABEL_UPDATED})|(?:{_LABEL_PUBLISHED}))\b\s*:?\s*(?:{_DAY_WORD}\s*)?"
    r"(?P<d>\d{1,2})\.(?P<n>\d{1,2})\.(?P<y>\d\d)",
    re.IGNORECASE,
)
"""The same with a label, which says that it is a day, and dots, which in Poland part day, month and year in this order."""
_ISO_RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\s*[-–—/]\s*(\d{4}-\d\d-\d\d)")
_AGO = re.compile(
    rf"(?:(?P<word>dziś|dzisiaj|dzis|wczoraj|przedwczoraj)|(?P<n>\d{{1,3}})\s(?P<unit>dni|tygodnie|tygodni)\stemu"
    rf"|(?P<week>tydzień temu)){_END}",
    re.IGNORECASE,
)
_CENTURY = 2000
_DAYS_AGO = {"dziś": 0, "dzis": 0, "dzisiaj": 0, "wczoraj": 1, "przedwczoraj": 2}
_LABELLED = re.compile(
    rf"(?:\b(?=[acdelmnopuwz\u0430-\u044f])(?:(?P<updated>{_LABEL_UPDATED})|(?P<published>{_LABEL_PUBLISHED}))\b\s*:?[\s(\[]*(?:{_DAY_WORD}\s*)?)?"
    rf"(?<!\d)(?<!\d[-./])(?P<date>(?:{WEEKDAY},?\s*)?{ANY}(?:{YEAR_MARK})?(?:(?:\s*,)?\s*{TIME})?)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""Every form of a whole date has a year of four digits: the cheap test before the dear ones."""

_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_AHEAD, _BEHIND = 120, 80
"""Characters before a year and behind it in which a date, its label and its time stand."""

_LEFT_OVER = re.compile(r"[^\W\d_]{3,}")
_WORTH_ASKING = re.compile(r"(?<!\d)\d{1,2}(?!\d)\D*[^\W\d_]{3,}\D*(?<!\d)(?:19|20)\d{2}(?!\d)")


def find_date(text: str, today: date, written: date | None = None) -> Dated | None:
    """Return what a whole date line gives, labels and times of day around it allowed; None where it gives none.

    `today` is the day of the capture: `wczoraj` counts from it, and impossible dates and years outside 1900 to two years
    after it are no dates. `written` is a day of the year in which the text was written, where that is known: `15 marca
    br.` is a whole date only then, since a capture of a later year would read it otherwise. Never raises.
    """
    line = display(text)
    if not line or len(line) > MAX_LINE:
        return None
    match = _LINE.fullmatch(line)
    if match is not None:
        return day_of(match, today, match["at"] or match["before"])
    if short := _short_labelled(line):
        value = checked(_CENTURY + int(short["y"]), int(short["n"]), int(short["d"]), today)
        return Day(value=value, rule="short-year") if value is not None and value <= today else None
    rest = line[head.end() :] if (head := _HEAD_ONLY.match(line)) else line
    rest = _TOWN.sub("", rest, count=1) if _TOWN.match(rest) else rest
    found_day = _LINE.fullmatch(rest)
    if found_day is not None:
        return day_of(found_day, today, found_day["at"])
    parts = dict.fromkeys(
        (line.strip(" .()"), rest.strip(" .()"))
    )  # a head may be taken off too much: 28.02 - 3.03.2018
    partial = next((found for part in parts if (found := _partial(part, today, written))), None)
    return partial or _ask_dateparser(rest, today)


def local_day(moment: datetime) -> date:
    """Return the day it was in Poland at a moment, which must know its zone."""
    return moment.astimezone(WARSAW).date()


def as_day(text: str, today: date) -> date | None:
    """Return the day a date line gives, or None where it gives no whole date."""
    found = find_date(text, today)
    return found.value if found is not None else None


def is_date_line(text: str) -> bool:
    """Tell, in microseconds, whether a short line is a whole date and nothing else but labels and a time of day."""
    if not 6 <= len(text) <= MAX_LINE:
        return False
    return _YEAR.search(text) is not None and _LINE.fullmatch(display(text)) is not None


def split_labelled_dates(text: str) -> list[tuple[Role, str]]:
    """Return each date printed in a line with the role its label gives it, as printed, in order."""
    if not _YEAR.search(text):
        return []
    return [(_role(match), match["date"].strip()) for match in _labelled(display(text))]


def _labelled(line: str) -> Iterator[re.Match[str]]:
    """Yield the labelled dates of a line, looked for at its years alone: prose is long and has few."""
    for start, end in _near_years(line):
        yield from _LABELLED.finditer(line, start, end)


def _near_years(line: str) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a line (start, end) that are near a year, none overlapping."""
    start = end = 0
    for year in _FOUR_DIGITS.finditer(line):
        first = max(0, year.start() - _AHEAD)
        if end and first > end:
            yield start, end
        if not end or first > end:
            start = first
        end = year.end() + _BEHIND
    if end:
        yield start, end


def date_line(text: str) -> list[tuple[Role, str]]:
    """Return the dates of a line that is dates and their labels and nothing else, as printed; [] for any other line.

    A line of one date without a label is given whole (`28.10.2005 r.`), and so is one whose year has two digits, since its
    label is what makes it a date (`Data publikacji: 30.08.17`).
    """
    if not 6 <= len(text) <= MAX_LINE:
        return []
    if not (years := _YEAR.findall(text)):
        short = _short_labelled(text)
        return [("updated" if short["updated"] else "published", text)] if short else []
    line = display(text)
    if _LINE.fullmatch(line) is not None:
        role, printed = split_labelled_dates(line)[0]
        return [(role, printed if role != "other" else line)]
    if len(years) < 2:
        return []
    pairs = split_labelled_dates(line)
    labelled = len(pairs) > 1 and all(role != "other" for role, _ in pairs)
    return pairs if labelled and not _LEFT_OVER.search(_LABELLED.sub(" ", line)) else []


def _short_labelled(line: str) -> re.Match[str] | None:
    """Return the match of a labelled day with a year of two digits; most lines end otherwise, which is cheap to see."""
    return _SHORT_LABELLED.fullmatch(display(line)) if line[-3:-2] == "." and line[-1].isdigit() else None


def _role(match: re.Match[str]) -> Role:
    if match["updated"]:
        return "updated"
    return "published" if match["published"] else "other"


def _partial(line: str, today: date, written: date | None) -> Dated | None:
    if match := _MONTH_ONLY.fullmatch(line):
        return _whole_months(match, today)
    if match := _MONTH_DAY.fullmatch(line):
        return _day_of_year(match, written)
    if match := _SHORT_YEAR.fullmatch(line):
        return _of_short_year(match, today)
    if match := _AGO.fullmatch(line):
        return _ago(match, today)
    if match := _ISO_RANGE.fullmatch(line):
        first, last = (as_day(part, today) for part in match.groups())
        return _range(first, last)
    return _days(match, today) if (match := _RANGE.fullmatch(line)) else None


def _whole_months(match: re.Match[str], today: date) -> Dated | None:
    year, first = int(match["y"]), month_of(match["first"])
    last = month_of(match["last"]) if match["last"] else None
    if first is None or not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        return None
    return months(year, first, last) if last is not None else Month(year=year, month=first)


def _day_of_year(match: re.Match[str], written: date | None) -> Dated | None:
    month, day = NUMBERS[match["m"].lower()], int(match["d"])
    if not (match["this"] or match["past"]) or written is None:
        return month_day(month, day)
    value = checked(written.year - (1 if match["past"] else 0), month, day, written)
    return Day(value=value, rule="this-year", at=time_of(match["at"]) if match["at"] else None) if value else None


def _of_short_year(match: re.Match[str], today: date) -> Day | None:
    """Return a day up to `today`; None where its numbers could also be a year, month and day in that order."""
    first, last = int(match["d"]), int(match["y"])
    month = int(match["n"]) if match["n"] else NUMBERS[match["m"].lower()]
    value = checked(_CENTURY + last, month, first, today)
    turned = match["n"] and checked(_CENTURY + first, month, last, today)
    if value is None or value > today or turned:
        return None
    return Day(value=value, rule="short-year", at=time_of(match["at"]))


def _ago(match: re.Match[str], today: date) -> Day:
    days = _DAYS_AGO.get((match["word"] or "").lower(), 7)
    if match["n"]:
        days = int(match["n"]) * (1 if match["unit"].lower() == "dni" else 7)
    at = time_of(match["at"]) if match["at"] else None
    return Day(value=today - timedelta(days=days), rule="ago", at=at)


def _days(match: re.Match[str], today: date) -> Range | None:
    """Return a range; what its first day leaves out is that of its last, a year earlier where it would come after."""
    end = day_of(match, today)
    if end is None:
        return None
    last = end.value
    printed = match["m"] or match["name"]
    month = last.month if printed is None else int(printed) if printed.isdigit() else month_of(printed)
    year = int(match["y"] or last.year)
    first = checked(year, month, int(match["d"]), today)
    if first is not None and first > last and printed is not None and match["y"] is None:
        first = checked(year - 1, month, int(match["d"]), today)
    return _range(first, last)


def _range(first: date | None, last: date | None) -> Range | None:
    return Range(first=first, last=last) if first is not None and last is not None and first <= last else None


def _ask_dateparser(line: str, today: date) -> Day | None:
    if len(line) > 40 or not _WORTH_ASKING.fullmatch(line.strip(" .")):
        return None
    import dateparser  # noqa: PLC0415 # slow to import, seldom needed

    settings = {
        "DATE_ORDER": "DMY",
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PREFER_DATES_FROM": "past",
    }
    found = dateparser.parse(line.strip(" ."), languages=["pl", "en"], settings=settings)
    value = checked(found.year, found.month, found.day, today) if found is not None else None
    return Day(value=value, rule="dateparser") if value is not None else None
