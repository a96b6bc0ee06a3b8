"""A portal's template as its own pages teach it: which lines stand on many of them (docs/templates.md).

Pure and independent of the order of the pages. A template holds, for each epoch (each design the portal had or has side
by side), the sketches of a few of its pages; what a page shares with them is asked of these at once.
"""

from __future__ import annotations

import struct
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scraper.parsers.sketch import Sketch, is_masked, key_of

SAMPLE = 24
"""Pages of an epoch that are remembered: five teach nearly all there is, the rest make a share of 15 % mean something."""

POOL = 64
"""Pages of one learning that are looked at, those with the smallest signature of their address: a fair and constant draw."""

FITS = 0.4
"""Share of an epoch's frame from which a page belongs to it."""

ALIKE = 0.4
"""Shared part of two pages' repeated lines from which they make one epoch."""

LEAST_FRAME = 3
"""Lines that pages must have in common to make an epoch."""

FIRST_PAGES, MORE_PAGES, PART = 2, 4, 0.1
"""Pages that make the first epoch of a portal, and any further one; and the part of the pages learned from that a further
one must have, so that a handful of print views or error pages makes none."""

REPEATED = 2
REPEATED_PART = 0.15
"""Siblings, and part of the siblings, on which a line must stand to count as repeated."""

MOST_EPOCHS = 6
MOST_SIGNATURES = 14_000
"""What a template remembers at most: about 180 kB of JSON."""

SETTLED = 5
"""Siblings after which more teach nothing (measured: docs/templates.md)."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One design of a portal: sketches of its pages, the freshest first, and on which of them each line stands.

    `held` and the values of `slots` are sets of sketches as bits; `frame` are the lines of most of them.
    """

    sketches: tuple[Sketch, ...]
    held: dict[int, int] = field(init=False, compare=False, repr=False)
    slots: dict[int, dict[int, int]] = field(init=False, compare=False, repr=False)
    frame: frozenset[int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the sketches."""
        held: dict[int, int] = {}
        slots: dict[int, dict[int, int]] = {}
        for number, sketch in enumerate(self.sketches):
            bit = 1 << number
            for line in sketch.lines:
                held[line] = held.get(line, 0) | bit
            for slot, line in sketch.slots:
                said = slots.setdefault(slot, {})
                said[line] = said.get(line, 0) | bit
        most = len(self.sketches)
        object.__setattr__(self, "held", held)
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "frame", frozenset(line for line, bits in held.items() if 2 * bits.bit_count() > most))

    @property
    def weight(self) -> int:
        """How many signatures it remembers."""
        return len(self.held) + sum(map(len, self.slots.values()))

    def fit(self, lines: frozenset[int]) -> float:
        """Return which share of the frame a page has."""
        return len(self.frame & lines) / len(self.frame) if self.frame else 0.0

    def repeated(self) -> frozenset[int]:
        """Return the lines that count as repeated for a page that is none of the sketches."""
        least = least_of(len(self.sketches))
        return frozenset(line for line, bits in self.held.items() if bits.bit_count() >= least)

    def teaches(self, before: Epoch) -> bool:
        """Tell whether this epoch says anything of a page's frame that an earlier state of it did not.

        Another text in a place of the frame that was known (the date of the day, the weather) is nothing new.
        """
        if min(len(self.sketches), SETTLED) != min(len(before.sketches), SETTLED):
            return True
        changing = {line for slot, said in self.slots.items() if slot in before.slots for line in said}
        come = self.frame - before.repeated() - changing
        gone = {line for line in before.frame if line in self.held} - self.repeated()
        return any(not is_masked(line) for line in come | gone)


@dataclass(frozen=True, slots=True)
class Template:
    """What is known of a portal's template, the newest epoch last; empty where nothing was learned."""

    epochs: tuple[Epoch, ...] = ()

    def epoch_of(self, lines: frozenset[int]) -> Epoch | None:
        """Return the epoch a page fits best, the newer of two; None where it fits none."""
        best = max(self.epochs, key=lambda epoch: epoch.fit(lines), default=None)
        for epoch in self.epochs:
            if best is not None and epoch.fit(lines) >= best.fit(lines):
                best = epoch
        return best if best is not None and best.fit(lines) >= FITS else None


class Learner:
    """Learns the next template from pages, starting from the one known. The order of the pages is of no account."""

    def __init__(self, known: Template | None = None) -> None:
        self._known = known or Template()
        self._pool: dict[int, Sketch] = {}

    def wants(self, url: str) -> bool:
        """Tell whether the page of an address would be among those that are looked at."""
        return len(self._pool) < POOL or key_of(url) <= max(self._pool)

    def learn(self, sketch: Sketch) -> None:
        """Take a page in; costs microseconds, and memory for at most POOL pages."""
        other = self._pool.get(sketch.key)
        if other is not None and _rank(other) <= _rank(sketch):
            return
        self._pool[sketch.key] = sketch
        if len(self._pool) > POOL:
            del self._pool[max(self._pool)]

    def merge(self, other: Learner) -> None:
        """Take in what another learner of the same portal took in."""
        for sketch in other.pool():
            self.learn(sketch)

    def pool(self) -> tuple[Sketch, ...]:
        """Return the pages it would learn from, in the order of their keys."""
        return tuple(self._pool[key] for key in sorted(self._pool))

    def template(self) -> Template:
        """Return the template with what was learned; the known one itself where that is nothing new."""
        groups: dict[int, list[Sketch]] = {}
        strange: list[Sketch] = []
        for sketch in _distinct(self.pool()):
            epoch = self._known.epoch_of(sketch.lines)
            if epoch is None:
                strange.append(sketch)
            else:
                groups.setdefault(self._known.epochs.index(epoch), []).append(sketch)
        grown = [
            _grown(epoch, groups[number]) if number in groups else epoch
            for number, epoch in enumerate(self._known.epochs)
        ]
        begun = self._begun(strange)
        if not begun and not any(new.teaches(old) for new, old in zip(grown, self._known.epochs, strict=True)):
            return self._known
        return Template(_bounded([*grown, *begun]))

    def _begun(self, strange: list[Sketch]) -> list[Epoch]:
        """Return the epochs that pages make which fit none: those that agree with each other, the smallest first."""
        further = max(MORE_PAGES, PART * len(self._pool))
        begun: list[Epoch] = []
        for group in sorted(_groups(strange), key=lambda group: (-len(group), group[0].key)):
            first = not begun and not self._known.epochs
            epoch = Epoch(_remembered(group))
            if len(group) >= (FIRST_PAGES if first else further) and len(epoch.frame) >= LEAST_FRAME:
                begun.append(epoch)
        return begun[::-1]


def least_of(siblings: int) -> int:
    """Return on how many of so many siblings a line must stand to count as repeated."""
    return 1 if siblings == 1 else max(REPEATED, -int(-REPEATED_PART * siblings // 1))


def _rank(sketch: Sketch) -> tuple[list[int], list[tuple[int, int]]]:
    return sorted(sketch.lines), sorted(sketch.slots)


def _distinct(sketches: Iterable[Sketch]) -> list[Sketch]:
    """Leave out pages that are line for line another one: one page at many addresses is one witness."""
    seen: dict[frozenset[int], Sketch] = {}
    for sketch in sketches:
        seen.setdefault(sketch.lines, sketch)
    return list(seen.values())


def _grown(epoch: Epoch, fresh: Sequence[Sketch]) -> Epoch:
    keys = {sketch.key for sketch in fresh}
    return Epoch(_remembered([*fresh, *(sketch for sketch in epoch.sketches if sketch.key not in keys)]))


def _remembered(sketches: Sequence[Sketch]) -> tuple[Sketch, ...]:
    """Return the first sketches, without the slots that only few of them have."""
    kept = _distinct(sketches)[:SAMPLE]
    found = Counter(slot for sketch in kept for slot in {slot for slot, _ in sketch.slots})
    frame = {slot for slot, count in found.items() if 2 * count > len(kept)}
    return tuple(replace(sketch, slots=frozenset(pair for pair in sketch.slots if pair[0] in frame)) for sketch in kept)


def _groups(sketches: list[Sketch]) -> list[list[Sketch]]:
    """Part sketches into groups that are linked by what they share of the lines that several of them have."""
    count = Counter(line for sketch in sketches for line in sketch.lines)
    least = max(REPEATED, REPEATED_PART * len(sketches))
    common = {line for line, number in count.items() if number >= least}
    shared = [sketch.lines & common for sketch in sketches]
    group = list(range(len(sketches)))
    for one, lines in enumerate(shared):
        for two in range(one):
            if group[one] != group[two] and _alike(lines, shared[two]):
                old, new = group[one], group[two]
                group = [new if number == old else number for number in group]
    parted: dict[int, list[Sketch]] = {}
    for number, sketch in zip(group, sketches, strict=True):
        parted.setdefault(number, []).append(sketch)
    return list(parted.values())


def _alike(one: frozenset[int], two: frozenset[int]) -> bool:
    return bool(one and two) and len(one & two) >= ALIKE * len(one | two)


def _bounded(epochs: list[Epoch]) -> tuple[Epoch, ...]:
    """Return the newest epochs, each with as many pages as all may have within the bound."""
    epochs = epochs[-MOST_EPOCHS:]
    while sum(epoch.weight for epoch in epochs) > MOST_SIGNATURES:
        number = max(range(len(epochs)), key=lambda number: (epochs[number].weight, -number))
        if len(epochs[number].sketches) > SETTLED:
            epochs[number] = Epoch(_remembered(epochs[number].sketches[:-1]))
        elif len(epochs) > 1:
            del epochs[0]
        else:
            break
    return tuple(epochs)


FORMAT = 1
"""Version of the JSON below; what another version wrote is not read, and is learned anew."""


def template_to_json(template: Template) -> dict[str, Any]:
    """Return a template as JSON: by epoch the keys of its pages, and signatures and bit sets packed in base64."""
    return {"format": FORMAT, "epochs": [_epoch_to_json(epoch) for epoch in template.epochs]}


def template_from_json(content: dict[str, Any] | None) -> Template:
    """Return the template that `template_to_json` was given; an empty one for None or another format."""
    if content is None or content.get("format") != FORMAT:
        return Template()
    return Template(tuple(_epoch_from_json(epoch) for epoch in content["epochs"]))


def _epoch_to_json(epoch: Epoch) -> dict[str, Any]:
    held = sorted(epoch.held.items())
    said = sorted((slot, line, bits) for slot, lines in epoch.slots.items() for line, bits in lines.items())
    return {
        "pages": [sketch.key for sketch in epoch.sketches],
        "lines": _packed(line for line, _ in held),
        "held": _packed(bits for _, bits in held),
        "slots": _packed(number for row in said for number in row),
    }


def _epoch_from_json(content: dict[str, Any]) -> Epoch:
    keys: list[int] = content["pages"]
    lines: list[set[int]] = [set() for _ in keys]
    slots: list[set[tuple[int, int]]] = [set() for _ in keys]
    for line, bits in zip(_unpacked(content["lines"]), _unpacked(content["held"]), strict=True):
        for number in bits_of(bits):
            lines[number].add(line)
    said = _unpacked(content["slots"])
    for slot, line, bits in zip(said[::3], said[1::3], said[2::3], strict=True):
        for number in bits_of(bits):
            slots[number].add((slot, line))
    return Epoch(
        tuple(Sketch(key, frozenset(lines[number]), frozenset(slots[number])) for number, key in enumerate(keys))
    )


def bits_of(bits: int) -> Iterator[int]:
    """Return the numbers of the bits that are set, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _packed(numbers: Iterable[int]) -> str:
    found = tuple(numbers)
    return b64encode(struct.pack(f"<{len(found)}I", *found)).decode("ascii")


def _unpacked(text: str) -> tuple[int, ...]:
    packed = b64decode(text)
    return struct.unpack(f"<{len(packed) // 4}I", packed)
