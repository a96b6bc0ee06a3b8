"""Cuts snippets from a text in display form and finds the words to mark in it, as they stand there. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.search.expansion import ExpandedTerm
from archive.search.matching import Spot, occurrences
from archive.search.words import WORD, searched

WIDTH = 240
"""Characters of a snippet, about: it begins and ends with a whole word."""

BEFORE = 60
"""Characters shown before the first marked word."""

MOST_READ = 100_000
"""Characters of a text that are looked through."""

_UNUSUAL = re.compile("[ţşŢŞ\u0130\u0300-\u036f\u0400-\u04ff\ufb00-\ufb06]")
"""Signs within words that the searched form has otherwise than in lower case."""


_WORD_BEGIN = re.compile(rf"(?<![^\W_]){WORD.pattern}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of a text: runs of (words as they stand, whether marked), whether it was cut at either end."""

    runs: tuple[tuple[str, bool], ...]
    cut_before: bool = False
    cut_after: bool = False

    def to_html(self) -> str:
        """Return it as mark-up: `<mark>` around marked words, everything else escaped."""
        inner = "".join(
            f"<mark>{html.escape(run, quote=False)}</mark>" if marked else html.escape(run, quote=False)
            for run, marked in self.runs
        )
        return f"{'… ' if self.cut_before else ''}{inner}{' …' if self.cut_after else ''}"


def snippet(text: str, terms: Sequence[ExpandedTerm], places: Iterable[Spot] = ()) -> Snippet:
    """Return the piece of a text with most of the terms, the first of equals; the beginning where none is found.

    `places` are spans of the text that count as terms too and are marked (amounts and dates).
    """
    marks = _marks(text[:MOST_READ], terms, places)
    found = sorted(marks)
    begin = _best([(spot[0], marks[spot]) for spot in found])
    start, end = _window(text, begin)
    runs: list[tuple[str, bool]] = []
    at = start
    for first, last in found:
        if start <= first and last <= end:
            if at < first:
                runs.append((_line(text[at:first]), False))
            runs.append((text[first:last], True))
            at = last
    if at < end:
        runs.append((_line(text[at:end]), False))
    return Snippet(runs=tuple(runs), cut_before=start > 0, cut_after=end < len(text.rstrip()))


def count_marks(found: Snippet) -> int:
    """Return how many words are marked."""
    return sum(marked for _, marked in found.runs)


def _marks(read: str, terms: Sequence[ExpandedTerm], places: Iterable[Spot]) -> dict[Spot, set[int]]:
    """Return the words to mark, each with the numbers of the terms it belongs to."""
    marks: dict[Spot, set[int]] = {}
    lowered = read.lower()
    printed: dict[int, Spot] | None = None
    if len(lowered) != len(read) or _UNUSUAL.search(read):
        lowered, printed = _by_words(read)
    for number, term in enumerate(terms):
        for spots in occurrences(lowered, term):
            for spot in spots:
                at = spot if printed is None else printed.get(spot[0])
                if at is not None:
                    marks.setdefault(at, set()).add(number)
    for start, end in places:
        for word in WORD.finditer(read, start, end):
            marks.setdefault(word.span(), set()).add(len(terms))
    return marks


def _by_words(read: str) -> tuple[str, dict[int, Spot]]:
    """Return the words of a text in searched form, one blank between them, and where each stands in the text."""
    words: list[str] = []
    printed: dict[int, Spot] = {}
    at = 0
    for word in WORD.finditer(read):
        words.append(searched(word[0]))
        printed[at] = word.span()
        at += len(words[-1]) + 1
    return " ".join(words), printed


def _window(text: str, begin: int) -> tuple[int, int]:
    """Return the piece to show of a text whose first marked word of note begins there: from a word's begin to an end."""
    start = 0
    if begin > BEFORE:
        word = _WORD_BEGIN.search(text, begin - BEFORE)
        start = word.start() if word is not None else begin
    if start + WIDTH >= len(text):
        return start, len(text)
    end = start + WIDTH
    within = WORD.match(text, end)
    if within is not None:
        return start, within.end()
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end if end > start else start + WIDTH


def _best(marks: list[tuple[int, set[int]]]) -> int:
    """Return where the window begins that has the most different terms, then the most marks; 0 without any."""
    best, begin = (0, 0), 0
    last = 0
    for first, (at, _) in enumerate(marks):
        last = max(last, first)
        while last < len(marks) and marks[last][0] < at + WIDTH - BEFORE:
            last += 1
        terms = set().union(*(found for _, found in marks[first:last][:50]))
        if (len(terms), last - first) > best:
            best, begin = (len(terms), last - first), at
    return begin


def _line(text: str) -> str:
    """Return text on one line: a snippet has no paragraphs."""
    return text.replace("\n\n", " ").replace("\n", " ")
