"""Writes the search index: in the transaction of the snapshot, so that index and text cannot part.

An article's number in the index is `day << 24 | count`, the day that of publication, else of first sight (its ordinal,
1 for 0001-01-01): FTS5 keeps its lists in the order of these numbers, so what is newest comes first without sorting and
a span of days is a range of numbers. Words are written as they are; their lemmas are found later, off the crawl's path
(`archive.search.vocabulary`). SQLite only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, update

from archive.models import FormRow, IndexedRow, IndexStateRow
from archive.search.words import searched, words_of
from pipelines.polish.lemmas import LONGEST, fold

SHIFT = 24
"""Bits of the count within a day: 16 million articles."""

MOST_REMEMBERED = 200_000
"""Words remembered as written; past that all are forgotten and offered to the database again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article to index: where it stands, its texts in display form, its date and when it was first seen."""

    snapshot: int
    position: int
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


def is_searchable(connection: Connection) -> bool:
    """Tell whether this database can hold the index."""
    return connection.dialect.name == "sqlite"


def is_whole(connection: Connection) -> bool:
    """Tell whether the index holds every article."""
    return bool(connection.execute(select(IndexStateRow.whole).where(IndexStateRow.id == 1)).scalar())


# Statements are made once: building one costs as much as running it.
_TAKEN = text("SELECT max(id) FROM indexed WHERE id BETWEEN :first AND :last")
_INDEXED = insert(IndexedRow.__table__)  # type: ignore[arg-type]
_TEXTS = text("INSERT INTO search_index (rowid, title, body) VALUES (:id, :title, :body)")
_FORMS = insert(FormRow.__table__).prefix_with("OR IGNORE", dialect="sqlite")  # type: ignore[arg-type]
_SUPERSEDED = (
    update(IndexedRow.__table__)  # type: ignore[arg-type]
    .where(IndexedRow.__table__.c.snapshot == bindparam("old"))
    .values(latest=False)
)


class Indexer:
    """Writes articles into the index; remembers which words it has written, so make a new one after a rollback."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def write(self, connection: Connection, articles: Iterable[Article], superseded: Sequence[int] = ()) -> None:
        """Index new articles; `superseded` are the ids of snapshots that are their resource's latest no more."""
        if not is_searchable(connection):
            return
        if superseded:
            connection.execute(_SUPERSEDED, [{"old": old} for old in superseded])
        rows = list(_numbered(connection, articles))
        if not rows:
            return
        connection.execute(_INDEXED, [row for row, _, _ in rows])
        texts = [{"id": row["id"], "title": title, "body": body} for row, title, body in rows]
        connection.execute(_TEXTS, texts)
        self._write_forms(connection, rows)

    def _write_forms(self, connection: Connection, rows: list[tuple[dict[str, Any], str, str]]) -> None:
        found: set[str] = set()
        for _, title, body in rows:
            found.update(words_of(title), words_of(body))
        new = [form for form in found - self._known if len(form) <= LONGEST]
        if new:
            connection.execute(_FORMS, [_form(form) for form in sorted(new)])
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        self._known.update(new)


def _form(form: str) -> dict[str, str | None]:
    folded = fold(form)
    return {"form": form, "folded": folded if folded != form else None, "engine": None}


def _numbered(connection: Connection, articles: Iterable[Article]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield the row of each article with its searched texts, in the order of their numbers."""
    days = sorted(articles, key=lambda article: article.day)
    taken: Counter[int] = Counter()
    for article in days:
        day = article.day
        if day not in taken:
            span = {"first": first_number(day), "last": last_number(day)}
            taken[day] = connection.execute(_TAKEN, span).scalar() or first_number(day)
        taken[day] += 1
        title, body = searched(article.title), searched(article.body)
        yield (
            {
                "id": taken[day],
                "snapshot": article.snapshot,
                "position": article.position,
                "dated": article.published is not None,
                "latest": article.latest,
                "words": len(words_of(title)) + len(words_of(body)),
            },
            title,
            body,
        )
