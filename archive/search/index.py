"""Writes the search index: in the transaction of the snapshot, so that index and text cannot part.

An article's number in the index is `day << 24 | count`, the day that of publication, else of first sight (its ordinal,
1 for 0001-01-01): FTS5 keeps its lists in the order of these numbers, so what is newest comes first without sorting and
a span of days is a range of numbers. Words are written as they are; their lemmas are found later, off the crawl's path
(`archive.search.vocabulary`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from archive.models import IndexStateRow
from archive.search.dialects import dialect_of
from archive.search.vectors import vector
from archive.search.words import searched, words_of
from pipelines.polish.lemmas import LONGEST

SHIFT = 24
"""Bits of the count within a day: 16 million articles."""

MOST_REMEMBERED = 200_000
"""Pieces of text remembered as written; past that all are forgotten and offered to the database again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article to index: where it stands, of what section and kind its page is, its texts in display form, its days."""

    snapshot: int
    position: int
    section: str | None
    kind: str
    title: str | None
    body: str
    published: date | None
    seen: datetime
    latest: bool = True

    @property
    def day(self) -> int:
        """The ordinal of the day it is sorted by."""
        return (self.published or self.seen.date()).toordinal()


def first_number(day: int) -> int:
    """Return the smallest number an article of a day can have."""
    return day << SHIFT


def last_number(day: int) -> int:
    """Return the largest number an article of a day can have."""
    return (day + 1 << SHIFT) - 1


def is_whole(connection: Connection) -> bool:
    """Tell whether the index holds every article."""
    return bool(connection.execute(select(IndexStateRow.whole).where(IndexStateRow.id == 1)).scalar())


_SUPERSEDED = "INSERT INTO superseded (id) SELECT id FROM indexed WHERE snapshot = ? ON CONFLICT DO NOTHING"
_OLD = "INSERT INTO superseded (id) VALUES (?)"
_TAKEN = f"""
SELECT d.value, (SELECT max(id) FROM indexed WHERE id BETWEEN (d.value << {SHIFT}) AND ((d.value + 1) << {SHIFT}) - 1)
FROM ({{numbers}}) d
"""  # noqa: S608 # a number
_INDEXED = "INSERT INTO indexed (id, snapshot, position, dated, section, kind, words) VALUES (?, ?, ?, ?, ?, ?, ?)"
_TEXTS = "INSERT INTO search_index (rowid, title, body) VALUES (?, ?, ?)"
_VECTORS = "INSERT INTO search_index (rowid, words) VALUES (?, CAST(? AS tsvector))"
_KNOWN = "SELECT form FROM forms WHERE form IN ({words})"
_NEW_TEXTS = "INSERT INTO new_texts (article) VALUES (?)"
_NEW_FORMS = "INSERT INTO new_forms (form) VALUES (?)"


class Indexer:
    """Writes articles into the index; remembers which words it has written, so make a new one after a rollback.

    Its statements go to the driver as they are: SQLAlchemy's care for each row costs more than SQLite's work.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()

    def write(self, connection: Connection, articles: Iterable[Article], superseded: Sequence[int] = ()) -> None:
        """Index new articles; `superseded` are the ids of snapshots that are their resource's latest no more."""
        run(connection, _SUPERSEDED, [(old,) for old in superseded])
        read = [_read(article) for article in sorted(articles, key=lambda article: article.day)]
        numbers = list(_numbers(connection, [one.article.day for one in read]))
        run(connection, _INDEXED, [(number, *one.facts) for number, one in zip(numbers, read, strict=True)])
        if connection.dialect.name == "sqlite":
            run(connection, _TEXTS, [(number, one.title, one.body) for number, one in zip(numbers, read, strict=True)])
        else:
            vectors = (vector(one.title, one.body) for one in read)
            run(connection, _VECTORS, list(zip(numbers, vectors, strict=True)))
        run(connection, _OLD, [(number,) for number, one in zip(numbers, read, strict=True) if not one.article.latest])
        run(connection, _NEW_TEXTS, [(number,) for number in numbers])
        pieces: set[str] = set()
        pieces.update(*(one.pieces for one in read))
        self._write_words(connection, pieces - self._known)

    def _write_words(self, connection: Connection, pieces: set[str]) -> None:
        """Write the words in pieces of text that are not analysed; pieces met again in this crawl are passed over."""
        met = set(words_of(" ".join(pieces)))
        offered = json.dumps([word for word in met if len(word) <= LONGEST])
        known = _asked(connection, _KNOWN, offered).scalars() if met else ()
        new = met.difference(known)
        run(connection, _NEW_FORMS, [(word,) for word in sorted(new) if len(word) <= LONGEST])
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        self._known |= pieces


class _Read(NamedTuple):
    """An article with its searched texts and what stands in them between white space."""

    article: Article
    title: str
    body: str
    pieces: list[str]

    @property
    def facts(self) -> tuple[int, int, bool, str | None, str, int]:
        article = self.article
        section = article.section.lower() if article.section is not None else None
        dated = article.published is not None
        return article.snapshot, article.position, dated, section, article.kind, len(self.pieces)


def _read(article: Article) -> _Read:
    title, body = searched(article.title), searched(article.body)
    return _Read(article, title, body, [*title.split(), *body.split()])


def _numbers(connection: Connection, days: Sequence[int]) -> Iterator[int]:
    """Yield the next free number of each day, the days being in order."""
    asked = json.dumps(sorted(set(days)))
    taken = {day: last or first_number(day) for day, last in _asked(connection, _TAKEN, asked)}
    for day in days:
        taken[day] += 1
        yield taken[day]


def _asked(connection: Connection, statement: str, listed: str) -> Any:
    """Run a statement over a JSON list."""
    dialect = dialect_of(connection)
    query = statement.format(numbers=dialect.numbers.format(dialect.mark), words=dialect.words.format(dialect.mark))
    return connection.exec_driver_sql(query, (listed,))


def run(connection: Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Run a statement with `?` for its parameters once for each row, past SQLAlchemy; none for no rows."""
    if rows:
        connection.exec_driver_sql(statement.replace("?", dialect_of(connection).mark), rows)
