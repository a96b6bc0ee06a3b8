"""When a crawl is due: how often, in which hours of the night, right across the change to and from summer time. Pure.

An *every* in s, m or h is time that passes; one in d or w is a calendar day or week in Poland, at the wall time of the
first. A *window* is wall time in Poland: from its beginning on one day to its end on the same or the next. Each day
has one window: where the clocks leap over its bound it is read as the leap's later side (02:30 is then 03:30), where
they show it twice the first time counts (PEP 495, `fold` 0).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from archive.terms.errors import BadInput

ZONE = ZoneInfo("Europe/Warsaw")

_LENGTHS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_CALENDAR = "dw"
_EVERY = re.compile(r"0*([1-9][0-9]{0,8})([smhdw])")
_WINDOW = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-(24:00|(?:[01]?[0-9]|2[0-3]):[0-5][0-9])")
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """How often: a number of s, m, h (time that passes), d or w (calendar days in Poland)."""

    count: int
    unit: str

    @property
    def length(self) -> timedelta:
        """Return how long it is; a calendar day counts 24 hours."""
        return self.count * _LENGTHS[self.unit]

    @property
    def calendar(self) -> bool:
        """Tell whether it counts calendar days."""
        return self.unit in _CALENDAR

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The hours in which a crawl may run, wall time in Poland; an end at or before the begin is on the next day."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Return the moments (UTC) at which the window that begins on a day opens and shuts; the second is outside."""
        last = day if self.end > self.begin else day + timedelta(days=1)
        opens, shuts = _moment(day, self.begin), _moment(last, self.end)
        if shuts <= opens:  # it began within the hour that the clocks leap over, and is shorter than that
            shuts = opens + (datetime.combine(last, self.end) - datetime.combine(day, self.begin))
        return opens, shuts

    def covers(self, moment: datetime) -> bool:
        """Tell whether a crawl may run at a moment."""
        return self.put_off(moment) == moment

    def put_off(self, moment: datetime) -> datetime:
        """Return the moment itself where it lies in a window, else when the next one opens (UTC)."""
        today = moment.astimezone(ZONE).date()
        opens: list[datetime] = []
        for days in (-1, 0, 1):
            begin, end = self.on(today + timedelta(days=days))
            if begin <= moment < end:
                return moment
            opens.append(begin)
        return min(begin for begin in opens if begin > moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often and when; `first` (UTC) is the first due time, whose wall time a calendar rhythm keeps."""

    every: Every
    window: Window | None
    first: datetime

    def put_off(self, moment: datetime) -> datetime:
        """Return the first moment at or after this one at which a crawl may run (UTC)."""
        return moment if self.window is None else self.window.put_off(moment)

    def after(self, due: datetime, now: datetime) -> datetime:
        """Return the next due time (UTC), which is after `now` and at least one step after `due`.

        Steps are counted from `due`, so that a run that came late does not shift those after it and however many
        were missed, one follows; the step is then put off to the window.
        """
        return self.put_off(self._calendar(due, now) if self.every.calendar else self._elapsed(due, now))

    def latest(self, now: datetime) -> datetime:
        """Return the latest time that can be due next, were a run to begin now: past it, a clock was set back."""
        return self.after(now, now)

    def _elapsed(self, due: datetime, now: datetime) -> datetime:
        steps = max((now - due) // self.every.length, 0) + 1
        return due + steps * self.every.length

    def _calendar(self, due: datetime, now: datetime) -> datetime:
        wall = self.first.astimezone(ZONE).time()
        first_day, days = due.astimezone(ZONE).date(), self.every.length.days
        steps = max((now.astimezone(ZONE).date() - first_day).days // days, 1)
        found = _moment(first_day + timedelta(days=steps * days), wall)
        return found if found > now else _moment(first_day + timedelta(days=(steps + 1) * days), wall)


def first_rhythm(every: Every, window: Window | None, now: datetime) -> Rhythm:
    """Return the rhythm of a schedule made now: first due at once, to the second, or when its window opens."""
    first = now.replace(microsecond=0)
    return Rhythm(every=every, window=window, first=first if window is None else window.put_off(first))


def parse_every(text: str) -> Every:
    """Read `6h`: a number and s, m, h, d or w, a year at most. Raises BadInput naming the text."""
    found = _EVERY.fullmatch(text.strip())
    every = Every(count=int(found[1]), unit=found[2]) if found else None
    if every is None or every.length > LONGEST:
        raise BadInput(
            f"“{text}” says not how often; write a number and s, m, h, d or w, at most 366d: for example 6h, 1d or 2w"
        )
    return every


def parse_window(text: str) -> Window:
    """Read `22:00-06:00`. Raises BadInput naming the text."""
    found = _WINDOW.fullmatch(text.strip().replace("–", "-"))
    if found is None:
        raise BadInput(f"“{text}” is no window; write FROM-TO in Polish wall time, for example 22:00-06:00")
    hours, minutes = (int(part) for part in found[3].split(":"))
    window = Window(begin=time(int(found[1]), int(found[2])), end=time(hours % 24, minutes))
    if window.begin == window.end:
        raise BadInput(f"the window “{text}” begins where it ends; leave --window out for the whole day")
    return window


def _moment(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, ZONE).astimezone(UTC)
