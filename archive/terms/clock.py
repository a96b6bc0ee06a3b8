"""The one place where time is read, printed and parsed: always UTC, to the microsecond."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from archive.terms.errors import BadInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

DAY = 86_400_000_000
"""Microseconds of a day."""


class Clock(Protocol):
    """Anything that tells the time; tests hand in their own."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(tz=UTC)


def to_micros(moment: datetime) -> int:
    """Return microseconds since 1970-01-01T00:00:00Z of an aware datetime, exactly."""
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the UTC datetime of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=micros)


def format_time(moment: datetime) -> str:
    """Return RFC 3339 in UTC with the microseconds there are: `2026-11-23T20:15:00.123456Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def second_of(moment: datetime) -> str:
    """Return a time as people read it, to the second and with its zone: `2026-11-23T20:15:00Z`."""
    return format_time(moment.replace(microsecond=0))


def parse_time(text: str) -> datetime:
    """Read an RFC 3339 time or a bare date (midnight UTC); a time without zone counts as UTC.

    Raises BadInput naming the text.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # overflow: an offset that leaves the calendar's years 1 to 9999
        raise BadInput(f"“{text}” is no time; write it as 2026-11-23 or 2026-11-23T20:15:00Z") from None


def midnight(day: date) -> int:
    """Return microseconds since 1970 of the beginning of a day in UTC."""
    return (day.toordinal() - EPOCH.toordinal()) * DAY
