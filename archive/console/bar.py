"""Draws a timeline as a bar: what was seen when, which snapshot stood between two sights of it, where nobody looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from archive.terms.outcomes import SEEN_WHOLE, UNANSWERED, CaptureOutcome
from archive.types import Capture, Timeline

MARKS = {
    **dict.fromkeys(SEEN_WHOLE, "●"),
    CaptureOutcome.REDIRECTED: "→",
    CaptureOutcome.MISSING: "○",
    CaptureOutcome.SUSPECT: "?",
    **dict.fromkeys(UNANSWERED, "×"),
}
LEGEND = "● seen  ○ not there  → redirect  ? not believed  × no answer  1 2 3 snapshot  · nobody looked  _ not there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time (`since`, `until`) in which nobody looked; `changed` tells that what was seen differs on its two sides."""

    since: datetime
    until: datetime
    changed: bool


def gaps(timeline: Timeline) -> tuple[Gap, ...]:
    """Return where nobody looked: over twice the usual time between two answers, or with a change in between."""
    answered = [capture for capture in timeline.coverage if capture.outcome not in UNANSWERED]
    pairs = list(pairwise(answered))
    if not pairs:
        return ()
    spans = sorted(later.fetched - earlier.fetched for earlier, later in pairs)
    usual = spans[len(spans) // 2]
    return tuple(
        Gap(since=earlier.fetched, until=later.fetched, changed=_shown(earlier) != _shown(later))
        for earlier, later in pairs
        if _shown(earlier) != _shown(later) or later.fetched - earlier.fetched > 2 * usual
    )


def bar(timeline: Timeline, width: int) -> tuple[str, str]:
    """Return two lines of `width` signs, from the first capture to the last: the captures, and what stood there.

    A column between two sights of one snapshot has the snapshot's last digit, one between two answers “not there” a
    low line, any other a dot: nobody looked. Where many captures share a column the least usual is drawn.
    """
    captures = timeline.coverage
    if not captures:
        return "", ""
    start, end = captures[0].fetched, captures[-1].fetched
    looks, stood = [" "] * width, ["·"] * width
    answered = [capture for capture in captures if capture.outcome not in UNANSWERED]
    for earlier, later in pairwise(answered):
        if _shown(earlier) == _shown(later):
            first, last = _column(earlier.fetched, start, end, width), _column(later.fetched, start, end, width)
            stood[first : last + 1] = [_sign(earlier)] * (last + 1 - first)
    for capture in answered:
        stood[_column(capture.fetched, start, end, width)] = _sign(capture)
    for capture in sorted(captures, key=_rarity):
        looks[_column(capture.fetched, start, end, width)] = MARKS[capture.outcome]
    return "".join(looks), "".join(stood)


def _shown(capture: Capture) -> tuple[int | None, bool]:
    return capture.snapshot, capture.outcome is CaptureOutcome.MISSING


def _sign(capture: Capture) -> str:
    if capture.snapshot is not None:
        return str(capture.snapshot % 10)
    return "_" if capture.outcome is CaptureOutcome.MISSING else "·"


def _rarity(capture: Capture) -> int:
    order: Sequence[str] = ("●", "×", "?", "→", "○")
    return order.index(MARKS[capture.outcome])


def _column(moment: datetime, start: datetime, end: datetime, width: int) -> int:
    span = end - start
    return int((moment - start) / span * (width - 1)) if span > timedelta(0) else 0
