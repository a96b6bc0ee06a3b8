"""Dates and times of day mentioned in prose: spans, told apart as deadlines, events and plain dates.

Only what is sure: full month names in lower case (`3 Maja` is a street), years of four digits. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from pipelines.polish.date_forms import HOUR_WORD, ROMAN_MONTH, checked, time_of
from pipelines.polish.dated import month_day
from pipelines.polish.mention import Kind, Mention, Value, apart, mention
from pipelines.polish.months import POLISH, ROMAN

AROUND = 80
"""Characters before and after a date in which its sentence may say what it is for."""

FAR_AHEAD = date(2199, 1, 1)
"""Prose may speak of years to come (`do 31 grudnia 2050 r.`)."""

_WORD = "[a-ząćęłńóśźż]{3,13}"
_MARK = r"(?:\s?(?:r\.|roku\b|r\b))"
_NEARBY = r"br\.|b\.\s?r\.|bieżącego roku\b|tego roku\b"
_PAST = r"ub\.\s?r\.|ubiegłego roku\b|zeszłego roku\b"


def _whole(p: str) -> str:
    """Return the forms of a day; the year of a day with a named month may be missing."""
    return (
        rf"(?:(?P<{p}y1>\d{{4}})-(?P<{p}m1>\d\d)-(?P<{p}d1>\d\d)"
        rf"|(?P<{p}d2>\d{{1,2}})(?P<{p}s>[-./])\s?(?P<{p}m2>\d{{1,2}})(?P={p}s)\s?(?P<{p}y2>\d{{4}}){_MARK}?"
        rf"|(?P<{p}d3>\d{{1,2}})(?:-?go)?\s?(?P<{p}m3>{_WORD}|(?<=\s){ROMAN_MONTH})\b"
        rf"(?:\s(?:(?P<{p}y3>\d{{4}}){_MARK}?|(?P<{p}near>{_NEARBY})|(?P<{p}past>{_PAST})))?)"
    )


_BEFORE = r"(?<![\w/])(?<!\d[-.,])"
_AFTER = r"(?!\d|[-./]\d)"
_SPAN = re.compile(
    r"(?=[\dogwOGW]|nocy\s)(?:"  # a cheap test of the first character makes these patterns thrice as fast
    rf"{_BEFORE}(?:(?:[Oo]d\s(?:dnia\s)?|(?P<night>nocy\sz\s))(?=\d))?"
    rf"(?:(?P<from>{_whole('f')}|(?P<fd>\d{{1,2}})(?:\.(?P<fm>\d{{1,2}})\.?)?)(?:\s?[-–—]\s?|\sdo\s(?:dnia\s)?|(?(night)\sna\s|(?!))))?"
    rf"(?P<date>{_whole('t')}){_AFTER}"
    rf"|{_BEFORE}(?P<hour>(?i:{HOUR_WORD})\s?\d{{1,2}}(?:[:.]\d\d|(?!\s[0-5]\d\b))(?:\s?[-–—]\s?\d{{1,2}}(?:[:.]\d\d)?)?){_AFTER}"
    r"|\b[wW]\s(?:terminie|ciągu)\s(?:do\s)?(?P<count>\d{1,3})\s(?P<unit>dni|tygodni|miesięcy)(?:\sroboczych)?\b)"
)
_OF_YEAR = re.compile(rf"\s(?P<year>(?:19|20)\d\d)(?![\d/-]){_MARK}?")
_MONTH_BEFORE = re.compile(rf"(?<![\w/-])(?<!\d\s)(?<!\d-go\s){_WORD}\Z")
_QUARTER = re.compile(
    rf"(?<![\w/–—-])(?<![/–—-]\s)(?P<quarter>I{{1,3}}|IV)\skwarta(?:ł(?:u|em)?|le)\s(?P<year>(?:19|20)\d\d)(?![\d/-]){_MARK}?"
)
_QUARTERS = {"I": ("01-01", "03-31"), "II": ("04-01", "06-30"), "III": ("07-01", "09-30"), "IV": ("10-01", "12-31")}
_UNITS = {"dni": "D", "tygodni": "W", "miesięcy": "M"}
_WEEKDAYS = "(?:poniedział(?:ek|ku)|wtor(?:ek|ku)|środ[ęy]|czwart(?:ek|ku)|piąt(?:ek|ku)|sobot[ęy]|niedziel[ęi])"
_DEADLINE = re.compile(
    r"(?:\b(?:do|przed|po\sdzień|nie\spóźniej\sniż(?:\sdo)?|najpóźniej(?:\sdo|\sw)?|upływa|mija|kończy\ssię|deadline:?)"
    r"|\btermin(?:em|u)?\b[^.;:\d]{0,50}(?::|\s[-–—]|\s(?:do|to|jest|upływa|mija)))"
    rf"(?:\s(?:z\s)?(?:dnia|dniem|dniu|dn\.))?(?:\s{_WEEKDAYS},?)?\s?\Z",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(rf"\b(?:w\s(?:dniu|dniach)|{_WEEKDAYS},?)\s?\Z", re.IGNORECASE)
_OCCURS = re.compile(
    r"\b(?:odbędzie|odbędą|odbywa|odbył[aoy]?|odbyły|rozpocznie|rozpoczną|rozpoczyna|zaprasza\w*|zaplanowan[oaye]|startuje"
    r"|zaczyna|spotkamy|wystąpi|potrwa)\b"
)
_DAYS = re.compile(r"(?:\bdniach|\bdni|\bod|\bmiędzy|\bterminie|[:(\n])\s?\Z")
_NUMBERED = re.compile(r"(?:\b(?:[Nn]r|numer\w*|pkt|art|ust|poz|ul|lok)\.?|§)\s?\Z")
_SENTENCE = re.compile(r"[.!?…]\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ„])|\n")
_HOUR_FOLLOWS = re.compile(rf"[,\s]{{0,2}}(?:\(\w+\),?\s)?(?:o\s)?{HOUR_WORD}")


def mentioned_dates(text: str, written: date | None = None) -> list[Mention]:
    """Return the dates and times of a text in order, none overlapping.

    Kinds: `deadline` (`do dnia 15 marca 2018 r.`; `P14D` of `w terminie 14 dni`), `event` (by `odbędzie się`, `w dniu`, a
    weekday, an hour behind it, a range), `date`, and `time` (`godz. 12.00`). `written` is when the text was written,
    where that is known: `15 marca br.` has a year only then.
    """
    return apart(text, chain(_spans(text, written), _months(text), _quarters(text)))


def _spans(text: str, written: date | None) -> Iterator[Mention]:
    for match in _SPAN.finditer(text):
        start = match.start()
        if match["hour"]:
            value: Value | None = _hours(match["hour"])
            kind: Kind = "time"
        elif match["count"]:
            kind, value = "deadline", f"P{int(match['count'])}{_UNITS[match['unit']]}"
        else:
            ranged = match["from"] is not None and not _is_number_before(text, match)
            if not ranged:
                start = match.start("date")
            value = _range(match, written) if ranged else _day(match, "t", written)
            kind = _kind(text, match, ranged=ranged)
        if value is not None:
            yield mention(kind, text, start, match.end(), value)


def _hours(printed: str) -> str | None:
    """Return `12:00` or, of hours from and to, `12:00/14:00`."""
    found = [time_of(part) for part in re.split("[-–—]", printed)]
    whole = [hour.strftime("%H:%M") for hour in found if hour is not None]
    return "/".join(whole) if len(whole) == len(found) else None


def _months(text: str) -> Iterator[Mention]:
    """Yield months of a year by the year, which is rarer than words are."""
    for match in _OF_YEAR.finditer(text):
        start = max(0, match.start() - 16)
        word = _MONTH_BEFORE.search(text[start : match.start()])
        month = POLISH.get(word[0]) if word is not None else None
        if word is not None and month is not None:
            yield mention("date", text, start + word.start(), match.end(), f"{match['year']}-{month:02}")


def _quarters(text: str) -> Iterator[Mention]:
    if "kwarta" in text:
        for match in _QUARTER.finditer(text):
            first, last = _QUARTERS[match["quarter"]]
            yield mention("date", text, *match.span(), f"{match['year']}-{first}/{match['year']}-{last}")


def _is_number_before(text: str, match: re.Match[str]) -> bool:
    """Tell whether the number before a dash is none of a range's: `Szkoła nr 3 – 5 marca 2018 r.`."""
    if match["fd"] is None or match["fm"] is not None or match[0].startswith(("od", "Od", "nocy")):
        return False
    before = text[max(0, match.start() - AROUND) : match.start()]
    spaced = text[match.end("from")].isspace()
    return _NUMBERED.search(before) is not None or (spaced and before != "" and not _DAYS.search(before))


def _range(match: re.Match[str], written: date | None) -> str | None:
    first, last = _first(match, written), _day(match, "t", written)
    if isinstance(first, date) and isinstance(last, date):
        return f"{first.isoformat()}/{last.isoformat()}" if first <= last else None
    return f"{first}/{last}" if isinstance(first, str) and isinstance(last, str) else None


def _day(match: re.Match[str], p: str, written: date | None) -> Value | None:
    """Return a date, `--05-27` where no year is printed, None for no date."""
    if match[f"{p}y1"]:
        return checked(int(match[f"{p}y1"]), int(match[f"{p}m1"]), int(match[f"{p}d1"]), FAR_AHEAD)
    if match[f"{p}y2"]:
        return checked(int(match[f"{p}y2"]), int(match[f"{p}m2"]), int(match[f"{p}d2"]), FAR_AHEAD)
    month = _named(match[f"{p}m3"])
    if month is None:
        return None
    day = int(match[f"{p}d3"])
    if match[f"{p}y3"]:
        return checked(int(match[f"{p}y3"]), month, day, FAR_AHEAD)
    if written is not None and (match[f"{p}near"] or match[f"{p}past"]):
        return checked(written.year - (1 if match[f"{p}past"] else 0), month, day, FAR_AHEAD)
    partial = month_day(month, day) if match[f"{p}m3"] not in ROMAN else None
    return partial.iso if partial is not None else None


def _named(word: str) -> int | None:
    return ROMAN.index(word) + 1 if word in ROMAN else POLISH.get(word)


def _first(match: re.Match[str], written: date | None) -> Value | None:
    """Return the first day of a range; what it leaves out is that of its last, a year earlier if it came after it."""
    last = _day(match, "t", written)
    first = _day(match, "f", written) if match["fd"] is None else None
    if last is None or isinstance(first, date):
        return first
    named = str(last)[-5:]  # MM-DD of a date and of a day without year
    if first is not None:
        month, day = int(str(first)[2:4]), int(str(first)[5:7])
    else:
        month, day = int(match["fm"] or named[:2]), int(match["fd"] or 0)
    if not isinstance(last, date):
        partial = month_day(month, day) if month in range(1, 13) else None
        return partial.iso if partial is not None else None
    same = checked(last.year, month, day, FAR_AHEAD)
    later = same is not None and same > last and month != last.month
    return checked(last.year - 1, month, day, FAR_AHEAD) if later else same


def _kind(text: str, match: re.Match[str], *, ranged: bool) -> Kind:
    before = _SENTENCE.split(text[max(0, match.start() - AROUND) : match.start()])[-1]
    if _DEADLINE.search(before):
        return "deadline"
    if ranged or _ON_A_DAY.search(before) or _OCCURS.search(before) or _HOUR_FOLLOWS.match(text, match.end()):
        return "event"
    after = _SENTENCE.split(text[match.end() : match.end() + AROUND])[0]
    return "event" if _OCCURS.search(after) else "date"
