"""How often a word was used over the years: mentions a period, beside how many words were published in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, text

from archive.search.expansion import ExpandedTerm, Expander
from archive.search.index import SHIFT
from archive.search.query import Query, QueryNotUnderstood, parse_query
from archive.search.rebuild import refuse_without_index
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


_WORDS = text(
    f"SELECT id >> {SHIFT} AS day, sum(words) AS words FROM indexed WHERE dated AND latest GROUP BY day"  # noqa: S608 # a number
)
_INSTANCES = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', 'search_index', 'instance')"
_MENTIONS = text("""
SELECT w.doc AS number, count(*) AS mentions FROM temp.search_words w JOIN indexed i ON i.id = w.doc
WHERE w.term = :form AND i.dated AND i.latest GROUP BY w.doc
""")
_BEGINNING = text("""
SELECT w.doc AS number, count(*) AS mentions FROM temp.search_words w JOIN indexed i ON i.id = w.doc
WHERE w.term >= :form AND w.term < :after AND i.dated AND i.latest GROUP BY w.doc
""")


def trend(connection: Connection, word: str, *, by: Step = Step.YEAR) -> Trend:
    """Count the mentions of one word, in all its forms, in the latest snapshots of dated articles.

    Raises QueryNotUnderstood for anything but one word or the beginning of one, SearchImpossible without an index.
    """
    refuse_without_index(connection)
    query = parse_query(word)
    terms = tuple(query.terms)
    if query != Query(all_of=(terms,)) or len(terms) != 1 or len(terms[0].words) != 1:
        raise QueryNotUnderstood(
            f"a trend is that of one word, not of “{word[:60]}”; type one, or its beginning and a *"
        )
    term = Expander(connection).expand_term(terms[0])
    mentions: Counter[str] = Counter()
    having: dict[str, set[int]] = {}
    for number, count in _mentions(connection, term):
        period = _period(number >> SHIFT, by)
        mentions[period] += count
        having.setdefault(period, set()).add(number)
    words: Counter[str] = Counter()
    for row in connection.execute(_WORDS):
        words[_period(row.day, by)] += row.words
    periods = _between(min(words), max(words), by) if words else []
    return Trend(
        term=term,
        periods=tuple(
            Period(period=one, mentions=mentions[one], articles=len(having.get(one, ())), words=words[one])
            for one in periods
        ),
    )


def _mentions(connection: Connection, term: ExpandedTerm) -> Iterator[tuple[int, int]]:
    connection.execute(text(_INSTANCES))
    (word,) = term.words
    for form in word.forms:
        for row in connection.execute(_MENTIONS, {"form": form}):
            yield row.number, row.mentions
    if word.prefix:
        first = word.typed.lower()
        for row in connection.execute(_BEGINNING, {"form": first, "after": first + "\U0010ffff"}):
            yield row.number, row.mentions


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
