"""When a crawl is due, on the two days of the year on which Polish clocks change and on all others."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.schedules.due import Every, Rhythm, Window, first_rhythm, parse_every, parse_window
from archive.terms.errors import BadInput

WARSAW = ZoneInfo("Europe/Warsaw")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPRING, AUTUMN = "2026-03-29", "2026-10-25"


def at(text):
    """Read Polish wall time; a trailing `*` means the second time the clocks show it."""
    return datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=WARSAW, fold=text.endswith("*")).astimezone(UTC)


def wall(moment):
    return f"{moment.astimezone(WARSAW):%Y-%m-%d %H:%M}" + "*" * moment.astimezone(WARSAW).fold


def rhythm(every, window=None, first="2026-01-01 22:00"):
    return Rhythm(every=parse_every(every), window=parse_window(window) if window else None, first=at(first))


def due_times(rhythm, start, count):
    """Return the wall times at which runs are due, each begun on time."""
    found = [start]
    while len(found) < count:
        found.append(rhythm.after(found[-1], found[-1]))
    return [wall(moment) for moment in found]


@pytest.mark.parametrize(
    ("every", "window", "start", "expected"),
    [
        # time that passes: six hours stay six hours
        ("6h", None, f"{SPRING} 00:00", ["03-29 00:00", "03-29 07:00", "03-29 13:00"]),
        ("6h", None, f"{AUTUMN} 00:00", ["10-25 00:00", "10-25 05:00", "10-25 11:00"]),
        ("1h", None, f"{SPRING} 01:30", ["03-29 01:30", "03-29 03:30", "03-29 04:30"]),
        ("1h", None, f"{AUTUMN} 01:30", ["10-25 01:30", "10-25 02:30", "10-25 02:30*", "10-25 03:30"]),
        ("24h", None, "2026-03-28 12:00", ["03-28 12:00", "03-29 13:00", "03-30 13:00"]),
        # days of the calendar: the wall time stays, also through an hour that is not there or comes twice
        ("1d", None, "2026-03-28 22:00", ["03-28 22:00", "03-29 22:00", "03-30 22:00"]),
        ("1d", None, "2026-10-24 22:00", ["10-24 22:00", "10-25 22:00", "10-26 22:00"]),
        ("1w", None, "2026-03-22 22:00", ["03-22 22:00", "03-29 22:00", "04-05 22:00"]),
        # windows are wall time
        ("6h", "22:00-06:00", "2026-03-28 22:00", ["03-28 22:00", "03-29 05:00", "03-29 22:00", "03-30 04:00"]),
        ("6h", "22:00-06:00", "2026-10-24 22:00", ["10-24 22:00", "10-25 03:00", "10-25 22:00", "10-26 04:00"]),
        ("8h", "22:00-06:00", "2026-03-28 22:00", ["03-28 22:00", "03-29 22:00", "03-30 22:00"]),
        ("3h", "01:00-03:30", f"{SPRING} 01:00", ["03-29 01:00", "03-30 01:00", "03-31 01:00"]),
    ],
)
def test_due_times_by_example(every, window, start, expected):
    found = due_times(rhythm(every, window), at(start), len(expected))
    assert [one.removeprefix("2026-") for one in found] == expected


def test_a_daily_run_at_half_past_two_is_made_once_on_both_days_of_change():
    daily = rhythm("1d", first="2026-01-01 02:30")
    assert due_times(daily, at("2026-03-28 02:30"), 3) == ["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]
    assert due_times(daily, at("2026-10-24 02:30"), 3) == ["2026-10-24 02:30", "2026-10-25 02:30", "2026-10-26 02:30"]


@pytest.mark.parametrize("window", ["02:15-02:45", "02:30-03:15", "02:00-03:00", "02:59-03:00"])
def test_a_short_window_in_the_hour_of_change_opens_once_on_every_day(window):
    short = rhythm("10m", window)
    for day in (SPRING, AUTUMN):
        moment = at(f"{day} 00:00")
        minutes = [moment + timedelta(minutes=n) for n in range(24 * 60)]
        inside = [short.window.covers(minute) for minute in minutes]
        opened = sum(now and not before for before, now in zip([False, *inside], inside, strict=False))
        assert opened == 1


def test_an_end_at_midnight_may_be_written_as_24():
    late = parse_window("20:00–24:00")
    assert str(late) == "20:00-00:00"
    assert late.covers(at("2026-01-01 23:59"))
    assert not late.covers(at("2026-01-02 00:00"))


def test_the_first_run_is_due_at_once_or_when_the_window_opens():
    now = at("2026-11-25 12:00") + timedelta(microseconds=5)
    assert first_rhythm(parse_every("6h"), None, now).first == at("2026-11-25 12:00")
    assert first_rhythm(parse_every("6h"), parse_window("22:00-06:00"), now).first == at("2026-11-25 22:00")


@pytest.mark.parametrize(
    "text", ["", "6", "h", "0h", "-1h", "6 h", "1.5h", "6H", "367d", "9999999999s", "6h6m", "6h\n6h"]
)
def test_a_span_that_is_none_is_refused(text):
    with pytest.raises(BadInput, match="how often"):
        parse_every(text)


@pytest.mark.parametrize(
    "text", ["", "22-06", "22:00", "24:00-06:00", "22:60-06:00", "22:00-06:00-07:00", "22:00-22:00"]
)
def test_a_window_that_is_none_is_refused(text):
    with pytest.raises(BadInput, match="window"):
        parse_window(text)


everies = st.one_of(
    st.builds(Every, count=st.integers(1, 100_000), unit=st.sampled_from("sm")),
    st.builds(Every, count=st.integers(1, 400), unit=st.just("h")),
    st.builds(Every, count=st.integers(1, 60), unit=st.just("d")),
    st.builds(Every, count=st.integers(1, 8), unit=st.just("w")),
)
walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))
windows = st.builds(lambda a, b: Window(begin=a, end=b) if a != b else None, walls, walls)
changes = st.sampled_from([at(f"{day} 02:00") for day in (SPRING, AUTUMN)])
near = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds), changes, st.integers(-3 * 86400, 3 * 86400)
)
moments = st.one_of(
    near, st.integers(0, 2**32).map(lambda seconds: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
)
rhythms = st.builds(
    lambda every, window, moment: Rhythm(
        every=every, window=window, first=window.put_off(moment) if window else moment
    ),
    everies,
    st.one_of(st.none(), windows),
    moments,
)
few = settings(max_examples=150, deadline=None)


@few
@given(rhythms, moments, moments)
def test_the_next_due_time_is_ahead_within_the_window_and_a_step_away(rhythm, earlier, now):
    due = rhythm.after(rhythm.first, earlier)
    found = rhythm.after(due, now)
    assert found > now
    assert rhythm.put_off(found) == found
    # a calendar day has 23 hours at least, and a wall time that is not there is an hour later
    uneven = 2 * HOUR if rhythm.every.calendar else 0 * HOUR
    assert found - due >= rhythm.every.length - uneven
    closed = DAY if rhythm.window else 0 * DAY
    assert found - max(now, due) <= rhythm.every.length + closed + uneven + HOUR


@few
@given(everies, moments, st.integers(0, 5000), st.integers(0, 10**6 - 1))
def test_a_late_run_shifts_no_later_one(every, due, steps, late):
    assume(not every.calendar)
    rhythm = Rhythm(every=every, window=None, first=due)
    late = every.length * late // 10**6
    assert rhythm.after(due, due + steps * every.length + late) == due + (steps + 1) * every.length


@few
@given(st.integers(1, 60), st.integers(1, 12), moments)
def test_a_calendar_rhythm_keeps_its_wall_time(days, runs, first):
    rhythm = Rhythm(every=Every(count=days, unit="d"), window=None, first=first)
    clock = first.astimezone(WARSAW).time()
    due = first
    for _ in range(runs):
        previous, due = due, rhythm.after(due, due)
        local = due.astimezone(WARSAW)
        assert (local.date() - previous.astimezone(WARSAW).date()).days == days
        there = local.replace(
            hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=clock.microsecond, fold=0
        )
        if there.astimezone(UTC).astimezone(WARSAW).time() == clock:
            assert local.time() == clock
            assert local.fold == 0 or due == first


@few
@given(windows, moments)
def test_a_window_is_wall_time_but_for_the_hours_of_change(window, moment):
    assume(window is not None)
    begin, end, clock = window.begin, window.end, moment.astimezone(WARSAW).time()
    inside = begin <= clock < end if begin < end else clock >= begin or clock < end
    offsets = {(moment + hours * HOUR).astimezone(WARSAW).utcoffset() for hours in range(-3, 4)}
    if len(offsets) == 1:
        assert window.covers(moment) == inside
    assert window.put_off(moment) >= moment
    assert window.put_off(moment) - moment <= DAY + 2 * HOUR


@few
@given(windows, st.sampled_from([SPRING, AUTUMN]))
def test_each_day_has_one_window_which_is_never_empty(window, day):
    assume(window is not None)
    opens, shuts = window.on(datetime.fromisoformat(day).date())
    assert timedelta(0) < shuts - opens <= DAY + HOUR
    assert window.covers(opens)


@few
@given(everies, st.one_of(st.none(), windows))
def test_what_is_printed_is_read_back(every, window):
    assert parse_every(str(every)).length == every.length if every.length <= timedelta(days=366) else True
    if window is not None:
        assert parse_window(str(window)) == window


@few
@given(rhythms, moments, st.integers(0, 10**7))
def test_what_is_due_next_never_lies_past_the_latest_it_can(rhythm, due, seconds):
    """So that a due time past it can only come of a clock that was ahead."""
    due = rhythm.put_off(due)
    begun = due + timedelta(seconds=seconds % 100)
    found = rhythm.after(due, begun)
    assert found <= rhythm.latest(begun + timedelta(seconds=seconds))
