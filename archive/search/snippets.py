"""Cuts snippets from a text in display form and finds the words to mark in it, as they stand there. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.search.expansion import ExpandedTerm
from archive.search.matching import occurrences
from archive.search.words import WORD, searched

WIDTH = 240
"""Characters of a snippet, about: it begins and ends with a whole word."""

BEFORE = 60
"""Characters shown before the first marked word."""

MOST_READ = 100_000
"""Characters of a text that are looked through."""

_UNUSUAL = re.compile("[ţşŢŞ\u0130\u0300-\u036f\u0400-\u04ff\ufb00-\ufb06]")
"""Signs within words that the searched form has otherwise than in lower case."""


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


def snippet(text: str, terms: Sequence[ExpandedTerm], places: Iterable[tuple[int, int]] = ()) -> Snippet:
    """Return the piece of a text with most of the terms, the first of equals; the beginning where none is found.

    `places` are spans of the text that count as terms too and are marked (amounts and dates).
    """
    read, within = text[:MOST_READ], list(places)
    spans = [found.span() for found in WORD.finditer(read)]
    form = searched if _UNUSUAL.search(read) else str.lower
    marked = _marked([form(read[start:end]) for start, end in spans], terms)
    for at, (first, last) in enumerate(spans):
        if any(start <= first and last <= end for start, end in within):
            marked.setdefault(at, set()).add(len(terms))
    found = sorted(marked)
    begin = _best([(spans[at][0], marked[at]) for at in found])
    start = 0 if begin <= BEFORE else _word_start(spans, begin - BEFORE)
    end = _word_end(spans, start + WIDTH, len(text))
    runs: list[tuple[str, bool]] = []
    at = start
    for place in found:
        first, last = spans[place]
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


def _marked(words: list[str], terms: Sequence[ExpandedTerm]) -> dict[int, set[int]]:
    """Return the terms that each marked word belongs to, by the word's place."""
    marked: dict[int, set[int]] = {}
    for number, term in enumerate(terms):
        for at in occurrences(words, term):
            for place in range(at, at + len(term.words)):
                marked.setdefault(place, set()).add(number)
    return marked


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


def _word_start(spans: list[tuple[int, int]], at: int) -> int:
    return next((start for start, _ in spans if start >= at), at)


def _word_end(spans: list[tuple[int, int]], at: int, length: int) -> int:
    if at >= length:
        return length
    return next((end for start, end in reversed(spans) if start <= at), at)


def _line(text: str) -> str:
    """Return text on one line: a snippet has no paragraphs."""
    return text.replace("\n\n", " ").replace("\n", " ")
