"""Which lines of a page are its content: a sum of weights a line, then the best run of lines by maximum sum."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from scraper.parsers.lines import Line, Page
from scraper.parsers.witnesses import BoxKey, LineKey, Setting, box_key, line_key, of_box, of_line, setting_of
from scraper.parsers.words import COMMENTS

_WEIGHTS: dict[str, float] = json.loads(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
"""By witness; made by benchmarks/fit_reader.py, which says from which pages."""

SHIFTS = {"article": 0.3, "middle": 0.6, "wide": 2.5}
"""Added to every score: an article is a tight core, other pages want nearly all but navigation and footer."""

POWER = 0.8
"""A line that speaks for content counts by its words to this power."""

AGAINST = 0.4
"""The same for a line against; a box of links within an article is long and must not part it."""

FLOOR = -2.5
"""The least a line's score counts in a run, for the same reason."""

WEAK = -0.3
"""Score under which a line within the run is left out."""

LEAST_WORDS = 30
"""Words of a content under which its boxes know better than its lines."""

RESCUE = 2.0
"""Added to every score where nothing else is found."""

LAST = -1.5
"""Score from which a short sentence is kept where it is set as the text before it."""

STOPS = (".", "!", "?")
"""What ends a sentence."""

BY_SCORES = "the run of lines with the largest sum of scores"
BY_BOX = "the box around the title: the best run of lines has few words"
BY_RESCUE = "the best run of lines with scores raised: nothing else is found"

HEADS_COMMENTS = 12
"""Words of a heading of comments at most."""

DOUBLE = 40
"""Characters from which a text that stood before is a hidden copy."""


@dataclass(frozen=True, slots=True)
class Core:
    """The lines of a content, the rule that chose them, and why lines within their run went out."""

    lines: list[int]
    rule: str
    left_out: dict[int, str]


def core_of(page: Page, title: int | None, wide: Sequence[int], frame_share: Sequence[float] | None = None) -> Core:
    """Return a page's content by scores, from its title line on.

    `wide` is the content by the page's boxes, for a page of few words; `frame_share` by line, 0 to 1, if known.
    """
    setting = setting_of(page, title, frame_share)
    return selected(setting, shifted(setting), wide)


def shifted(setting: Setting) -> list[float]:
    """Return each line's score as it counts: with the shift of what the page leans to."""
    return [score + SHIFTS[setting.kind] for score in scores_of(setting)]


def witnesses_of(setting: Setting, number: int) -> list[tuple[str, float]]:
    """Return the witnesses of a line with their weights, whose sum is its score as it counts; those of weight 0 not."""
    names = [*of_box(box_key(setting, setting.page.lines[number].box)), *of_line(line_key(setting, number))]
    weighed = [(name, _WEIGHTS[name]) for name in names if _WEIGHTS.get(name)]
    return [*weighed, (f"leans to {setting.kind}", SHIFTS[setting.kind])]


def scores_of(setting: Setting) -> list[float]:
    """Return each line's score: the weights of its witnesses added up."""
    boxes: dict[int, float] = {}
    scores = []
    for number, line in enumerate(setting.page.lines):
        box = boxes.get(line.box)
        if box is None:
            box = boxes[line.box] = _box_weight(box_key(setting, line.box))
        scores.append(box + _line_weight(line_key(setting, number)))
    return scores


@lru_cache(maxsize=8_192)
def _box_weight(key: BoxKey) -> float:
    return sum(_WEIGHTS.get(name, 0.0) for name in of_box(key))


@lru_cache(maxsize=32_768)
def _line_weight(key: LineKey) -> float:
    return sum(_WEIGHTS.get(name, 0.0) for name in of_line(key))


def selected(setting: Setting, scores: Sequence[float], wide: Sequence[int]) -> Core:
    """Return the lines of the best run that are neither weak nor a copy of one before; `wide` where that is next to none."""
    words = setting.words
    first, end = best_run(scores, words, setting.title or 0)
    end = with_last_words(setting, scores, end)
    left_out: dict[int, str] = {}
    kept = _without_comments(setting, _kept(setting, scores, first, end, left_out), end, left_out)
    if sum(words[number] for number in kept) >= LEAST_WORDS:
        return Core(kept, BY_SCORES, left_out)
    if wide:
        return Core(list(wide), BY_BOX, {})
    first, end = best_run([score + RESCUE for score in scores], words, 0)
    left_out = {}
    return Core(_kept(setting, scores, first, end, left_out), BY_RESCUE, left_out)


def with_last_words(setting: Setting, scores: Sequence[float], end: int) -> int:
    """Return the end of a run moved past the short sentences that follow it, set as its last line is."""
    while 0 < end < len(scores) and _goes_on(setting, scores, end - 1, end):
        end += 1
    return end


def _goes_on(setting: Setting, scores: Sequence[float], before: int, number: int) -> bool:
    """Tell whether a line is a sentence set as one of the text before it: `Wstęp wolny.` is part of what is said."""
    line = setting.page.lines[number]
    if line.links or scores[number] < LAST or not line.text.endswith(STOPS):
        return False
    return _alike(setting.page, setting.page.lines[before], line)


def _alike(page: Page, one: Line, two: Line) -> bool:
    """Tell whether two lines stand in boxes of the same tags up to a box that holds both, at most four up."""
    if one.heading != two.heading:
        return False
    box, other = one.box, two.box
    for _ in range(4):
        if box == other:
            return True
        if page.tags[box] != page.tags[other]:
            return False
        box, other = page.parents[box], page.parents[other]
    return False


def _without_comments(setting: Setting, kept: list[int], end: int, left_out: dict[int, str]) -> list[int]:
    """Return lines up to where readers' comments begin.

    Only where most words stand before them: a forum's posts are its content, and some articles hold a box of comments.
    """
    words, lines = setting.words, setting.page.lines
    whole = sum(words[number] for number in kept)
    for number in range(kept[0] + 1, end) if kept else ():
        if words[number] <= HEADS_COMMENTS and COMMENTS.fullmatch(lines[number].text):
            before = [one for one in kept if one < number]
            if sum(words[one] for one in before) >= max(LEAST_WORDS, whole / 2):
                left_out.update((one, "readers' comments") for one in kept if one >= number)
                return before
    return kept


def _kept(setting: Setting, scores: Sequence[float], first: int, end: int, left_out: dict[int, str]) -> list[int]:
    lines = setting.page.lines
    kept: list[int] = []
    once: set[str] = set()
    for number in range(first, end):
        text = lines[number].text
        weak = scores[number] < WEAK and not (kept and _goes_on(setting, scores, kept[-1], number))
        if weak or (len(text) > DOUBLE and text in once):
            left_out[number] = "its score is too low" if weak else "a copy of a text before it"
            continue
        once.add(text)
        kept.append(number)
    return _with_whole_rows(lines, kept, range(first, end), left_out)


def _with_whole_rows(lines: Sequence[Line], kept: list[int], run: range, left_out: dict[int, str]) -> list[int]:
    """Return lines with all cells of each row of which most are kept: a row without its first cell says nothing."""
    cells = Counter(lines[number].row for number in run)
    held = Counter(lines[number].row for number in kept)
    whole = {row for row, count in held.items() if row and cells[row] > count >= cells[row] / 2}
    if not whole:
        return kept
    back = [number for number in run if lines[number].row in whole and number in left_out]
    for number in back:
        del left_out[number]
    return sorted([*kept, *back])


def best_run(scores: Sequence[float], words: Sequence[int], first: int) -> tuple[int, int]:
    """Return the run of lines (its first, one past its last) from `first` on whose scores have the largest sum."""
    best, total, start, run = 0.0, 0.0, first, (first, first)
    for number in range(first, len(scores)):
        count = words[number]
        if not count:
            continue
        if total <= 0:
            total, start = 0.0, number
        score = scores[number]
        total += score * count**POWER if score > 0 else max(score, FLOOR) * count**AGAINST
        if total > best:
            best, run = total, (start, number + 1)
    return run
