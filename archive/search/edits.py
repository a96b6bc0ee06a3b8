"""Finds the articles whose last change brought a word (`added:`) or took one (`removed:`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from archive.search.asking import texts_of
from archive.search.dialects import dialect_of
from archive.search.expansion import ExpandedTerm
from archive.search.matching import any_word, how_often
from archive.search.query import Query, Term

MOST_CHANGES = 1000
"""Changed articles with the word that are compared with their other side, newest first."""

_AFTER = """
SELECT f.rowid AS id, s.id AS new, o.id AS old
FROM search_index f {join}
JOIN snapshots s ON s.id = i.snapshot AND s.n > 1 AND s.cause = 'content'
JOIN snapshots o ON o.resource = s.resource AND o.n = s.n - 1
WHERE {matches} ORDER BY f.rowid DESC LIMIT :most
"""
_BEFORE = """
SELECT f.rowid AS id, i.position AS position, s.id AS new, o.id AS old
FROM search_index f JOIN superseded p ON p.id = f.rowid {join}
JOIN snapshots o ON o.id = i.snapshot
JOIN snapshots s ON s.resource = o.resource AND s.n = o.n + 1 AND s.cause = 'content'
WHERE {matches} ORDER BY f.rowid DESC LIMIT :most
"""
_ARTICLES = text("SELECT id, position FROM indexed WHERE snapshot = :snapshot ORDER BY position")


def changed_articles(
    connection: Connection, query: Query, expanded: Mapping[Term, ExpandedTerm], notes: list[str]
) -> dict[int, int | None] | None:
    """Return the indexed articles that have every change asked for; None where the query asks for none.

    Each with the article of the snapshot before that lost a `removed:` word, None where only words came. A sentence is
    added to `notes` for a word of too many changes.
    """
    if not query.added and not query.removed:
        return None
    found: dict[int, int | None] | None = None
    for term in query.added:
        found = _both(found, dict.fromkeys(_gained(connection, expanded[term], notes)))
    for term in query.removed:
        found = _both(found, dict(_lost(connection, expanded[term], notes)))
    return found


def _both(found: dict[int, int | None] | None, more: dict[int, int | None]) -> dict[int, int | None]:
    if found is None:
        return more
    return {number: more[number] or found[number] for number in found.keys() & more.keys()}


def _gained(connection: Connection, term: ExpandedTerm, notes: list[str]) -> Iterator[int]:
    counts: dict[int, int] = {}
    for row in _changes(connection, _AFTER, term, notes):
        if _count(connection, row.new, term, counts) > _count(connection, row.old, term, counts):
            yield row.id


def _lost(connection: Connection, term: ExpandedTerm, notes: list[str]) -> Iterator[tuple[int, int]]:
    counts: dict[int, int] = {}
    for row in _changes(connection, _BEFORE, term, notes):
        if _count(connection, row.old, term, counts) > _count(connection, row.new, term, counts):
            after = connection.execute(_ARTICLES, {"snapshot": row.new}).all()
            if after:
                yield _standing_at(after, row.position), row.id


def _changes(connection: Connection, statement: str, term: ExpandedTerm, notes: list[str]) -> Sequence[Any]:
    """Return the changes one side of which has the term."""
    dialect = dialect_of(connection)
    query = text(statement.format(join=dialect.join_indexed, matches=dialect.matches.format(":words")))
    rows = connection.execute(query, {"words": any_word(term, dialect), "most": MOST_CHANGES}).all()
    if len(rows) == MOST_CHANGES:
        notes.append(f"of the changes around {term.term.typed} only the newest {MOST_CHANGES} were compared")
    return rows


def _standing_at(articles: Any, position: int) -> int:
    """Return the article at a position, the last where there are fewer now."""
    return int(articles[min(position, len(articles) - 1)].id)


def _count(connection: Connection, snapshot: int, term: ExpandedTerm, counts: dict[int, int]) -> int:
    """Return how often a snapshot has a term; `counts` remembers."""
    if snapshot not in counts:
        ids = [row.id for row in connection.execute(_ARTICLES, {"snapshot": snapshot})]
        counts[snapshot] = sum(
            how_often(part, term) for one in texts_of(connection, ids) for part in (one.title, one.body)
        )
    return counts[snapshot]
