"""Counted nouns and dates in Polish: 1 zmiana, 2 zmiany, 5 zmian, 28 lutego 2018, by the rules and formats of CLDR."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_interval
from babel.numbers import format_decimal

from pipelines.polish.dated import Dated, Day, Month, Range

_POLISH = Locale("pl")
_LEAP = 2000


def counted(number: int, *, one: str, few: str, many: str) -> str:
    """Return a whole number with the form of its noun: `counted(22, one="zmiana", few="zmiany", many="zmian")`.

    Thousands are parted by a no-break space (`1 200 zmian`), and so is the noun from its number.
    """
    form = {"one": one, "few": few}.get(_POLISH.plural_form(abs(number)), many)
    return f"{format_decimal(number, locale=_POLISH)}\u00a0{form}"


def in_words(dated: Dated | date) -> str:
    """Return a date as Polish writes it: `28 lutego 2018`, `luty 2018`, `27 maja`, `1–5 marca 2018`."""
    if isinstance(dated, (date, Day)):
        return format_date(dated.value if isinstance(dated, Day) else dated, "d MMMM y", locale=_POLISH)
    if isinstance(dated, Month):
        return format_date(date(dated.year, dated.month, 1), "LLLL y", locale=_POLISH)
    if isinstance(dated, Range):
        return format_interval(dated.first, dated.last, "yMMMMd", locale=_POLISH)
    return format_date(date(_LEAP, dated.month, dated.day), "d MMMM", locale=_POLISH)
