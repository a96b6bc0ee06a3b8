"""Amounts of money in złoty and percentages, as spans with exact values. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from pipelines.polish.mention import MOST, Kind, Mention, is_numbered, mention

_BLANKS = " \u00a0\u2009\u202f"
_SPACE = f"[{_BLANKS}]"
_NUMBER = rf"(?:[1-9]\d{{0,2}}(?:(?:{_SPACE}\d{{3}}){{1,5}}|(?:\.\d{{3}}){{1,5}})(?!\d)|(?!0\d)\d{{1,15}})(?:[.,]\d{{1,6}}(?!\d))?"
_SIGN = r"(?:(?<![\w)])[-−–](?=\d))?"  # noqa: RUF001 # the signs printed for minus
_SCALES = "tysi(?:ąc|ące|ęcy|ąca)|tys\\.?|milion(?:y|ów|a)?|mln\\.?|miliard(?:y|ów|a)?|mld\\.?"
_SCALE = f"(?P<scale>{_SCALES})"
_LEAD = rf"(?P<lead>(?:\d{{1,3}}{_SPACE}(?:{_SCALES}){_SPACE}){{0,3}})"
"""What is counted in larger units first: `2 mln 300 tys. zł`."""
_ZLOTY = r"(?:zł(?:ot(?:ych|ego|ym|e|y))?\b|zl(?:ot(?:ych|ego|e|y))?\b|PLN\b)"
_AMOUNT = re.compile(
    rf"(?=[\d−–P-])(?:(?<![\w/])(?<!\d[.,/])(?P<sign>{_SIGN}){_LEAD}(?P<number>{_NUMBER})(?:,[-–—]+)?{_SPACE}?(?:{_SCALE}{_SPACE}?)?"  # noqa: RUF001
    rf"(?:{_ZLOTY}(?:{_SPACE}?(?:i{_SPACE})?(?P<also>\d{{1,2}}){_SPACE}?gr(?:osz[eya]|oszy)?\b)?|(?P<gr>gr(?:osz[eya]|oszy)?\b))"
    rf"|\bPLN{_SPACE}?(?P<sign2>-?)(?P<number2>{_NUMBER})(?![\d/])(?:{_SPACE}?(?P<scale2>tys\.|mln|mld)\b)?)"
)
_UNIT = re.compile(r"z[łl]|PLN|gr(?:osz|\b)")
_AHEAD, _BEHIND = 120, 40
"""Characters before a unit and behind it in which all that belongs to it stands."""
_OF_AMOUNTS = f"0123456789{_BLANKS}.,-−–—" + "".join(sorted(set("tysiącecyęca.milionyówmldmiliardyów")))  # noqa: RUF001 # the signs printed for minus
_DIGIT = re.compile(r"\d")
_THOUSAND, _MILLION = 1_000, 1_000_000
_MILLIARD = 1_000_000_000
_BROKEN = re.compile(rf"\d{_SPACE}\Z")
_MINUS = "minus"
_YEAR = re.compile(rf"(?<!\d)(?:19|20)\d\d{_SPACE}\Z")
_LEADING = re.compile(rf"(\d{{1,3}}){_SPACE}({_SCALES})")
_PERCENT = re.compile(
    rf"(?=[\d−–-])(?<![\w/])(?<!\d[.,/])(?P<sign>{_SIGN})(?P<number>{_NUMBER}){_SPACE}?(?:%(?!\w)|proc\.|procent(?:a|ach|om|ami)?\b)"  # noqa: RUF001
)
_OF_A_HUNDRED = re.compile("%|proc")
_NO_BLANKS = str.maketrans("", "", _BLANKS)
_GROUP_DOT = re.compile(r"\.(?=\d{3}(?!\d))")


def amounts(text: str) -> Iterator[Mention]:
    """Yield amounts of money with `value` in złoty: `1 200,50 zł`, `2,5 mln zł`, `12 zł 50 gr`, `80 gr`, `PLN 300`.

    The sign counts where it stands at the number and nothing before it (`10-20 zł` is no minus). A number whose groups are
    not of three (`252 00 zł`) is passed over, and so are groups behind a word that has a number of its own (`nr 12 500 zł`):
    nobody knows which digits are meant.
    """
    for match in islice(_at_units(_AMOUNT, _UNIT, text), MOST):
        number, scale, negative = match.group("number", "scale", "sign")
        if number is None:
            number, scale, negative = match.group("number2", "scale2", "sign2")
        elif any(blank in number for blank in _BLANKS) and is_numbered(text, match.start()):
            continue
        if _is_part(text, match.start()):
            continue
        value = _in_zloty(match, _decimal(number) * _scale(scale))
        yield _signed("amount", text, match, -value if negative else value)


def _in_zloty(match: re.Match[str], value: Decimal) -> Decimal:
    """Return a value with what is counted in larger units before it, in grosze behind it, or in grosze alone."""
    lead, grosze, also = match.group("lead", "gr", "also")
    if lead:
        value += sum(int(count) * _scale(unit) for count, unit in _LEADING.findall(lead))
    if grosze:
        value /= 100
    return value + Decimal(also) / 100 if also else value


def percentages(text: str) -> Iterator[Mention]:
    """Yield percentages with `value` in per cent: `12,5 %`, `3 proc.`, `100 procent`."""
    for match in islice(_at_units(_PERCENT, _OF_A_HUNDRED, text), MOST):
        value = _decimal(match["number"])
        yield _signed("percentage", text, match, -value if match["sign"] else value)


def _at_units(pattern: re.Pattern[str], units: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern` finds in a text: each match has one of `units`, which are rarer than numbers are."""
    read = 0
    for unit in units.finditer(text):
        start, end = unit.span()
        if start < read:
            continue
        ahead = text[max(read, start - _AHEAD) : start]
        digit = _DIGIT.search(text, start - len(ahead) + len(ahead.rstrip(_OF_AMOUNTS)), start)
        if digit is None and unit[0] != "PLN":
            continue
        if digit is None:
            match = pattern.match(text, start, end + _BEHIND)
        else:
            match = pattern.search(text, max(read, digit.start() - 1), end + _BEHIND)
        read = match.end() if match is not None else start
        if match is not None:
            yield match


def _is_part(text: str, start: int) -> bool:
    """Tell whether other digits stand before a number that may be its own: `252 00 zł`; a year is none of them."""
    return _BROKEN.search(text, max(0, start - 2), start) is not None and not _YEAR.search(
        text, max(0, start - 6), start
    )


def _signed(kind: Kind, text: str, match: re.Match[str], value: Decimal) -> Mention:
    """Return a number's mention, with the word `minus` that stands before it."""
    start, end = match.span()
    word = start - len(_MINUS) - 1
    if word >= 0 and value > 0 and text[word : start - 1].lower() == _MINUS and text[start - 1] in _BLANKS:
        is_word = word == 0 or not (text[word - 1].isalnum() or text[word - 1] == "_")
        start, value = (word, -value) if is_word else (start, value)
    return mention(kind, text, start, end, value)


def _decimal(printed: str) -> Decimal:
    """Return a number as Polish writes it; a full stop before three digits groups, unless a zero stands before it."""
    plain = printed.translate(_NO_BLANKS)
    if "." in plain and not plain.startswith("0"):
        plain = _GROUP_DOT.sub("", plain)
    return Decimal(plain.replace(",", "."))


def _scale(printed: str | None) -> int:
    if not printed:
        return 1
    if printed.startswith("tys"):
        return _THOUSAND
    return _MILLIARD if printed.startswith(("mld", "miliard")) else _MILLION
