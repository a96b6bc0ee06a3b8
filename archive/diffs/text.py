"""Word diffs of two texts: what was kept, put in, taken out or put in another's place, to the letter.

Paragraphs are matched first, then sentences within those that differ, then words; a paragraph that stands elsewhere
word for word is a move.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

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

_TINY = 2
"""Letters up to which a single word kept between two edits is taken into them."""

Unit = tuple[str, str]
_Step = tuple[OpName, str, str]
"""An `Op` before it is one: many are made and few stay."""


class Op(NamedTuple):
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
    steps: list[_Step] = [("equal", _joined(before[:start]), _joined(before[:start]))]
    steps += [_edit(*map(_joined, middle))] if large else _units(*middle)
    kept = _joined(before[len(before) - end :])
    return tuple(map(Op._make, _merged([*steps, ("equal", kept, kept)])))


def _shared(before: list[Unit], after: list[Unit]) -> int:
    for count, (left, right) in enumerate(zip(before, after, strict=False)):
        if left != right:
            return count
    return min(len(before), len(after))


def _joined(units: list[Unit]) -> str:
    return "".join(text + gap for text, gap in units)


def _units(before: list[Unit], after: list[Unit]) -> Iterator[_Step]:
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
) -> Iterator[_Step]:
    """Yield the steps of paragraphs between two that stayed: moved, come, gone, and edited where one became another."""
    left = [i for i in old if i not in away]
    right = [j for j in new if j not in here]
    pairs = _became([before[i][0] for i in left], [after[j][0] for j in right])
    i, j = old.start, new.start
    for at, to in [*((left[one], right[two]) for one, two in pairs), (old.stop, new.stop)]:
        yield from (("move" if k in away else "delete", "".join(before[k]), "") for k in range(i, at))
        yield from (("move" if k in here else "insert", "", "".join(after[k])) for k in range(j, to))
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
    pairs: list[tuple[int, int]] = []
    for place, words in enumerate(before):
        after_last = pairs[-1][1] + 1 if pairs else 0
        best = after_last if _is_near(words, after[after_last:][:1]) else None
        if best is None:
            if not where:
                _note(after, where)
            best = _likest(words, where)
        if best is not None and len(words & after[best]) >= ALIKE * min(len(words), len(after[best])):
            pairs.append((place, best))
    return rising(pairs)


def _is_near(words: set[str], other: list[set[str]]) -> bool:
    """Tell whether a paragraph and the next there is, if any, share so much that no other need be looked for."""
    return bool(other) and 2 * len(words & other[0]) >= max(len(words), len(other[0]))


def _note(paragraphs: list[set[str]], where: dict[str, list[int]]) -> None:
    for place, words in enumerate(paragraphs):
        for word in words:
            where[word].append(place)


def _likest(words: set[str], where: dict[str, list[int]]) -> int | None:
    """Return the paragraph that shares most of the words that few paragraphs hold, None where none does."""
    votes: Counter[int] = Counter()
    for word in words:
        found = where.get(word, ())
        if len(found) <= _RARE:
            for place in found:
                votes[place] += _RARE // len(found)
    return max(votes, key=lambda place: (votes[place], -place), default=None)


def _edited(before: Unit, after: Unit) -> Iterator[_Step]:
    """Yield the steps of one paragraph that became another: sentences first, words within those that differ."""
    yield from _absorbed(_merged(_sentences(before[0], after[0])))
    if before[1] or after[1]:
        yield _edit(before[1], after[1])


def _sentences(old: str, new: str) -> list[_Step]:
    before, after = sentences(old), sentences(new)
    steps: list[_Step] = []
    i = j = 0
    for at, to, length in [*matching_blocks(before, after), (len(before), len(after), 0)]:
        steps += _rewritten(before[i:at], after[j:to])
        i, j = at + length, to + length
        steps.append(_edit("".join(before[at:i]), "".join(after[to:j])))
    return steps


def _rewritten(old: list[str], new: list[str]) -> list[_Step]:
    """Return the steps of sentences that differ: each against the one it became where that keeps as much as words do."""
    whole = _words("".join(old), "".join(new))
    pairs = _became(old, new) if len(old) != len(new) else []
    if not pairs:
        return whole
    steps: list[_Step] = []
    i = j = 0
    for at, to in pairs:
        steps += _words("".join(old[i:at]), "".join(new[j:to]))
        steps += _words(old[at], new[to])
        i, j = at + 1, to + 1
    steps += _words("".join(old[i:]), "".join(new[j:]))
    return steps if _kept_characters(steps) >= _NEARLY * _kept_characters(whole) else whole


def _kept_characters(steps: list[_Step]) -> int:
    return sum(len(old) for op, old, _ in steps if op == "equal")


def _words(old: str, new: str) -> list[_Step]:
    if not old or not new:
        return [_edit(old, new)] if old or new else []
    before, after = tokens(old), tokens(new)
    steps: list[_Step] = []
    i = j = 0
    blocks = matching_blocks([word.rstrip() for word in before], [word.rstrip() for word in after])
    for at, to, length in [*blocks, (len(before), len(after), 0)]:
        if at > i or to > j:
            steps.append(_edit("".join(before[i:at]), "".join(after[j:to])))
        i, j = at + length, to + length
        left, right = "".join(before[at:i]), "".join(after[to:j])
        if left == right:
            steps.append(("equal", left, right))
        else:
            for one, two in zip(before[at:i], after[to:j], strict=True):
                steps += _kept(_parted(one), _parted(two))
    return steps


def _parted(word: str) -> Unit:
    bare = word.rstrip()
    return bare, word[len(bare) :]


def _kept(before: Unit, after: Unit) -> tuple[_Step, _Step]:
    """Return the steps of an equal text and of the white space behind it, which may differ."""
    return _edit(before[0], after[0]), _edit(before[1], after[1])


def _edit(old: str, new: str) -> _Step:
    if old == new:
        return "equal", old, new
    return "replace" if old and new else "delete" if old else "insert", old, new


def _merged(steps: list[_Step]) -> list[_Step]:
    """Join neighbours of one sort; a moved paragraph, and one that came or went whole, stays a step of its own."""
    merged: list[_Step] = []
    for step in steps:
        if not step[1] and not step[2]:
            continue
        last = merged[-1] if merged else None
        if last is not None and _one_sort(last, step):
            old, new = last[1] + step[1], last[2] + step[2]
            merged[-1] = ("equal", old, new) if step[0] == "equal" else _edit(old, new)
        else:
            merged.append(step)
    return merged


def _one_sort(last: _Step, step: _Step) -> bool:
    if "move" in (last[0], step[0]):
        return False
    if last[0] == "equal" or step[0] == "equal":
        return last[0] == step[0]
    return not (last[1] or last[2]).endswith("\n")


def _absorbed(steps: list[_Step]) -> list[_Step]:
    """Take a single tiny word kept between two edits into them: `jeden i dwa` became `trzy i cztery` as one."""
    joined: list[_Step] = []
    for step in steps:
        if len(joined) > 1 and step[0] == "replace" == joined[-2][0] and _is_tiny(joined[-1]):
            (_, tiny, _), (_, old, new) = joined.pop(), joined.pop()
            joined.append(("replace", old + tiny + step[1], new + tiny + step[2]))
        else:
            joined.append(step)
    return joined


def _is_tiny(step: _Step) -> bool:
    word = step[1].strip()
    return step[0] == "equal" and len(word) <= _TINY and (not word or word.isalpha() or word in ",-–")
