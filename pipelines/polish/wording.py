"""Counted nouns in Polish: 1 zmiana, 2 zmiany, 5 zmian, by the rules and number formats of CLDR."""

from __future__ import annotations

from babel import Locale
from babel.numbers import format_decimal

_POLISH = Locale("pl")


def counted(number: int, *, one: str, few: str, many: str) -> str:
    """Return a whole number with the form of its noun: `counted(22, one="zmiana", few="zmiany", many="zmian")`.

    Thousands are parted by a no-break space (`1 200 zmian`), and so is the noun from its number.
    """
    form = {"one": one, "few": few}.get(_POLISH.plural_form(abs(number)), many)
    return f"{format_decimal(number, locale=_POLISH)}\u00a0{form}"
