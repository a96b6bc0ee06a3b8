"""How often a word was used over the years: mentions a period, beside how many words were published in it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, text

from archive.search.dialects import dialect_of
from archive.search.expansion import ExpandedTerm, Expander
from archive.search.index import SHIFT, first_number, last_number
from archive.search.matching import any_word
from archive.search.patience import in_time
from archive.search.query import Query, QueryNotUnderstood, parse_query
from archive.search.ranges import read_days
from archive.types import Json

PER = 1_000_000
"""Mentions are given for this many words published."""


class Step(StrEnum):
    """Length of a period."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`2018` or `2018-02`: mentions of the word, articles that have it, and words of all articles published then."""

    period: str
    mentions: int
    articles: int
    words: int

    @property
    def rate(self) -> float:
        """Mentions for each million of words published."""
        return self.mentions * PER / self.words if self.words else 0.0

    def to_json(self) -> Json:
        """Return a line of `kronika trend --json`."""
        return {
            "period": self.period,
            "mentions": self.mentions,
            "articles": self.articles,
            "words": self.words,
            "per_million": round(self.rate, 2),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The periods from the first to the last in which anything was published, and what the word stood for."""

    term: ExpandedTerm
    periods: tuple[Period, ...]


LONGEST = 5.0
"""Seconds after which a trend is given up: it reads each mention and the length of each article, a million in about one."""

_LATEST = "NOT EXISTS (SELECT 1 FROM superseded o WHERE o.id = i.id)"
_ENDS = text("SELECT min(id), max(id) FROM indexed WHERE dated")
_WORDS = text("""
SELECT (SELECT coalesce(sum(i.words), 0) FROM indexed i WHERE i.id BETWEEN :first AND :last AND i.dated)
    - (SELECT coalesce(sum(i.words), 0) FROM superseded o JOIN indexed i ON i.id = o.id
       WHERE o.id BETWEEN :first AND :last AND i.dated)
""")
"""Of a period at a time, since grouping would sort all articles; the superseded apart, which are few."""
_INSTANCES = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', 'search_index', 'instance')"
_OF_FORM = "SELECT doc FROM temp.search_words WHERE term = ?"
_BEGINNING = "SELECT doc FROM temp.search_words WHERE term >= ? AND term < ?"
_LEFT_OUT = "SELECT id FROM superseded UNION ALL SELECT id FROM indexed WHERE NOT dated"
"""Looked up here: a join with each mention's article takes eight times as long as reading the mentions."""
_IN_VECTORS = text(f"""
SELECT i.id AS number, sum(cardinality(w.positions)) AS mentions
FROM search_index f JOIN indexed i ON i.id = f.rowid CROSS JOIN LATERAL unnest(f.words) w
WHERE f.words @@ CAST(:words AS tsquery) AND (w.lexeme = ANY(:forms) OR starts_with(w.lexeme, :beginning))
AND i.dated AND {_LATEST} GROUP BY i.id
""")  # noqa: S608 # our own


def trend(connection: Connection, word: str, *, by: Step = Step.YEAR) -> Trend:
    """Count the mentions of one word, in all its forms, in the latest snapshots of dated articles.

    Raises QueryNotUnderstood for anything but one word or the beginning of one, SearchImpossible where it takes too long.
    """
    query = parse_query(word)
    terms = tuple(query.terms)
    if query != Query(all_of=(terms,)) or len(terms) != 1 or len(terms[0].words) != 1:
        raise QueryNotUnderstood(
            f"a trend is that of one word, not of “{word[:60]}”; type one, or its beginning and a *"
        )
    mentions: Counter[str] = Counter()
    having: Counter[str] = Counter()
    with in_time(connection, LONGEST):
        term = Expander(connection).expand_term(terms[0])
        of_days, articles = _mentions(connection, term)
        for day, count in of_days.items():
            period = _period(day, by)
            mentions[period] += count
            having[period] += articles[day]
        words = dict(_words(connection, by))
    return Trend(
        term=term,
        periods=tuple(
            Period(period=one, mentions=mentions[one], articles=having[one], words=number)
            for one, number in words.items()
        ),
    )


def _words(connection: Connection, by: Step) -> Iterator[tuple[str, int]]:
    """Yield every period from the first with a dated article to the last, and how many words were published in it."""
    least, most = connection.execute(_ENDS).one()
    if least is None:
        return
    for one in _between(_period(least >> SHIFT, by), _period(most >> SHIFT, by), by):
        days = read_days(one)
        assert days is not None
        assert days.first is not None
        assert days.last is not None
        ends = {"first": first_number(days.first.toordinal()), "last": last_number(days.last.toordinal())}
        yield one, int(connection.execute(_WORDS, ends).scalar_one())


def _mentions(connection: Connection, term: ExpandedTerm) -> tuple[Counter[int], Counter[int]]:
    """Return the mentions of each day, and the articles that have any."""
    (word,) = term.words
    first = word.typed.lower() if word.prefix else None
    if connection.dialect.name == "postgresql":
        asked = {"words": any_word(term, dialect_of(connection)), "forms": list(word.forms), "beginning": first}
        rows = connection.execute(_IN_VECTORS, asked).all()
        mentions: Counter[int] = Counter()
        for row in rows:
            mentions[row.number >> SHIFT] += int(row.mentions)
        return mentions, Counter(row.number >> SHIFT for row in rows)
    driver = (
        connection.connection.driver_connection
    )  # of common words a million rows come: SQLAlchemy's take thrice the time
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(_INSTANCES)
    left_out = {number for (number,) in driver.execute(_LEFT_OUT)}
    parts: list[tuple[str, tuple[str, ...]]] = [(_OF_FORM, (form,)) for form in word.forms]
    if first is not None:
        parts.append((_BEGINNING, (first, first + "\U0010ffff")))
    found = [number for part in parts for (number,) in driver.execute(*part) if number not in left_out]
    return Counter(number >> SHIFT for number in found), Counter(number >> SHIFT for number in set(found))


def _period(day: int, by: Step) -> str:
    moment = date.fromordinal(day)
    return f"{moment:%Y}" if by is Step.YEAR else f"{moment:%Y-%m}"


def _between(first: str, last: str, by: Step) -> list[str]:
    """Return every period from the first to the last, those without a word too."""
    if by is Step.YEAR:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    (year, month), (end, final) = (map(int, one.split("-")) for one in (first, last))
    months = range(year * 12 + month - 1, end * 12 + final)
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in months]
