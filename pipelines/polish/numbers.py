"""Amounts of money in złoty and percentages, as spans with exact values. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipelines.polish.mention import Kind, Mention, mention

_SPACE = "[ \u00a0\u2009\u202f]"
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
_THOUSAND, _MILLION = 1_000, 1_000_000
_MILLIARD = 1_000_000_000
_BROKEN = re.compile(rf"\d{_SPACE}\Z")
_MINUS = re.compile(rf"(?i:\bminus){_SPACE}\Z")
_YEAR = re.compile(rf"(?<!\d)(?:19|20)\d\d{_SPACE}\Z")
_LEADING = re.compile(rf"(\d{{1,3}}){_SPACE}({_SCALES})")
_PERCENT = re.compile(
    rf"(?=[\d−–-])(?<![\w/])(?<!\d[.,/])(?P<sign>{_SIGN})(?P<number>{_NUMBER}){_SPACE}?(?:%(?!\w)|proc\.|procent(?:a|ach|om|ami)?\b)"  # noqa: RUF001
)
_GROUP_DOT = re.compile(r"\.(?=\d{3}(?!\d))")


def amounts(text: str) -> Iterator[Mention]:
    """Yield amounts of money with `value` in złoty: `1 200,50 zł`, `2,5 mln zł`, `12 zł 50 gr`, `80 gr`, `PLN 300`.

    The sign counts where it stands at the number and nothing before it (`10-20 zł` is no minus). A number whose groups are
    not of three (`252 00 zł`) is passed over: nobody knows which digits are meant.
    """
    for match in _AMOUNT.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if _BROKEN.search(before) and not _YEAR.search(before):
            continue
        second = match["number2"] is not None
        value = _decimal(match["number2"] if second else match["number"])
        value *= _scale(match["scale2"] if second else match["scale"])
        value += sum(int(count) * _scale(unit) for count, unit in _LEADING.findall(match["lead"] or ""))
        if match["gr"]:
            value /= 100
        if match["also"]:
            value += Decimal(match["also"]) / 100
        negative = match["sign2"] if second else match["sign"]
        yield _signed("amount", text, match, -value if negative else value)


def percentages(text: str) -> Iterator[Mention]:
    """Yield percentages with `value` in per cent: `12,5 %`, `3 proc.`, `100 procent`."""
    if "%" not in text and "proc" not in text:
        return
    for match in _PERCENT.finditer(text):
        value = _decimal(match["number"])
        yield _signed("percentage", text, match, -value if match["sign"] else value)


def _signed(kind: Kind, text: str, match: re.Match[str], value: Decimal) -> Mention:
    """Return a number's mention, with the word `minus` that stands before it."""
    start = match.start()
    word = _MINUS.search(text[max(0, start - 7) : start]) if value > 0 else None
    if word is not None:
        start, value = start - len(word[0]), -value
    return mention(kind, text, start, match.end(), value)


def _decimal(printed: str) -> Decimal:
    """Return a number as Polish writes it; a full stop before three digits groups, unless a zero stands before it."""
    plain = re.sub(_SPACE, "", printed)
    if not plain.startswith("0"):
        plain = _GROUP_DOT.sub("", plain)
    return Decimal(plain.replace(",", "."))


def _scale(printed: str | None) -> int:
    if not printed:
        return 1
    if printed.startswith("tys"):
        return _THOUSAND
    return _MILLIARD if printed.startswith(("mld", "miliard")) else _MILLION
