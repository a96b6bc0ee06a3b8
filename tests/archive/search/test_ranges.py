"""Spans of days and of money as they are typed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.mentioned import days_of
from archive.search.ranges import LARGEST, Money, Span, in_grosze, read_days, read_money, read_span
from pipelines.polish.mentioned import mentioned_dates


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        (">1000000", 100_000_001, None),
        (">=1.000.000", 100_000_000, None),
        ("<5", None, 499),
        ("<=1,5mln", None, 150_000_000),
        ("29,99", 2999, 2999),
        ("29.99", 2999, 2999),
        ("=300 zł", 30_000, 30_000),
        ("2tys..3tys.", 200_000, 300_000),
        ("..5", None, 500),
        ("5..", 500, None),
        ("-500", -50_000, -50_000),
        ("0.500", 50, 50),
        (">999999999999999mld", LARGEST + 1, None),
    ],
)
def test_money(typed, low, high):
    assert read_money(typed) == Money(low=low, high=high)


@pytest.mark.parametrize("typed", ["", ">", "..", "tanio", "1..x", "x..1", ">x", "1,2,3", "9" * 16, "1e5"])
def test_no_money(typed):
    assert read_money(typed) is None


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_what_is_typed_as_printed_is_that_amount(value):
    money = read_money(f"{value:f}".replace(".", ","))
    assert money == Money(low=in_grosze(value), high=in_grosze(value))


@given(st.text(max_size=20) | st.text(alphabet="0123456789.,-<>=tysmlnd ", max_size=20))
def test_any_text_is_money_that_a_database_holds_or_none(typed):
    money = read_money(typed)
    if money is not None:
        assert all(side is None or -(2**63) <= side < 2**63 for side in (money.low, money.high))
    read_span(typed)


def test_grosze_are_rounded_and_held_within_a_databases_numbers():
    assert in_grosze(Decimal("1.005")) == 100
    assert in_grosze(Decimal("1e30")) == LARGEST


def test_days():
    assert read_days("2018-02") == Span(first=date(2018, 2, 1), last=date(2018, 2, 28))
    assert read_span("2018..2019-03") == Span(first=date(2018, 1, 1), last=date(2019, 3, 31))
    assert read_span("2018..") == Span(first=date(2018, 1, 1))
    assert read_span("..2018") == Span(last=date(2018, 12, 31))
    assert read_span("..") is None
    assert read_days("2018-02-30") is None
    assert read_days("0000") is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("do 15 marca 2018 r.", [(date(2018, 3, 15), date(2018, 3, 15))]),
        ("w marcu 2018 r.", [(date(2018, 3, 1), date(2018, 3, 31))]),
        ("od 1 do 5 marca 2018 r.", [(date(2018, 3, 1), date(2018, 3, 5))]),
        ("27 maja", [None]),  # of no year
        ("w terminie 14 dni", [None]),
    ],
)
def test_days_that_a_text_mentions(text, days):
    found = [days_of(one) for one in mentioned_dates(text)]
    assert found == [day and (day[0].toordinal(), day[1].toordinal()) for day in days]
