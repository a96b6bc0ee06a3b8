"""The strict forms of a date, of a time of day and of what stands around them, and how each is read."""

from __future__ import annotations

import re
from datetime import UTC, date, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pipelines.polish.dated import Day
from pipelines.polish.months import NUMBERS, ROMAN, month_of

FIRST_YEAR = 1900
YEARS_AHEAD = 2
WARSAW = ZoneInfo("Europe/Warsaw")

_BY_LETTER = {
    letter: "|".join(name[1:] for name in sorted(NUMBERS, key=len, reverse=True) if name[0] == letter)
    for letter in sorted({name[0] for name in NUMBERS})
}
MONTH = f"(?:(?=[{''.join(_BY_LETTER)}])(?:{'|'.join(f'{letter}(?:{rest})' for letter, rest in _BY_LETTER.items())}))"
"""Names of months by their first letter: where none begins that is known at one look, in any case."""
ROMAN_MONTH = "(?-i:" + "|".join(sorted(ROMAN, key=len, reverse=True)) + ")"
ORDINAL = r"(?:\s?-?(?:go|ego|szy|th|st|nd|rd)\b)?"
FORMS = {
    "year-month-day": r"(?P<y1>\d{4})(?P<s1>[-./])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})",
    "day-month-year": r"(?P<d2>\d{1,2})\s?(?P<s2>[-./])\s?(?P<m2>\d{1,2})\s?(?P=s2)\s?(?P<y2>\d{4})",
    "day-roman-year": rf"(?P<d3>\d{{1,2}})\s*[-./\s]\s*(?P<m3>{ROMAN_MONTH})\s*[-./\s]\s*(?P<y3>\d{{4}})",
    "day-name-year": rf"(?P<d4>\d{{1,2}}){ORDINAL}[.\s-]*(?P<m4>{MONTH})\b\.?,?[\s-]*(?P<y4>\d{{4}})",
    "name-day-year": rf"(?P<m5>{MONTH})\b\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y5>\d{{4}})",
}
ANY = "(?:" + "|".join(FORMS.values()) + r")(?!\d)"
YEAR_MARK = r"(?:\s*(?:r\b\.?|roku\b|rok\b))"
WEEKDAY = (
    r"(?=[cfmnpstwś])(?:poniedział(?:ek|ku)|poniedzialek|wtor(?:ek|ku)|środ[aęy]|srod[ae]|czwart(?:ek|ku)|piąt(?:ek|ku)|piatek|"
    r"sobot[aęy]|niedziel[aęi]|pon|wto?|śro?|sro|czw|pt|pią|pia|sob|niedz?|nd|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b\.?"
)
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,6})?)?"
HOUR_WORD = r"(?:godz(?:\.|in(?:ie|[aęy])\b)?|g\.)"
TIME = (
    rf"(?:(?:o\s+)?{HOUR_WORD}\s*(?=\d{{1,2}}\b)(?:{CLOCK}|\d{{1,2}})|(?:o\s+)?{CLOCK})"
    r"\s*(?:[ap]m\b)?\s*(?:Z\b|[+-]\d{2}:?\d{2}|(?-i:[A-Z]{3,4})\b)?"
)
_RULES = tuple(FORMS)
_AT = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,6})?)?)?"
    r"\s*(?P<half>[ap]m\b)?\s*(?P<zone>Z\b|GMT\b|UTC\b|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


def checked(year: int, month: int | None, day: int, today: date) -> date | None:
    """Return a day that there was, from 1900 to two years after `today`; else None."""
    if month is None or not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of(match: re.Match[str], today: date, at: str | None = None) -> Day | None:
    """Return the day that a match of ANY gives, with the time printed beside it; None where there is no such day."""
    index, rule = next((index, rule) for index, rule in enumerate(_RULES, 1) if match[f"y{index}"] is not None)
    printed = match[f"m{index}"]
    month = int(printed) if printed.isdigit() else month_of(printed)
    value = checked(int(match[f"y{index}"]), month, int(match[f"d{index}"]), today)
    return Day(value=value, rule=rule, at=time_of(at) if at else None) if value is not None else None


def time_of(printed: str) -> time | None:
    """Return a printed time of day in the zone printed with it, else Poland's; None for hour 24 and beyond."""
    match = _AT.search(printed)
    if match is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0), tzinfo=_zone(match["zone"]))
    except ValueError:
        return None


def _zone(printed: str | None) -> tzinfo:
    if printed is None:
        return WARSAW
    if printed[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(printed[1:3]), minutes=int(printed[-2:]))
    return timezone(offset if printed[0] == "+" else -offset)
