"""Word diffs: what was kept, put in, taken out or put in another's place, to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

OpName = Literal["equal", "insert", "delete", "replace", "move"]
MAX_TOKENS = 60_000
"""Tokens of the differing middle on both sides together; a larger middle is one `replace`."""

_DATE = r"\d{1,2}\s(?:stycz|lut|mar|kwie|maj|czerw|lip|sierp|wrze|paźdz|listop|grud)\w*\s\d{4}(?:\sr\.)?"
_AMOUNT = r"-?\d{1,3}(?:[ \u00a0.]\d{3})+(?:,\d+)?(?:\s?(?:zł|PLN|EUR|%))?|-?\d+(?:,\d+)?\s(?:zł|PLN|EUR)"
_TOKEN = re.compile(rf"\s+|(?:{_DATE}|{_AMOUNT}|\S+)\s*")


@dataclass(frozen=True, slots=True)
class Op:
    """One step from old to new; an `equal` has the same text on both sides."""

    op: OpName
    old: str
    new: str


def diff_words(old: str, new: str) -> tuple[Op, ...]:
    """Return the steps from old to new; joining every `old` gives old to the letter, every `new` the new."""
    if old == new:
        return (Op("equal", old, new),) if old else ()
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    steps = [Op("equal", "".join(before[:start]), "".join(before[:start]))]
    steps += _middle(before[start : len(before) - end], after[start : len(after) - end])
    kept = "".join(before[len(before) - end :])
    return _merged([*steps, Op("equal", kept, kept)])


def _common(before: list[str], after: list[str]) -> int:
    count = 0
    for left, right in zip(before, after, strict=False):
        if left != right:
            break
        count += 1
    return count


def _middle(before: list[str], after: list[str]) -> list[Op]:
    if not before or not after or len(before) + len(after) > MAX_TOKENS:
        return [_edit("".join(before), "".join(after))]
    steps = []
    for code in Indel.opcodes(before, after):
        old = "".join(before[code.src_start : code.src_end])
        new = "".join(after[code.dest_start : code.dest_end])
        steps.append(Op("equal", old, new) if code.tag == "equal" else _edit(old, new))
    return steps


def _edit(old: str, new: str) -> Op:
    if old == new:
        return Op("equal", old, new)
    return Op("replace" if old and new else "delete" if old else "insert", old, new)


def _merged(steps: Iterable[Op]) -> tuple[Op, ...]:
    """Join neighbours of one sort, and a short kept word between two edits into the edit."""
    merged: list[Op] = []
    for step in steps:
        if not step.old and not step.new:
            continue
        while merged and (merged[-1].op == "equal") == (step.op == "equal"):
            last = merged.pop()
            step = _edit(last.old + step.old, last.new + step.new)  # noqa: PLW2901 # grows leftwards
        if step.op != "equal" and len(merged) > 1 and merged[-1].op == "equal" and len(merged[-1].old.strip()) <= 2:
            tiny, last = merged.pop(), merged.pop()
            step = _edit(last.old + tiny.old + step.old, last.new + tiny.new + step.new)  # noqa: PLW2901
        merged.append(step)
    return tuple(merged)
