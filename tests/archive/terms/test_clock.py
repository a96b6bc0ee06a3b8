"""Times as people type them and as the archive keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.terms.clock import SystemClock, format_time, from_micros, parse_time, to_micros
from archive.terms.errors import BadInput

moments = st.datetimes(timezones=st.just(UTC))


@given(moments)
def test_a_time_is_read_as_it_was_printed_and_kept_as_it_was(moment):
    assert parse_time(format_time(moment)) == moment
    assert from_micros(to_micros(moment)) == moment


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        (" 2026-11-23T20:15:00Z ", datetime(2026, 11, 23, 20, 15, tzinfo=UTC)),
        ("2026-11-23T20:15:00", datetime(2026, 11, 23, 20, 15, tzinfo=UTC)),
        ("2026-11-23T20:15:00.123456+01:00", datetime(2026, 11, 23, 19, 15, 0, 123456, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_without_zone_is_utc(typed, meant):
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "wczoraj", "2026-02-30", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "10000-01-01"]
)
def test_what_is_no_time_of_the_calendar_is_named(typed):
    with pytest.raises(BadInput, match=f"“{typed.replace('+', '.')}” is no time"):
        parse_time(typed)


def test_the_machines_clock_is_utc():
    assert SystemClock().now().tzinfo is UTC
