"""Says what is known of a page at a time: what stood there, between which two sights, or that nobody looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from archive.queries import timeline
from archive.terms.clock import format_time
from archive.terms.errors import NotThere
from archive.terms.outcomes import SEEN_WHOLE, UNANSWERED, CaptureOutcome
from archive.types import Capture, Json, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known of a page at a time: the last sight of it `before`, the next answer `after` (None: nobody looked).

    `certain` tells that both show the same snapshot.
    """

    asked: datetime
    before: Capture
    after: Capture | None

    @property
    def certain(self) -> bool:
        """Tell whether the page stood so at the time, as far as two sights can say."""
        same = self.after is not None and self.after.snapshot == self.before.snapshot
        return same or self.before.fetched == self.asked

    def words(self) -> str:
        """Return what is known, in one sentence."""
        asked, seen = format_time(self.asked), format_time(self.before.fetched)
        if self.before.fetched == self.asked:
            return f"seen at {seen}"
        if self.after is None:
            return f"seen at {seen}; nobody looked between then and {asked}, nor since"
        later = format_time(self.after.fetched)
        if self.certain:
            return f"seen at {seen} and again at {later}"
        return f"seen at {seen}; at {later} it was {_answer(self.after)}, and nobody looked in between"

    def to_json(self) -> Json:
        """Return it as `kronika show --at TIME --format json` prints it."""
        return {
            "at": format_time(self.asked),
            "seen_before": format_time(self.before.fetched),
            "looked_after": format_time(self.after.fetched) if self.after is not None else None,
            "certain": self.certain,
            "words": self.words(),
        }


def look(connection: Connection, url: str, at: datetime) -> Look:
    """Return what is known of a page at a time. Raises NotThere where nobody had looked, or the page was gone then."""
    page = timeline(connection, url)
    answered = [capture for capture in page.coverage if capture.outcome not in UNANSWERED]
    before = [capture for capture in answered if capture.fetched <= at]
    if not before:
        raise NotThere(_nobody(page, answered, at))
    seen = [capture for capture in before if capture.outcome in SEEN_WHOLE]
    last = before[-1]
    if not seen or (last.outcome is CaptureOutcome.MISSING and _gone(page, at)):
        when = format_time(last.fetched)
        raise NotThere(f"at {format_time(at)} {page.url} was {_answer(last)}, as seen at {when}; see its timeline")
    after = next((capture for capture in answered if capture.fetched > seen[-1].fetched and capture.fetched > at), None)
    between = [capture for capture in before if capture.fetched > seen[-1].fetched]
    return Look(asked=at, before=seen[-1], after=between[0] if between else after)


def _gone(page: Timeline, at: datetime) -> bool:
    """Tell whether the page was stated to be gone at a time: by its run of answers “not there”."""
    return any(since <= at and (until is None or at < until) for since, until in page.gone)


def _nobody(page: Timeline, answered: list[Capture], at: datetime) -> str:
    first = f"the first look was at {format_time(answered[0].fetched)}" if answered else "no answer ever came"
    return f"nobody had looked at {page.url} by {format_time(at)}; {first}"


def _answer(capture: Capture) -> str:
    if capture.snapshot is not None:
        return f"snapshot {capture.snapshot}"
    words = {
        CaptureOutcome.MISSING: f"not there (HTTP {capture.status})",
        CaptureOutcome.REDIRECTED: f"a redirect to {capture.redirect}",
        CaptureOutcome.SUSPECT: f"not believed ({capture.reason})",
    }
    return words.get(capture.outcome, capture.outcome.value)
