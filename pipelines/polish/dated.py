"""What a printed date gives: a day, a month, a day of an unnamed year or a range, each a type of its own."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, time
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A whole date, the rule that read it, and the time of day where one is printed.

    `at` carries the zone printed with it, else that of Poland.
    """

    value: date
    rule: str
    at: time | None = None
    precision: Literal["day"] = "day"

    @property
    def iso(self) -> str:
        """The date as ISO 8601 has it: `2018-02-28`."""
        return self.value.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of a year (`luty 2018`); it has no day."""

    year: int
    month: int
    precision: Literal["month"] = "month"
    value: None = None

    @property
    def iso(self) -> str:
        """The month as ISO 8601 has it: `2018-02`."""
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day of an unnamed year (`27 maja`)."""

    month: int
    day: int
    precision: Literal["month-day"] = "month-day"
    value: None = None

    @property
    def iso(self) -> str:
        """The day as ISO 8601 (of 2000) has it: `--05-27`."""
        return f"--{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The days from `first` to `last`, both in it; it has no single day."""

    first: date
    last: date
    precision: Literal["range"] = "range"
    value: None = None

    @property
    def iso(self) -> str:
        """The range as ISO 8601 has it: `2018-03-01/2018-03-05`."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


Dated = Day | Month | MonthDay | Range

_LEAP = 2000


def month_day(month: int, day: int) -> MonthDay | None:
    """Return a day of an unnamed year; None for a day that no year has."""
    return MonthDay(month=month, day=day) if 1 <= day <= calendar.monthrange(_LEAP, month)[1] else None


def months(year: int, first: int, last: int) -> Range | None:
    """Return the range of whole months of a year; None where the first is after the last."""
    if first > last:
        return None
    return Range(first=date(year, first, 1), last=date(year, last, calendar.monthrange(year, last)[1]))
