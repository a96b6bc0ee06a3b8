"""What a recogniser finds in a text: one frozen type for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
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


def mention(kind: Kind, source: str, start: int, end: int, value: Value) -> Mention:
    """Return the mention of a span of `source`."""
    return Mention(kind=kind, start=start, end=end, text=source[start:end], value=value)


def apart(text: str, found: Iterable[Mention]) -> list[Mention]:
    """Return mentions of a text in its order without overlaps: of two that share a character the one found first stays."""
    taken = bytearray(len(text))
    kept = []
    for one in found:
        if 1 not in taken[one.start : one.end]:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
