"""Says what the difference of two texts touches: an amount, a deadline, a negation…, each with its place on both sides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress

from archive.diffs.text import Op, diff_words
from archive.diffs.tokens import tokens
from archive.terms.classes import ClassName
from pipelines.polish.first_names import FIRST_NAMES
from pipelines.polish.forms import compare, fold
from pipelines.polish.mention import Kind, Mention
from pipelines.polish.mentions import mentions

_OF_KIND: dict[Kind, ClassName] = {
    "amount": "amount",
    "date": "date",
    "event": "date",
    "time": "date",
    "deadline": "deadline",
    "reference": "legal_reference",
    "file_number": "legal_reference",
    "person": "person",
    "percentage": "number",
    "phone": "number",
    "url": "link",
}
"""Of the kinds of `pipelines.polish.mentions`; an address or e-mail address is words and numbers."""

_NEGATIONS = frozenset(
    {"nie", "bez", "ani", "brak", "nigdy", "żaden", "żadna", "żadne", "żadnych", "żadnej", "żadnego"}
)
_NUMERAL = re.compile(
    r"(?:dw(?:a|ie|óch|u|om|oma|oje|ojga)|trz(?:y|ech|em|ema)|czter(?:y|ech|em|ema)|pię(?:ć|ciu|cioma)|sześ(?:ć|ciu|cioma)|sied(?:em|miu|mioma)"
    r"|osiem|ośmi(?:u|oma)|dziewię(?:ć|ciu|cioma)|dziesię(?:ć|ciu|cioma)|\w{3,10}naście|\w{3,10}nast(?:u|oma)"
    r"|dwadzieścia|dwudziestu|trzydzieści|trzydziestu|czterdzieści|czterdziestu|\w{4,8}dziesiąt|\w{4,8}dziesięciu|st[ou]|dwieście|dwustu|trzyst[au]|czteryst[au]|\w{4,9}set"
    r"|tysi(?:ąc|ące|ęcy|ąca)|milion(?:a|y|ów)?|miliard(?:a|y|ów)?|półtor[ae]j?)"
)
"""Numbers in words; not `jeden`, which is also "some"."""

_NAME = 3
"""Words of a name at most: two first names and a surname."""

_NEAR = 40
"""Characters beside a word in which the rest of a name is looked for."""

_SIGNS = ".,;:()„”\"'"

_Word = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One thing that differs: its class, its field, and the text on either side with its offset there ("" where none)."""

    name: ClassName
    field: str
    old: str
    new: str
    old_start: int
    new_start: int

    @property
    def moved(self) -> bool:
        """Tell whether it is a paragraph that stands elsewhere now, word for word."""
        return self.old == self.new


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of an edit: the whole text, and where the edit begins and ends in it."""

    text: str
    start: int
    end: int
    mentions: tuple[Mention, ...]

    @property
    def words(self) -> list[_Word]:
        """The words of the edit, each with its offset."""
        found, at = [], self.start
        for token in tokens(self.text[self.start : self.end]):
            if token.strip():
                found.append((at, token.rstrip()))
            at += len(token)
        return found


def text_spans(old: str, new: str, *, field: str = "body", written: date | None = None) -> tuple[Span, ...]:
    """Return what differs between two texts in the order of the new one; equal in the compare form, nothing does.

    A difference of quotes, dashes or white space is a span `typography` where something else differs too. `written` is
    the day the texts are dated, if any. Linear in the texts, but for the diff.
    """
    if compare(old) == compare(new):
        return ()
    found: list[Span] = []
    halves: dict[str, deque[Span]] = {}
    for step, left, right in _edits(old, new, written):
        for span in _Edit(step, left, right, field).spans():
            if step.op != "move":
                found.append(span)
            elif (whole := _joined(span, halves.setdefault(span.old or span.new, deque()))) is not None:
                found.append(whole)
    return tuple(found)


def _joined(half: Span, waiting: deque[Span]) -> Span | None:
    """Return a move as one span, where its paragraph stood and where it stands, once both halves are there."""
    if not waiting or bool(waiting[0].old) == bool(half.old):
        waiting.append(half)
        return None
    other = waiting.popleft()
    left, right = (half, other) if half.old else (other, half)
    return replace(left, new=right.new, new_start=right.new_start)


def _edits(old: str, new: str, written: date | None) -> Iterator[tuple[Op, _Side, _Side]]:
    read = (_Reading(old, written), _Reading(new, written))
    i = j = 0
    for step in diff_words(old, new):
        at, to = i + len(step.old), j + len(step.new)
        if step.op != "equal" and (step.old.strip() or step.new.strip()):
            yield step, _Side(old, i, at, read[0].between(i, at)), _Side(new, j, to, read[1].between(j, to))
        i, j = at, to


class _Reading:
    """The mentions of a text, read a line at a time where they are asked for."""

    def __init__(self, text: str, written: date | None) -> None:
        self._text = text
        self._written = written
        self._lines: dict[int, tuple[list[int], list[Mention]]] = {}

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that share a character with a stretch, with offsets into the text."""
        found: list[Mention] = []
        while start < end:
            begin = self._text.rfind("\n", 0, start) + 1
            stop = self._text.find("\n", start)
            stop = len(self._text) if stop < 0 else stop
            ends, read = self._line(begin, stop)
            for one in read[bisect_right(ends, start) :]:
                if one.start >= end:
                    break
                found.append(one)
            start = stop + 1
        return tuple(found)

    def _line(self, begin: int, stop: int) -> tuple[list[int], list[Mention]]:
        if begin not in self._lines:
            read = [_shifted(one, begin) for one in mentions(self._text[begin:stop], self._written)]
            self._lines[begin] = [one.end for one in read], read
        return self._lines[begin]


def _shifted(one: Mention, by: int) -> Mention:
    return Mention(kind=one.kind, start=one.start + by, end=one.end + by, text=one.text, value=one.value)


class _Edit:
    """One step of a diff, taken apart."""

    def __init__(self, step: Op, old: _Side, new: _Side, field: str) -> None:
        self._step = step
        self._old = old
        self._new = new
        self._field = field

    def spans(self) -> Iterator[Span]:
        """Yield the classes of the step with their spans."""
        step = self._step
        if compare(step.old) == compare(step.new):
            yield self._whole("typography")
        elif step.op == "move":
            yield self._whole("wording")
        elif step.op == "insert" and _is_paragraph(self._new):
            yield self._whole("paragraph_added")
        elif step.op == "delete" and _is_paragraph(self._old):
            yield self._whole("paragraph_removed")
        else:
            parts = [*self._mentioned(), *self._unmentioned()]
            yield from parts or [self._whole("wording")]

    def _whole(self, name: ClassName) -> Span:
        return self._span(name, _bare(self._old), _bare(self._new))

    def _mentioned(self) -> Iterator[Span]:
        before, after = _differing(self._old.mentions, self._new.mentions)
        for one, two in _paired(before, after):
            name = _OF_KIND[(one or two).kind]  # type: ignore[union-attr] # a pair has a side
            yield self._span(name, _ends(one, self._old), _ends(two, self._new))

    def _unmentioned(self) -> Iterator[Span]:
        before, after = _differing(self._old.mentions, self._new.mentions)
        left, right = _differing_words(_outside(self._old.words, before), _outside(self._new.words, after))
        if len(left) == len(right):
            accents = [_differ_in_accents(one[1], two[1]) for one, two in zip(left, right, strict=True)]
            for one, two in zip(compress(left, accents), compress(right, accents), strict=True):
                yield self._span("diacritics", _stretch([one], self._old), _stretch([two], self._new))
            left = [one for one, alike in zip(left, accents, strict=True) if not alike]
            right = [two for two, alike in zip(right, accents, strict=True) if not alike]
        digits = [word for word in left if _is_number(word)], [word for word in right if _is_number(word)]
        if digits[0] or digits[1]:
            yield self._span("number", _stretch(digits[0], self._old), _stretch(digits[1], self._new))
        yield from self._words([w for w in left if not _is_number(w)], [w for w in right if not _is_number(w)])

    def _words(self, left: list[_Word], right: list[_Word]) -> Iterator[Span]:
        became = _is_negated(left, right)
        if became or _negations(left) != _negations(right):
            yield self._span("negation", _stretch(left, self._old), _stretch(right, self._new))
            left, right = ([word for word in side if word[1].lower() not in _NEGATIONS] for side in (left, right))
        if _is_name(left, self._old.text) and _is_name(right, self._new.text):
            yield self._span("person", _stretch(left, self._old), _stretch(right, self._new))
        elif not became and any(_has_letter(word) for word in (*left, *right)):
            yield self._span("wording", _stretch(left, self._old), _stretch(right, self._new))

    def _span(self, name: ClassName, old: tuple[int, int], new: tuple[int, int]) -> Span:
        return Span(
            name=name,
            field=self._field,
            old=self._old.text[slice(*old)],
            new=self._new.text[slice(*new)],
            old_start=old[0],
            new_start=new[0],
        )


def _bare(side: _Side) -> tuple[int, int]:
    """Return where an edit begins and ends without the line ends around it."""
    inside = side.text[side.start : side.end]
    start = side.start + len(inside) - len(inside.lstrip("\n"))
    return start, max(start, side.start + len(inside.rstrip("\n")))


def _is_paragraph(side: _Side) -> bool:
    """Tell whether an edit is whole paragraphs or lines of a text that has others."""
    start, end = _bare(side)
    begins = start == 0 or side.text[start - 1] == "\n"
    return begins and start < end and (end == len(side.text) or side.text[end] == "\n")


def _differing(old: tuple[Mention, ...], new: tuple[Mention, ...]) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions with a class that one side of an edit has and the other has not, by kind and value."""
    left = Counter((one.kind, one.value) for one in old if one.kind in _OF_KIND)
    right = Counter((one.kind, one.value) for one in new if one.kind in _OF_KIND)
    gone, came = left - right, right - left
    return (
        [one for one in old if (one.kind, one.value) in gone],
        [one for one in new if (one.kind, one.value) in came],
    )


def _paired(before: list[Mention], after: list[Mention]) -> Iterator[tuple[Mention | None, Mention | None]]:
    """Yield mentions of one class in pairs, in order; what is left has no other side."""
    rest: dict[ClassName, deque[Mention]] = {}
    for two in after:
        rest.setdefault(_OF_KIND[two.kind], deque()).append(two)
    for one in before:
        others = rest.get(_OF_KIND[one.kind])
        yield one, others.popleft() if others else None
    for others in rest.values():
        for two in others:
            yield None, two


def _outside(words: list[_Word], found: list[Mention]) -> list[_Word]:
    """Return the words that share no character with a mention."""
    taken: list[_Word] = []
    rest = deque(found)
    for at, word in words:
        while rest and rest[0].end <= at:
            rest.popleft()
        if not rest or rest[0].start >= at + len(word):
            taken.append((at, word))
    return taken


def _differing_words(left: list[_Word], right: list[_Word]) -> tuple[list[_Word], list[_Word]]:
    """Return the words of two sides without those that only differ in typography, where they stand word by word."""
    if len(left) != len(right):
        return left, right
    pairs = [pair for pair in zip(left, right, strict=True) if compare(pair[0][1]) != compare(pair[1][1])]
    return [one for one, _ in pairs], [two for _, two in pairs]


def _ends(one: Mention | None, side: _Side) -> tuple[int, int]:
    return (one.start, one.end) if one is not None else (side.start, side.start)


def _stretch(words: list[_Word], side: _Side) -> tuple[int, int]:
    return (words[0][0], words[-1][0] + len(words[-1][1])) if words else (side.start, side.start)


def _differ_in_accents(old: str, new: str) -> bool:
    return fold(compare(old)) == fold(compare(new))


def _is_number(word: _Word) -> bool:
    """Tell whether a word is a number, in digits or in words."""
    return any(map(str.isdigit, word[1])) or _NUMERAL.fullmatch(word[1].lower()) is not None


def _has_letter(word: _Word) -> bool:
    return any(map(str.isalpha, word[1]))


def _is_name(words: list[_Word], text: str) -> bool:
    """Tell whether words are a first name known in Polish with a surname, or either of them beside the other."""
    if not words or len(words) > _NAME or any(not word[:1].isupper() for _, word in words):
        return False
    bare = [word.strip(_SIGNS) for _, word in words]
    before = text[max(0, words[0][0] - _NEAR) : words[0][0]].split()
    after = text[words[-1][0] + len(words[-1][1]) :][:_NEAR].split()
    if bare[0] in FIRST_NAMES:
        return len(bare) > 1 or bool(after and after[0][:1].isupper())
    return len(bare) == 1 and bool(before) and before[-1] in FIRST_NAMES


def _negations(words: list[_Word]) -> int:
    return sum(word.lower() in _NEGATIONS for _, word in words)


def _is_negated(left: list[_Word], right: list[_Word]) -> bool:
    """Tell whether a word took on a `nie` before it, or lost one: `ważny` and `nieważny`."""
    pairs = [(one[1].lower(), two[1].lower()) for one, two in zip(left, right, strict=False)]
    return any("nie" + one == two or "nie" + two == one for one, two in pairs)
