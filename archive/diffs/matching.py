"""Finds what two sequences have in common and in order: exactly where they are small, between anchors where they are not."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from rapidfuzz.distance import Indel

MAX_CELLS = 400_000_000
"""Product of the lengths up to which the longest common subsequence is exact: 50 MB of bits, some 30 ms."""

Block = tuple[int, int, int]
"""Where an equal stretch begins in either sequence, and its length."""


def matching_blocks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """Return the equal stretches of two sequences in order, none of length 0.

    They are a longest common subsequence, but where the product of the lengths is over MAX_CELLS: there elements that
    occur once on both sides and keep their order part the work (as patience diff does), and a part without such
    elements that is still too large has nothing in common. Elements are told apart by their hash.
    """
    if len(old) * len(new) <= MAX_CELLS:
        return list(_exact(old, new))
    start = _shared(old, new)
    end = min(min(len(old), len(new)) - start, _shared(old[::-1], new[::-1]))
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    blocks = [(0, 0, start)] if start else []
    blocks += [(i + start, j + start, length) for i, j, length in _parted(before, after)]
    if end:
        blocks.append((len(old) - end, len(new) - end, end))
    return blocks


def _shared(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    for count, (left, right) in enumerate(zip(old, new, strict=False)):
        if left != right:
            return count
    return min(len(old), len(new))


def _exact(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Block]:
    if not old or not new:
        return
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield code.src_start, code.dest_start, code.src_end - code.src_start


def _parted(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Block]:
    i = j = 0
    for at, to in [*_anchors(old, new), (len(old), len(new))]:
        if (at - i) * (to - j) <= MAX_CELLS:
            for one, two, length in _exact(old[i:at], new[j:to]):
                yield one + i, two + j, length
        if at < len(old):
            yield at, to, 1
        i, j = at + 1, to + 1


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the longest rising run of elements that occur once on both sides."""
    once = {one for one, count in Counter(old).items() if count == 1}
    counts = Counter(new)
    places = {one: place for place, one in enumerate(new) if one in once and counts[one] == 1}
    return rising([(i, places[one]) for i, one in enumerate(old) if one in places])


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, given with rising first numbers, whose second numbers rise too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [place]
        before.append(ends[at - 1] if at else -1)
    chain = []
    place = ends[-1] if ends else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]
