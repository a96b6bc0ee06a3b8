"""Dates as Polish pages print them: strict forms first, then a tuned dateparser; a wrong date is worse than none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.polish.forms import display
from pipelines.polish.months import NUMBERS, ROMAN, month_of

FIRST_YEAR = 1900
YEARS_AHEAD = 2
MAX_LINE = 120
"""Characters; a longer line is prose, not a date line."""

Role = Literal["published", "updated", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A whole date and the rule that read it."""

    value: date
    rule: str
    precision: Literal["day"] = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of a year (`luty 2018`); it has no day."""

    year: int
    month: int
    precision: Literal["month"] = "month"
    value: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day of an unnamed year (`27 maja`)."""

    month: int
    day: int
    precision: Literal["month-day"] = "month-day"
    value: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Two dates with a dash between them, as printed; it has no single day."""

    text: str
    precision: Literal["range"] = "range"
    value: None = None


Dated = Day | Month | MonthDay | Range

_MONTH = "(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_ROMAN = "(?-i:" + "|".join(sorted(ROMAN, key=len, reverse=True)) + ")"
_ORDINAL = r"(?:\s?-?(?:go|ego|szy|th|st|nd|rd)\b)?"
_FORMS = {
    "year-month-day": r"(?P<y1>\d{4})(?P<s1>[-./])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})",
    "day-month-year": r"(?P<d2>\d{1,2})\s?(?P<s2>[-./])\s?(?P<m2>\d{1,2})\s?(?P=s2)\s?(?P<y2>\d{4})",
    "day-roman-year": rf"(?P<d3>\d{{1,2}})\s*[-./\s]\s*(?P<m3>{_ROMAN})\s*[-./\s]\s*(?P<y3>\d{{4}})",
    "day-name-year": rf"(?P<d4>\d{{1,2}}){_ORDINAL}[.\s-]*(?P<m4>{_MONTH})\b\.?,?[\s-]*(?P<y4>\d{{4}})",
    "name-day-year": rf"(?P<m5>{_MONTH})\b\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y5>\d{{4}})",
}
_RULES = tuple(_FORMS)
_ANY = "(?:" + "|".join(_FORMS.values()) + r")(?!\d)"
_LABEL_UPDATED = (
    r"(?:data\s+)?(?:ostatniej?a?\s+)?(?:aktualizacj[ai]|modyfikacj[ai]|zmian[ay])|zmienion[yoae]|zmodyfikowan[yoae]|"
    r"zaktualizowan[yoae]|poprawion[yoae]|last\s+(?:updated|modified)|updated|modified"
)
_LABEL_PUBLISHED = (
    r"data\s+(?:dodania|publikacji|utworzenia|wytworzenia|zamieszczenia|ogłoszenia|wpisu)|opublikowan[yoae]|"
    r"zamieszczon[yoae]|dodan[yoae]|utworzon[yoae]|wytworzon[yoae]|publikacja|published|posted|created"
)
_DAY_WORD = r"(?:(?:z|w)\s+)?(?:dnia|dniu|dn\.)"
_LABEL = rf"(?:(?:{_LABEL_UPDATED}|{_LABEL_PUBLISHED}|data)\b\s*:?\s*(?:{_DAY_WORD}\s*:?\s*)?|{_DAY_WORD}\s*:?\s*)"
_PLACE = rf"(?:Kielce,?\s+|(?-i:[A-ZĆŁŚŹŻ][\w-]+(?:\s[A-ZĆŁŚŹŻ][\w-]+)?),\s+(?={_DAY_WORD}))"
_WEEKDAY = (
    r"(?:poniedział(?:ek|ku)|poniedzialek|wtor(?:ek|ku)|środ[aęy]|srod[ae]|czwart(?:ek|ku)|piąt(?:ek|ku)|piatek|"
    r"sobot[aęy]|niedziel[aęi]|pon|wt|śr|czw|pt|sob|niedz|nd|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b\.?"
)
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,6})?)?"
_TIME = rf"(?:(?:o\s+)?(?:godz(?:ina|\.)?|g\.)\s*)?{_CLOCK}\s*(?:[ap]m\b)?\s*(?:Z\b|[+-]\d{{2}}:?\d{{2}}|(?-i:[A-Z]{{3,4}})\b)?"
_HEAD = rf"[\s(\[]*(?:{_PLACE})?(?:{_LABEL}[\s(\[]*)?(?:{_WEEKDAY},?\s*)?(?:{_CLOCK},?\s+)?"
_TAIL = rf"(?:\s*(?:r\b\.?|roku\b|rok\b))?(?:[\s,;|(]*{_WEEKDAY}\)?)?(?:(?:\s*[,;|-]\s*|\s+|T){_TIME})?[\s.,;)\]]*"
_LINE = re.compile(_HEAD + _ANY + _TAIL, re.IGNORECASE)
_HEAD_ONLY = re.compile(_HEAD, re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"(?P<m>{_MONTH})\b\.?\s+(?P<y>\d{{4}})(?:\s*(?:r\.?|roku|rok))?", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"(?P<d>\d{{1,2}}){_ORDINAL}\.?\s+(?P<m>{_MONTH})\b\.?", re.IGNORECASE)
_RANGE = re.compile(
    rf"\d{{1,2}}(?:[./]\d{{1,2}}(?:[./]\d{{4}})?|\s+{_MONTH}(?:\s+\d{{4}})?)?\.?(?:\s*r\.)?\s*[-–—]\s*{_ANY}{_TAIL}",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?:\b(?:(?P<updated>{_LABEL_UPDATED})|(?P<published>{_LABEL_PUBLISHED}))\b\s*:?[\s(\[]*(?:{_DAY_WORD}\s*)?)?"
    rf"(?<!\d)(?<!\d[-./])(?P<date>{_ANY})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""Every form of a whole date has a year of four digits: the cheap test before the dear ones."""

_LEFT_OVER = re.compile(r"[^\W\d_]{3,}")
_WORTH_ASKING = re.compile(r"(?<!\d)\d{1,2}(?!\d)\D*[^\W\d_]{3,}\D*(?<!\d)(?:19|20)\d{2}(?!\d)")


def find_date(text: str, today: date) -> Dated | None:
    """Return what date a whole date line gives, labels and times of day around it allowed; None where it gives none.

    Impossible dates and years outside 1900 to two years after `today` are no dates. Never raises.
    """
    line = display(text)
    if not line or len(line) > MAX_LINE or not any(map(str.isdigit, line)):
        return None
    match = _LINE.fullmatch(line)
    if match is not None:
        return _day(match, today)
    rest = line[found.end() :] if (found := _HEAD_ONLY.match(line)) else line
    return _partial(rest.strip(" .()")) or _ask_dateparser(rest, today)


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
    return [(_role(match), match["date"]) for match in _LABELLED.finditer(display(text))]


def date_line(text: str) -> list[tuple[Role, str]]:
    """Return the dates of a line that is dates and their labels and nothing else, as printed; [] for any other line.

    A line of one date without a label is given whole (`28.10.2005 r.`).
    """
    if not 6 <= len(text) <= MAX_LINE or not (years := _YEAR.findall(text)):
        return []
    line = display(text)
    if _LINE.fullmatch(line) is not None:
        pairs = split_labelled_dates(line)
        role, printed = pairs[0] if pairs else ("other", line)
        return [(role, printed if role != "other" else line)]
    if len(years) < 2:
        return []
    pairs = split_labelled_dates(line)
    labelled = len(pairs) > 1 and all(role != "other" for role, _ in pairs)
    return pairs if labelled and not _LEFT_OVER.search(_LABELLED.sub(" ", line)) else []


def _role(match: re.Match[str]) -> Role:
    if match["updated"]:
        return "updated"
    return "published" if match["published"] else "other"


def _day(match: re.Match[str], today: date) -> Day | None:
    index, rule = next((index, rule) for index, rule in enumerate(_RULES, 1) if match[f"y{index}"] is not None)
    printed = match[f"m{index}"]
    month = int(printed) if printed.isdigit() else month_of(printed)
    value = _checked(int(match[f"y{index}"]), month, int(match[f"d{index}"]), today)
    return Day(value=value, rule=rule) if value is not None else None


def _checked(year: int, month: int | None, day: int, today: date) -> date | None:
    if month is None or not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _partial(line: str) -> Dated | None:
    if match := _MONTH_ONLY.fullmatch(line):
        return Month(year=int(match["y"]), month=NUMBERS[match["m"].lower()])
    if (match := _MONTH_DAY.fullmatch(line)) and int(match["d"]) in range(1, 32):
        return MonthDay(month=NUMBERS[match["m"].lower()], day=int(match["d"]))
    return Range(text=line) if _RANGE.fullmatch(line) else None


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
    value = _checked(found.year, found.month, found.day, today) if found is not None else None
    return Day(value=value, rule="dateparser") if value is not None else None
