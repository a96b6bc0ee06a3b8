"""Retry-After as RFC 9110 has it: seconds or a date, nonsense is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.fetch.patience import retry_after

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        (" 120 ", 120.0),
        ("99999999999999", 10.0**8),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60.0),
        ("Tue, 24 Nov 2026 12:01:00 -0000", 60.0),
        ("Tue, 24 Nov 2020 12:01:00 GMT", 0.0),
        ("Tue, 24 Nov 2099 12:01:00 GMT", 2303683260.0),
    ],
)
def test_a57_a58_a_host_says_how_long_it_wants_to_be_left_alone(value, seconds):
    assert retry_after(value, NOW) == seconds
