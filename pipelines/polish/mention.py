"""What a recogniser finds in a text: one frozen type for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal[
    "url",
    "email",
    "reference",
    "file_number",
    "address",
    "deadline",
    "event",
    "date",
    "time",
    "amount",
    "percentage",
    "phone",
    "person",
]
Value = str | Decimal | date


class Mention(NamedTuple):
    """A span of a text, `source[start:end] == text`, and what it says, in one spelling for all spellings of it.

    `value`: Decimal (złoty of an `amount`, per cent of a `percentage`); a date (`date`, `deadline`, `event`), or ISO 8601
    where it is no whole day (`2018-03`, `--05-27`, `2018-03-01/2018-03-05`, `P14D`); `12:00` (`time`); `+48…` (`phone`);
    else the words in one spelling.
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: Value


MOST = 20_000
"""Mentions that one recogniser reads in a text. A megabyte of nothing but dates has more, and is no text to be read."""

_NUMBERED = re.compile(
    r"(?:\b(?i:nr|numer\w{0,3}|pkt|art|ust|poz|ul|lok|pok|pok[oó]j\w{0,2}|sal[aięą]|wersj[aięą]|wer|ver|rozdz)\.?|§)[ \u00a0]?\Z"
)
_LONGEST_NUMBERED = 12


def is_numbered(text: str, place: int) -> bool:
    """Tell whether a word that numbers are given with stands before a place: `nr 12`, `pokój 12`, `§ 12`."""
    return _NUMBERED.search(text, max(0, place - _LONGEST_NUMBERED), place) is not None


def mention(kind: Kind, source: str, start: int, end: int, value: Value) -> Mention:
    """Return the mention of a span of `source`."""
    return Mention(kind, start, end, source[start:end], value)


def apart(text: str, found: Iterable[Mention]) -> list[Mention]:
    """Return mentions of a text in its order without overlaps: of two that share a character the one found first stays."""
    taken = bytearray(len(text))
    kept = []
    for one in found:
        if 1 not in taken[one.start : one.end]:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
