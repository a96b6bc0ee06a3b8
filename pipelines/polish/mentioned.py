"""Dates and times of day mentioned in prose: spans, told apart as deadlines, events and plain dates.

Only what is sure: full month names in lower case (`3 Maja` is a street), years of four digits. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain, islice

from pipelines.polish.date_forms import HOUR_WORD, ROMAN_MONTH, checked, time_of
from pipelines.polish.dated import month_day
from pipelines.polish.mention import MOST, Kind, Mention, Value, apart, is_numbered, mention
from pipelines.polish.months import POLISH, ROMAN

AROUND = 80
"""Characters before and after a date in which its sentence may say what it is for."""

FAR_AHEAD = date(2199, 1, 1)
"""Prose may speak of years to come (`do 31 grudnia 2050 r.`)."""

_WORD = "[a-ząćęłńóśźż]{3,13}"
_MONTH = "(?:" + "|".join(sorted(POLISH, key=len, reverse=True)) + ")"
_MARK = r"(?:\s?(?:r\.|roku\b|r\b))"
_NEARBY = r"br\.|b\.\s?r\.|bieżącego roku\b|tego roku\b"
_PAST = r"ub\.\s?r\.|ubiegłego roku\b|zeszłego roku\b"


def _whole(p: str) -> str:
    """Return the forms of a day; the year of a day with a named month may be missing."""
    return (
        rf"(?:(?P<{p}y1>\d{{4}})-(?P<{p}m1>\d\d)-(?P<{p}d1>\d\d)"
        rf"|(?P<{p}d2>\d{{1,2}})(?P<{p}s>[-./])\s?(?P<{p}m2>\d{{1,2}})(?P={p}s)\s?(?P<{p}y2>\d{{4}}){_MARK}?"
        rf"|(?P<{p}d3>\d{{1,2}})(?:-?go)?\s?(?P<{p}m3>{_MONTH}|(?<=\s){ROMAN_MONTH})\b"
        rf"(?:\s(?:(?P<{p}y3>\d{{4}}){_MARK}?|(?P<{p}near>{_NEARBY})|(?P<{p}past>{_PAST})))?)"
    )


_OF_A_DAY = ("y1", "m1", "d1", "y2", "m2", "d2", "y3", "m3", "d3", "near", "past")
_PARTS = {p: tuple(p + part for part in _OF_A_DAY) for p in "ft"}
_BEFORE = r"(?<![\w/])(?<!\d[-.,])"
_AFTER = r"(?!\d|[-./]\d)"
_BEGINS = re.compile(
    r"[\doOgGwWn](?<![\w/].)(?:(?<=\d)\d{0,3}(?:\s?[-–—]\s?\d|[./]\s?\d{1,2}(?:[./]\s?\d{4}|\.?\s?[–—-]|\.?\s(?:do|na)\s)"
    rf"|(?:-?go)?\s?(?:{'|'.join(sorted({name[:3] for name in POLISH}))})"
    r"|(?:-?go)?\s[IVX]{1,4}\s?(?:\d{4}|[–—buztdn-])|\s(?:do|na)\s)"
    r"|(?<=[oO])d\s(?:dnia\s)?(?=\d)|(?<=[gG])(?:(?i:odz)|\.)|(?<=n)ocy\sz|(?<=[wW])\s(?:termin|ciąg))"
)
"""Where a span may begin: tested first, since nearly all characters of a text are no such place."""

_SPAN = re.compile(
    rf"(?:{_BEFORE}(?:(?:[Oo]d\s(?:dnia\s)?|(?P<night>nocy\sz\s))(?=\d))?"
    rf"(?:(?P<from>{_whole('f')}|(?P<fd>\d{{1,2}})(?:\.(?P<fm>\d{{1,2}})\.?)?)(?:\s?[-–—]\s?|\sdo\s(?:dnia\s)?|(?(night)\sna\s|(?!))))?"
    rf"(?P<date>{_whole('t')}){_AFTER}"
    rf"|{_BEFORE}(?P<hour>(?i:{HOUR_WORD})\s?\d{{1,2}}(?:[:.]\d\d|(?!\s[0-5]\d\b))(?:\s?[-–—]\s?\d{{1,2}}(?:[:.]\d\d)?)?){_AFTER}"
    r"|\b[wW]\s(?:terminie|ciągu)\s(?:do\s)?(?P<count>\d{1,3})\s(?P<unit>dni|tygodni|miesięcy)(?:\sroboczych)?\b)"
)
_OF_YEAR = re.compile(rf"(?P<year>(?:19|20)\d\d)(?<=\s\d{{4}})(?![\d/-]){_MARK}?")
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
    r"[orzswp](?<!\w.)(?:(?:(?<=o)db(?:ędzie|ędą|ywa|ył[aoy]?|yły)|(?<=r)ozpocz(?:nie|ną|yna)|(?<=z)a(?:planowan[oaye]|czyna)"
    r"|(?<=s)(?:tartuje|potkamy)|(?<=w)ystąpi|(?<=p)otrwa)\b|(?<=z)aprasza)"
)
_DAYS = re.compile(r"(?:\bdniach|\bdni|\bod|\bmiędzy|\bterminie|[:(\n])\s?\Z")
_SENTENCE = re.compile(r"[.!?…]\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ„])|\n")
_LAST_WORDS = (
    "do przed dzień niż najpóźniej w upływa mija się deadline to jest dnia dniem dniu dn dniach termin terminem terminu "
    "poniedziałek poniedziałku wtorek wtorku środę środy czwartek czwartku piątek piątku sobotę soboty niedzielę niedzieli"
)
_LEADS = frozenset(_LAST_WORDS.split())
"""The last words that may lead from a deadline or an event to its date: without one of them the rest is not asked."""
_LEADING_SIGNS = (":", "-", "–", "—")
_LEAD = 16
"""Characters before a date in which its leading word stands whole."""
_LETTERS = re.compile(r"\w+")
_HOUR_FOLLOWS = re.compile(rf"[,\s]{{0,2}}(?:\(\w+\),?\s)?(?:o\s)?{HOUR_WORD}")


def mentioned_dates(text: str, written: date | None = None) -> list[Mention]:
    """Return the dates and times of a text in order, none overlapping.

    Kinds: `deadline` (`do dnia 15 marca 2018 r.`; `P14D` of `w terminie 14 dni`), `event` (by `odbędzie się`, `w dniu`, a
    weekday, an hour behind it, a range), `date`, and `time` (`godz. 12.00`). `written` is when the text was written,
    where that is known: `15 marca br.` has a year only then.
    """
    return apart(
        text, chain(islice(_spans(text, written), MOST), islice(_months(text), MOST), islice(_quarters(text), MOST))
    )


def _spans(text: str, written: date | None) -> Iterator[Mention]:
    end = place = 0
    while (begins := _BEGINS.search(text, place)) is not None:
        match = _SPAN.match(text, begins.start())
        if match is None:
            place = begins.start() + 1
            continue
        before, end = end, match.end()
        place = end
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
            if value is None or _is_of_a_number(text, match, start):
                continue
            kind = _kind(text, match, before, ranged=ranged)
        if value is not None:
            yield mention(kind, text, start, end, value)


def _hours(printed: str) -> str | None:
    """Return `12:00` or, of hours from and to, `12:00/14:00`."""
    found = [time_of(part) for part in re.split("[-–—]", printed)]
    whole = [hour.strftime("%H:%M") for hour in found if hour is not None]
    return "/".join(whole) if len(whole) == len(found) else None


def _months(text: str) -> Iterator[Mention]:
    """Yield months of a year by the year, which is rarer than words are."""
    for match in _OF_YEAR.finditer(text):
        end = match.start() - 1
        word = _MONTH_BEFORE.search(text, max(0, end - 16), end)
        month = POLISH.get(word[0]) if word is not None else None
        if word is not None and month is not None:
            yield mention("date", text, word.start(), match.end(), f"{match['year']}-{month:02}")


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
    return is_numbered(text, match.start()) or (spaced and before != "" and not _DAYS.search(before))


def _is_of_a_number(text: str, match: re.Match[str], start: int) -> bool:
    """Tell whether what looks like a day in figures is a room's or an edition's number: `pokój 12.10.2018`."""
    return match["ty2"] is not None and match.end("ty2") == match.end() and is_numbered(text, start)


def _range(match: re.Match[str], written: date | None) -> str | None:
    first, last = _first(match, written), _day(match, "t", written)
    if isinstance(first, date) and isinstance(last, date):
        return f"{first.isoformat()}/{last.isoformat()}" if first <= last else None
    return f"{first}/{last}" if isinstance(first, str) and isinstance(last, str) else None


def _day(match: re.Match[str], p: str, written: date | None) -> Value | None:
    """Return a date, `--05-27` where no year is printed, None for no date."""
    y1, m1, d1, y2, m2, d2, y3, m3, d3, near, past = match.group(*_PARTS[p])
    if y1:
        return checked(int(y1), int(m1), int(d1), FAR_AHEAD)
    if y2:
        return checked(int(y2), int(m2), int(d2), FAR_AHEAD)
    month, day = _named(m3), int(d3)
    if y3:
        return checked(int(y3), month, day, FAR_AHEAD)
    if written is not None and (near or past):
        return checked(written.year - (1 if past else 0), month, day, FAR_AHEAD)
    return _of_any_year(month, day) if m3 not in ROMAN else None


@cache
def _of_any_year(month: int, day: int) -> str | None:
    partial = month_day(month, day)
    return partial.iso if partial is not None else None


def _named(word: str) -> int:
    return POLISH.get(word) or ROMAN.index(word) + 1


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
        return _of_any_year(month, day) if month in range(1, 13) else None
    same = checked(last.year, month, day, FAR_AHEAD)
    later = same is not None and same > last and month != last.month
    return checked(last.year - 1, month, day, FAR_AHEAD) if later else same


def _kind(text: str, match: re.Match[str], since: int, *, ranged: bool) -> Kind:
    """Return what its sentence makes of a date; no other date stands between `since` and it."""
    start, end = match.span()
    first = max(0, start - AROUND)
    for stop in _SENTENCE.finditer(text, first, start):
        first = stop.end()
    if _is_led_to(text, max(first, since, start - _LEAD), start):
        if _DEADLINE.search(text, max(first, since), start):
            return "deadline"
        if _ON_A_DAY.search(text, max(first, since, start - _LEAD), start):
            return "event"
    if ranged or _OCCURS.search(text, first, start) or _HOUR_FOLLOWS.match(text, end):
        return "event"
    happens = _OCCURS.search(text, end, end + AROUND)
    return "event" if happens and not _SENTENCE.search(text, end, happens.start()) else "date"


def _is_led_to(text: str, first: int, start: int) -> bool:
    before = text[first:start]
    words = _LETTERS.findall(before)
    return (bool(words) and words[-1].lower() in _LEADS) or before.rstrip().endswith(_LEADING_SIGNS)
