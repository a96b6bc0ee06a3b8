"""Spans of days and of money: what `from:`, `seen:`, `mentions:` and `amount:` say. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LARGEST = 2**63 - 2
"""The largest number a database holds but for one, since `>` adds one; no sum of money comes near it."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONEY = re.compile(
    r"(?P<number>-?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,\d{1,6})?|-?\d{1,15}\.\d{1,6})(?P<scale>tys\.?|mln|mld)?(?:zł|zl|pln)?"
)
_COMPARED = re.compile(r"([<>]=?|=)(.*)", re.DOTALL)
_GROUP = re.compile(r"\.(?=\d{3}(?!\d))")
_SCALES = {"tys": 1_000, "mln": 1_000_000, "mld": 1_000_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `first` to `last`, both within it; None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Amounts from `low` to `high` in grosze, both within it; None is open."""

    low: int | None = None
    high: int | None = None


def read_days(typed: str) -> Span | None:
    """Return the days of `2018`, `2018-02` or `2018-02-28`, None for anything else."""
    found = _DATE.fullmatch(typed)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        last = day or (monthrange(year, month)[1] if month else 31)
        return Span(first=date(year, month or 1, day or 1), last=date(year, month or 12, last))
    except ValueError:  # a month or day that no calendar has
        return None


def read_span(typed: str) -> Span | None:
    """Return the days of one date, or of two with `..` between them, either of which may be left out."""
    first, dots, last = typed.partition("..")
    if not dots:
        return read_days(typed)
    begin = read_days(first) if first else Span()
    end = read_days(last) if last else Span()
    if begin is None or end is None or not (first or last):
        return None
    return Span(first=begin.first, last=end.last)


def read_money(typed: str) -> Money | None:
    """Return what `>1000000`, `<=1,5mln`, `29,99` or `1000..2.000` asks for, None for anything else."""
    compact = "".join(typed.split()).lower()
    compared = _COMPARED.fullmatch(compact)
    if compared is not None:
        sign, value = compared[1], grosze(compared[2])
        if value is None:
            return None
        low, high = {"<": (None, value - 1), "<=": (None, value), ">": (value + 1, None), ">=": (value, None)}.get(
            sign, (value, value)
        )
        return Money(low=low, high=high)
    first, dots, last = compact.partition("..")
    begin, end = grosze(first), grosze(last) if dots else grosze(first)
    if (first and begin is None) or (last and end is None) or not (first or last):
        return None
    return Money(low=begin, high=end)


def grosze(typed: str) -> int | None:
    """Return an amount as a person types it in grosze: `1000000`, `1.000.000`, `29,99`, `1,5mln`, `300 zł`."""
    found = _MONEY.fullmatch(typed)
    if found is None:
        return None
    number = found["number"]
    plain = (number if number.startswith("0") else _GROUP.sub("", number)).replace(",", ".")
    return in_grosze(Decimal(plain) * _SCALES.get((found["scale"] or "").rstrip("."), 1))


def in_grosze(value: Decimal) -> int:
    """Return złoty in whole grosze, within what a database holds."""
    return max(-LARGEST, min(LARGEST, round(value * 100)))
