"""What is done with a schedule: every case of the decision, clock jumps among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.schedules.decide import CrawlOptions, Schedule, Step, next_step
from archive.schedules.due import Rhythm, parse_every, parse_window

NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
"""Noon in Poland."""
HOUR = timedelta(hours=1)


def schedule(every="6h", window=None, **more):
    hours = parse_window(window) if window else None
    rhythm = Rhythm(every=parse_every(every), window=hours, first=NOON)
    return Schedule(portal="miasto", rhythm=rhythm, options=CrawlOptions(), **{"next_due": NOON} | more)


SOON = {"next_due": NOON + HOUR}
NIGHT = {"window": "22:00-06:00"}


@pytest.mark.parametrize(
    ("row", "own", "foreign", "step"),
    [
        (schedule(), False, False, Step.START),
        (schedule(**SOON), False, False, Step.WAIT),
        (schedule(), True, False, Step.SKIP),
        (schedule(**SOON), True, False, Step.WAIT),
        (schedule(), False, True, Step.SKIP),
        (schedule(**SOON, open_run=NOON), False, True, Step.WAIT),
        (schedule(**SOON, open_run=NOON), False, False, Step.START),
        (schedule(**NIGHT), False, False, Step.WAIT),
        (schedule(**NIGHT), True, False, Step.STOP),
        (schedule(**NIGHT), False, True, Step.WAIT),
        (schedule(**NIGHT, **SOON, open_run=NOON), False, False, Step.WAIT),
        (schedule(window="11:00-13:00"), False, False, Step.START),
        (schedule(paused=True), False, False, Step.WAIT),
        (schedule(paused=True), True, False, Step.WAIT),
        (schedule(paused=True, **NIGHT), True, False, Step.STOP),
        (schedule(next_due=NOON - timedelta(days=400)), False, False, Step.START),
        (schedule(next_due=NOON + timedelta(hours=6, minutes=4)), False, False, Step.WAIT),
        (schedule(next_due=NOON + timedelta(hours=7)), False, False, Step.SET_BACK),
        (schedule(next_due=NOON + timedelta(hours=7), paused=True), False, False, Step.WAIT),
    ],
)
def test_the_decision(row, own, foreign, step):
    assert next_step(row, NOON, own=own, foreign=foreign) is step


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["10m", "6h", "1d", "2w"]),
    st.sampled_from([None, "22:00-06:00", "02:15-02:45"]),
    st.lists(st.integers(-(10**8), 10**8), max_size=6),
)
def test_whatever_the_clock_does_it_is_due_again_within_a_step(every, window, jumps):
    """After jumps of years both ways, a clock that goes on by itself brings the next run in its time."""
    row, now = schedule(every, window), NOON
    for jump in jumps:
        now += timedelta(seconds=jump)
        row = act(row, now)
    row = act(row, now)
    bound = row.rhythm.latest(now) + timedelta(minutes=5)
    assert row.next_due <= bound
    assert next_step(row, row.rhythm.put_off(max(row.next_due, now)), own=False, foreign=False) is Step.START


def act(row, now):
    step = next_step(row, now, own=False, foreign=False)
    if step is Step.START:
        return replace(row, next_due=row.rhythm.after(row.next_due, now))
    return replace(row, next_due=row.rhythm.latest(now)) if step is Step.SET_BACK else row
