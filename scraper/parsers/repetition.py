"""What a page shares with its siblings: per line the share of them on which it stands too, traps heeded.

Repetition alone eats content: the same sentence stands in two articles, an agenda's points in each session's page, one
article at two addresses. So a sibling that holds much of this page's probable body is no witness, a line must stand on
several siblings, prose among prose of the page's own is content, and a date counts only among lines of the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.polish.dates import split_labelled_dates
from scraper.parsers.blocks import Line, Page
from scraper.parsers.sketch import Marks, key_of
from scraper.parsers.template import SETTLED, Epoch, Template, bits_of, least_of

SAME_BODY = 0.4
"""Part of this page's probable body on a sibling from which that counts as the same article elsewhere."""

PROSE = 40
"""Unlinked characters from which a line is prose; what a line must outweigh to belong to the probable body."""

LONGEST = 400
"""Characters of a line that count, so that no single paragraph outweighs a page."""

STRONG = 0.5
"""Share from which a line is frame for its neighbours."""

CERTAIN = 0.9
"""Share, of a settled epoch, from which even prose among prose is frame; and part of the siblings that must say the same
in a slot."""

RUN = 3
"""Most changing lines in a row that are a matter of the frame; more are what a page is about: prices, results."""

_NO_BODY = frozenset({"nav", "footer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """What siblings say of a page: per line the share of them that have it, 0.0 where that is no witness.

    `volatile` are line numbers of the frame whose text changes from page to page or day to day; their share is that of
    the siblings which have the like. A single sibling gives at most 0.5. `settled`: more siblings would teach nothing.
    """

    frame_share: tuple[float, ...]
    volatile: frozenset[int]
    siblings: int

    @property
    def settled(self) -> bool:
        """Tell whether enough siblings speak."""
        return self.siblings >= SETTLED


def repetition_of(
    template: Template, page: Page, marks: Marks, url: str, body: Sequence[int] | None = None
) -> Repetition | None:
    """Return what a page shares with its siblings; None where fewer than two pages are known or it fits no epoch.

    `marks` are the page's; `body` are the line numbers of its probable body, guessed by length of text where not given.
    """
    lines = frozenset(marks.exact).union(marks.masked)
    epoch = template.epoch_of(lines)
    if epoch is None:
        return None
    siblings = _siblings(epoch, page, marks, key_of(url), probable_body(page) if body is None else body)
    if not siblings:
        return None
    return _Witness(page, marks, epoch, siblings).said()


def probable_body(page: Page) -> range:
    """Return the run of lines that most likely holds the body: much text, few links, no zone of the frame."""
    best, total, first, found = 0, 0, 0, range(0)
    for number, line in enumerate(page.lines):
        total += _mass(line) - PROSE
        if total <= 0:
            total, first = 0, number + 1
        elif total > best:
            best, found = total, range(first, number + 1)
    return found


def _mass(line: Line) -> int:
    mass = len(line.text) - line.linked
    return min(mass, LONGEST) if line.zone not in _NO_BODY else 0


def _siblings(epoch: Epoch, page: Page, marks: Marks, key: int, body: Sequence[int]) -> int:
    """Return, as bits, the sketches that are witnesses: not this page itself, nor one that has the same body."""
    siblings = sum(1 << number for number, sketch in enumerate(epoch.sketches) if sketch.key != key)
    count = siblings.bit_count()
    shared = [0] * len(epoch.sketches)
    whole = 0
    for number in body:
        bits = epoch.held.get(marks.exact[number], 0) & siblings
        if count >= 4 and 2 * bits.bit_count() >= count:
            continue  # frame prose around a short body would make every sibling the same article
        mass = _mass(page.lines[number])
        whole += mass
        for sibling in bits_of(bits):
            shared[sibling] += mass
    return siblings & ~sum(1 << number for number, mass in enumerate(shared) if whole and mass > SAME_BODY * whole)


class _Witness:
    """Weighs what the siblings (bits of the epoch's sketches) have of a page's lines."""

    def __init__(self, page: Page, marks: Marks, epoch: Epoch, siblings: int) -> None:
        self.lines = page.lines
        self.parents = page.parents
        self.titles = (*page.head.get("title", ()), *page.head.get("og:title", ()))
        self.marks = marks
        self.epoch = epoch
        self.siblings = siblings
        self.count = siblings.bit_count()
        self.least = least_of(self.count)
        held = [epoch.held.get(line, 0) for line in marks.exact]
        shares = {bits: self._share(bits) for bits in set(held)}
        self.share = [shares[bits] for bits in held]

    def said(self) -> Repetition:
        self._spare_prose()
        self._spare_dates()
        volatile = self._volatile()
        return Repetition(frame_share=tuple(self.share), volatile=frozenset(volatile), siblings=self.count)

    def _share(self, bits: int) -> float:
        having = (bits & self.siblings).bit_count()
        return having / max(self.count, 2) if having >= self.least else 0.0

    def _spare_prose(self) -> None:
        """Take the share from repeated prose that stands in one box with prose of the page's own."""
        certain = CERTAIN if self.count >= SETTLED else 2.0
        own = [self._is_prose(line) and share < certain for line, share in zip(self.lines, self.share, strict=True)]
        start = 0
        for number in range(1, len(own) + 1):
            if number < len(own) and own[start] and own[number] and self._together(number - 1, number):
                continue
            if own[start] and any(share == 0 for share in self.share[start:number]):
                self.share[start:number] = [0.0] * (number - start)
            start = number

    def _is_prose(self, line: Line) -> bool:
        return len(line.text) - line.linked >= PROSE and not line.dense

    def _together(self, one: int, two: int) -> bool:
        boxes = self.lines[one].box, self.lines[two].box
        return boxes[0] == boxes[1] or self.parents[boxes[0]] == self.parents[boxes[1]]

    def _volatile(self) -> set[int]:
        """Find what changes inside the frame: lines between lines of it whose like stands there on the siblings."""
        found: set[int] = set()
        shares = {number: like for number, share in enumerate(self.share) if not share and (like := self._like(number))}
        for number in shares:
            if number - 1 in shares:
                continue
            end = number
            while end in shares:
                end += 1
            if end - number <= RUN and self._is_frame(number - 1) and self._is_frame(end):
                found.update(range(number, end))
        for number in found:
            self.share[number] = shares[number]
        return found

    def _like(self, number: int) -> float:
        """Return the share of the siblings that have the like of a line they do not have: a counter, another day's date.

        Where siblings agree on a date in that very place, another one is that of another day's crawl; the dates of
        articles do not agree. Other words in a known place may be what this page has to say, so they are no like.
        """
        masked = self.marks.masked[number]
        if not masked or self._is_title(number):
            return 0.0
        blotted = self._share(self.epoch.held.get(masked, 0))
        if blotted >= STRONG and not self._is_date(number):
            return blotted
        slot = self.epoch.slots.get(self.marks.slots[number])
        if slot is None or not split_labelled_dates(self.lines[number].text):
            return 0.0
        said = [bits & self.siblings for bits in slot.values()]
        having = sum(bits.bit_count() for bits in said)
        agreed = max(bits.bit_count() for bits in said)
        if having < max(3, STRONG * self.count) or agreed < CERTAIN * having or self._is_labelled_date(number):
            return 0.0
        return agreed / self.count

    def _spare_dates(self) -> None:
        """Take the share from dates that do not stand amid the frame: many articles may be of one day."""
        for number, share in enumerate(self.share):
            if not share or not self._is_date(number):
                continue
            amid = self._is_frame(number - 1) and self._is_frame(number + 1)
            if share < STRONG or not amid or self._is_labelled_date(number):
                self.share[number] = 0.0

    def _is_labelled_date(self, number: int) -> bool:
        """Tell whether a date is said, in its line or the one above, to be that of publication or change."""
        if not self._is_date(number):
            return False
        text, label = self.lines[number].text, self.lines[number - 1].text[-40:] if number else ""
        return any(role != "other" for role, _ in split_labelled_dates(f"{label} {text}"))

    def _is_title(self, number: int) -> bool:
        """Tell whether a line may be the title: `Uchwała nr 12` is no counter, though each page has the like."""
        text = self.lines[number].text
        return self.lines[number].heading > 0 or any(text in said for said in self.titles)

    def _is_date(self, number: int) -> bool:
        if not self.marks.masked[number]:
            return False
        return bool(self.lines[number].dates)

    def _is_frame(self, number: int) -> bool:
        return not 0 <= number < len(self.lines) or self.share[number] >= STRONG
