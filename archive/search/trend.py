"""How often a word was used over the years: mentions a period, beside how many words were published in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, text

from archive.search.dialects import dialect_of
from archive.search.expansion import ExpandedTerm, Expander
from archive.search.index import SHIFT
from archive.search.matching import any_word
from archive.search.patience import in_time
from archive.search.query import Query, QueryNotUnderstood, parse_query
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


_LATEST = "NOT EXISTS (SELECT 1 FROM superseded o WHERE o.id = i.id)"
_WORDS = text(
    f"SELECT i.id >> {SHIFT} AS day, sum(i.words) AS words FROM indexed i WHERE i.dated AND {_LATEST} GROUP BY day"  # noqa: S608 # our own
)
_INSTANCES = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', 'search_index', 'instance')"
_MENTIONS = f"""
SELECT w.doc AS number, count(*) AS mentions FROM temp.search_words w JOIN indexed i ON i.id = w.doc
WHERE {{word}} AND i.dated AND {_LATEST} GROUP BY w.doc
"""  # noqa: S608 # our own
_OF_FORM = text(_MENTIONS.format(word="w.term = :form"))
_BEGINNING = text(_MENTIONS.format(word="w.term >= :form AND w.term < :after"))
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
    having: dict[str, set[int]] = {}
    words: Counter[str] = Counter()
    with in_time(connection):
        term = Expander(connection).expand_term(terms[0])
        for number, count in _mentions(connection, term):
            period = _period(number >> SHIFT, by)
            mentions[period] += count
            having.setdefault(period, set()).add(number)
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
    """Yield (article, mentions); an article may come several times."""
    (word,) = term.words
    first = word.typed.lower() if word.prefix else None
    if connection.dialect.name == "postgresql":
        asked = {"words": any_word(term, dialect_of(connection)), "forms": list(word.forms), "beginning": first}
        for row in connection.execute(_IN_VECTORS, asked):
            yield row.number, int(row.mentions)
        return
    connection.execute(text(_INSTANCES))
    for form in word.forms:
        for row in connection.execute(_OF_FORM, {"form": form}):
            yield row.number, row.mentions
    if first is not None:
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
