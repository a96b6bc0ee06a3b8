"""Word diffs of two texts: what was kept, put in, taken out or put in another's place, to the letter.

Paragraphs are matched first, then sentences within those that differ, then words; a paragraph that stands elsewhere
word for word is a move.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.diffs.matching import matching_blocks, rising
from archive.diffs.tokens import paragraphs, sentences, tokens

OpName = Literal["equal", "insert", "delete", "replace", "move"]
MAX_CHARACTERS = 2_500_000
MAX_LINES = 20_000
"""Of one side (FAULTS.md D15): the differing middle of a larger text is one `replace`, and `is_too_large` says so."""

MOVED = 20
"""Characters from which a paragraph is told from others by its words, so that it may be said to have moved."""

ALIKE = 0.3
"""Share of equal words from which one paragraph became the other, and did not merely take its place."""

_SLOT = 60
"""Characters that a paragraph counts by when paragraphs are matched: of two that changed places the longer stays."""

_NEARLY = 0.97
"""Share of what the longest common subsequence keeps that is enough where sentences come out whole."""

_RARE = 8
"""Paragraphs that may hold a word which still tells them apart."""

_TINY = 3
"""Letters up to which a single word kept between two edits is taken into them."""

Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Op:
    """One step from old to new.

    `equal` has the same text on both sides. A paragraph that moved is two steps `move`: where it stood (`new` empty) and
    where it stands (`old` empty).
    """

    op: OpName
    old: str
    new: str


def is_too_large(text: str) -> bool:
    """Tell whether a text is over the limits of a word diff."""
    return len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES


def diff_words(old: str, new: str) -> tuple[Op, ...]:
    """Return the steps from old to new; joining every `old` gives old to the letter, every `new` the new. Never raises.

    Text over the limits (`is_too_large`) is one `replace` between what both sides begin and end with.
    """
    if old == new:
        return (Op("equal", old, new),) if old else ()
    before, after = paragraphs(old), paragraphs(new)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    middle = before[start : len(before) - end], after[start : len(after) - end]
    large = is_too_large(old) or is_too_large(new)
    steps = [Op("equal", _joined(before[:start]), _joined(before[:start]))]
    steps += [_edit(*map(_joined, middle))] if large else _units(*middle)
    kept = _joined(before[len(before) - end :])
    return _merged([*steps, Op("equal", kept, kept)])


def _shared(before: list[Unit], after: list[Unit]) -> int:
    for count, (left, right) in enumerate(zip(before, after, strict=False)):
        if left != right:
            return count
    return min(len(before), len(after))


def _joined(units: list[Unit]) -> str:
    return "".join(text + gap for text, gap in units)


def _units(before: list[Unit], after: list[Unit]) -> Iterator[Op]:
    """Yield the steps between two runs of paragraphs: those that stayed, and what lies between them."""
    pairs = _same(before, after)
    left = set(range(len(before))) - {i for i, _ in pairs}
    right = set(range(len(after))) - {j for _, j in pairs}
    moved = Counter(before[i][0] for i in left if len(before[i][0]) >= MOVED) & Counter(after[j][0] for j in right)
    away = _taken(before, sorted(left), moved)
    here = _taken(after, sorted(right), moved)
    i = j = 0
    for at, to in [*pairs, (len(before), len(after))]:
        yield from _between(before, range(i, at), away, after, range(j, to), here)
        if at < len(before):
            yield from _kept(before[at], after[to])
        i, j = at + 1, to + 1


def _same(before: list[Unit], after: list[Unit]) -> list[tuple[int, int]]:
    """Return the pairs of equal paragraphs that keep their order and hold most text."""
    old, new = _slots(before), _slots(after)
    blocks = matching_blocks([key for _, key in old], [key for _, key in new])
    matched = ((old[i + k], new[j + k]) for i, j, length in blocks for k in range(length))
    return [(one, two) for (one, (_, slot)), (two, _) in matched if slot == 0]


def _slots(units: list[Unit]) -> list[tuple[int, tuple[str, int]]]:
    return [(place, (text, slot)) for place, (text, _) in enumerate(units) for slot in range(1 + len(text) // _SLOT)]


def _taken(units: list[Unit], places: list[int], moved: Counter[str]) -> set[int]:
    rest = moved.copy()
    taken = set()
    for place in places:
        if rest[units[place][0]] > 0:
            rest[units[place][0]] -= 1
            taken.add(place)
    return taken


def _between(
    before: list[Unit], old: range, away: set[int], after: list[Unit], new: range, here: set[int]
) -> Iterator[Op]:
    """Yield the steps of paragraphs between two that stayed: moved, come, gone, and edited where one became another."""
    left = [i for i in old if i not in away]
    right = [j for j in new if j not in here]
    pairs = _became([before[i][0] for i in left], [after[j][0] for j in right])
    i, j = old.start, new.start
    for at, to in [*((left[one], right[two]) for one, two in pairs), (old.stop, new.stop)]:
        yield from (Op("move" if k in away else "delete", "".join(before[k]), "") for k in range(i, at))
        yield from (Op("move" if k in here else "insert", "", "".join(after[k])) for k in range(j, to))
        if at < old.stop:
            yield from _edited(before[at], after[to])
        i, j = at + 1, to + 1


def _became(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return which paragraph became which, by the words they share, rare ones first; never crosswise."""
    if len(old) == len(new) == 1:
        return [(0, 0)]
    if not old or not new:
        return []
    before, after = [set(text.split()) for text in old], [set(text.split()) for text in new]
    where: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(after):
        for word in words:
            where[word].append(place)
    pairs = []
    for place, words in enumerate(before):
        best = _likest(words, where)
        if best is not None and len(words & after[best]) >= ALIKE * min(len(words), len(after[best])):
            pairs.append((place, best))
    return rising(pairs)


def _likest(words: set[str], where: dict[str, list[int]]) -> int | None:
    """Return the paragraph that shares most of the words that few paragraphs hold, None where none does."""
    votes: Counter[int] = Counter()
    for word in words:
        found = where.get(word, ())
        if len(found) <= _RARE:
            for place in found:
                votes[place] += _RARE // len(found)
    return max(votes, key=lambda place: (votes[place], -place), default=None)


def _edited(before: Unit, after: Unit) -> Iterator[Op]:
    """Yield the steps of one paragraph that became another: sentences first, words within those that differ."""
    steps = list(_sentences(before[0], after[0])) if before[0] != after[0] else [Op("equal", before[0], after[0])]
    yield from _absorbed(_merged(steps))
    if before[1] or after[1]:
        yield _edit(before[1], after[1])


def _sentences(old: str, new: str) -> Iterator[Op]:
    before, after = sentences(old), sentences(new)
    i = j = 0
    for at, to, length in [*matching_blocks(before, after), (len(before), len(after), 0)]:
        yield from _rewritten(before[i:at], after[j:to])
        i, j = at + length, to + length
        yield Op("equal", "".join(before[at:i]), "".join(after[to:j]))


def _rewritten(old: list[str], new: list[str]) -> list[Op]:
    """Return the steps of sentences that differ: each against the one it became where that keeps as much as words do."""
    whole = list(_words("".join(old), "".join(new)))
    pairs = _became(old, new) if len(old) != len(new) else []
    if not pairs:
        return whole
    steps: list[Op] = []
    i = j = 0
    for at, to in pairs:
        steps += _words("".join(old[i:at]), "".join(new[j:to]))
        steps += _words(old[at], new[to])
        i, j = at + 1, to + 1
    steps += _words("".join(old[i:]), "".join(new[j:]))
    return steps if _kept_characters(steps) >= _NEARLY * _kept_characters(whole) else whole


def _kept_characters(steps: list[Op]) -> int:
    return sum(len(step.old) for step in steps if step.op == "equal")


def _words(old: str, new: str) -> Iterator[Op]:
    if not old or not new:
        if old or new:
            yield _edit(old, new)
        return
    before, after = tokens(old), tokens(new)
    i = j = 0
    blocks = matching_blocks([word.rstrip() for word in before], [word.rstrip() for word in after])
    for at, to, length in [*blocks, (len(before), len(after), 0)]:
        yield _edit("".join(before[i:at]), "".join(after[j:to]))
        i, j = at + length, to + length
        if before[at:i] == after[to:j]:
            yield Op("equal", "".join(before[at:i]), "".join(after[to:j]))
        else:
            for left, right in zip(before[at:i], after[to:j], strict=True):
                yield from _kept(_parted(left), _parted(right))


def _parted(word: str) -> Unit:
    bare = word.rstrip()
    return bare, word[len(bare) :]


def _kept(before: Unit, after: Unit) -> Iterator[Op]:
    """Yield an equal text and the white space behind it, which may differ."""
    yield Op("equal", before[0], after[0])
    yield _edit(before[1], after[1])


def _edit(old: str, new: str) -> Op:
    if old == new:
        return Op("equal", old, new)
    return Op("replace" if old and new else "delete" if old else "insert", old, new)


def _merged(steps: list[Op]) -> tuple[Op, ...]:
    """Join neighbours of one sort; a moved paragraph, and one that came or went whole, stays a step of its own."""
    merged: list[Op] = []
    for step in steps:
        if not step.old and not step.new:
            continue
        last = merged[-1] if merged else None
        if last is not None and _one_sort(last, step):
            step = Op(step.op, last.old + step.old, last.new + step.new)  # noqa: PLW2901 # grows leftwards
            merged[-1] = step if step.op == "equal" else _edit(step.old, step.new)
        else:
            merged.append(step)
    return tuple(merged)


def _one_sort(last: Op, step: Op) -> bool:
    if "move" in (last.op, step.op):
        return False
    if last.op == "equal" or step.op == "equal":
        return last.op == step.op
    return not (last.old or last.new).endswith("\n")


def _absorbed(steps: tuple[Op, ...]) -> Iterator[Op]:
    """Take a single tiny word kept between two edits into them: `jeden i dwa` became `trzy i cztery` as one."""
    waiting: Op | None = None
    for place, step in enumerate(steps):
        if waiting is None:
            waiting = step
        elif (
            waiting.op == "replace" and _is_tiny(step) and place + 1 < len(steps) and steps[place + 1].op == "replace"
        ) or (waiting.op == "replace" and step.op == "replace" and _is_tiny(steps[place - 1])):
            waiting = Op("replace", waiting.old + step.old, waiting.new + step.new)
        else:
            yield waiting
            waiting = step
    if waiting is not None:
        yield waiting


def _is_tiny(step: Op) -> bool:
    word = step.old.strip()
    return step.op == "equal" and len(word) <= _TINY and (not word or word.isalpha() or word in ",-–")
