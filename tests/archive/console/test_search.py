"""What people see of a search and of a trend."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.console.search import MOST_BARS, print_found, print_trend
from archive.search.expansion import ExpandedTerm
from archive.search.finding import MOST_COUNTED
from archive.search.hits import Found, Hit
from archive.search.query import Term
from archive.search.snippets import Snippet
from archive.search.trend import Period, Trend

TERM = ExpandedTerm(term=Term(words=("park",)), words=())


def printed(capsys, mentions):
    periods = (Period(period=str(1000 + at), mentions=one, articles=one, words=1000) for at, one in enumerate(mentions))
    print_trend(Trend(term=TERM, periods=tuple(periods)))
    return capsys.readouterr().out


def test_a_single_mention_beside_many_is_seen(capsys):
    assert "park  ▁ █" in printed(capsys, [1, 0, 500])


def test_the_line_above_many_months_stays_one_line(capsys):
    first, *_ = printed(capsys, [7, *[0] * 252]).splitlines()
    assert first.startswith("park  █")
    assert len(first.rstrip()) <= len("park  ") + MOST_BARS


def test_nothing_published_is_an_empty_table(capsys):
    assert "█" not in printed(capsys, [])


SEEN = datetime(2026, 1, 2, tzinfo=UTC)
HIT = Hit(
    url="https://a.example/",
    snapshot=1,
    article=0,
    title="Park",
    published=None,
    section=None,
    snippet=Snippet(runs=(("Park", True),)),
    score=1.0,
    first_seen=SEEN,
    last_seen=SEEN,
)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (None, ""),
        (1, ""),
        (2, "1 of 2;"),
        (MOST_COUNTED, f"1 of {MOST_COUNTED};"),
        (MOST_COUNTED + 1, "1 of more than"),
    ],
)
def test_hits_say_of_how_many_they_are(capsys, total, said):
    print_found(Found(hits=(HIT,), terms=(), notes=()), total)
    *_, last = capsys.readouterr().out.strip().splitlines()
    assert last.startswith(said)
    assert "--limit" in last or not said
