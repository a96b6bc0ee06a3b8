"""Builds the search index anew from the snapshots, and tells whether index and text have parted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, text
from sqlalchemy.exc import DatabaseError

from archive.db import Archive, make_engine
from archive.ingest import lock_log
from archive.models import Moment
from archive.search.dialects import dialect_of
from archive.search.index import Article, Indexer, is_whole
from archive.search.mentioned import read_mentions
from archive.search.vectors import vector
from archive.search.vocabulary import analyse
from archive.search.words import searched
from archive.types import Json

CHUNK = 4000
"""Articles indexed in one transaction: about a second, in which a crawl waits; more would be hardly quicker."""

MERGED = 2000
"""Pages of 4 kB that are merged in one transaction."""

Watch = Callable[[str, int, int], None]

_FORGET = (
    "UPDATE index_state SET whole = false, engine = NULL",
    "DELETE FROM mentions",
    "DELETE FROM new_texts",
    "DELETE FROM superseded",
    "DELETE FROM indexed",
    "DELETE FROM vocab",
    "DELETE FROM forms",
    "DELETE FROM new_forms",
)
_FORGET_FTS5 = "INSERT INTO search_index (search_index) VALUES ('delete-all')"
_COUNT = text("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM indexed)")
_MISSING = text("""
SELECT a.snapshot, a.position, s.section, r.kind, a.body, a.published,
       coalesce(a.title, CASE a.position WHEN 0 THEN s.title END) AS title,
       s.n = r.snapshots AS latest, c.fetched
FROM articles a
JOIN snapshots s ON s.id = a.snapshot
JOIN resources r ON r.id = s.resource
JOIN captures c ON c.seq = s.first_capture
WHERE (a.snapshot, a.position) > (:snapshot, :position)
  AND NOT EXISTS (SELECT 1 FROM indexed i WHERE i.snapshot = a.snapshot AND i.position = a.position)
ORDER BY a.snapshot, a.position LIMIT :most
""").columns(published=Date(), fetched=Moment())


_NEXT_TEXTS = text("""
SELECT i.id, coalesce(a.title, CASE a.position WHEN 0 THEN s.title END) AS title, a.body
FROM indexed i JOIN articles a ON a.snapshot = i.snapshot AND a.position = i.position
JOIN snapshots s ON s.id = i.snapshot WHERE i.id > :after ORDER BY i.id LIMIT :most
""")
_IS_VECTOR = text("SELECT words = CAST(:words AS tsvector) FROM search_index WHERE rowid = :id")


def reindex(archive: Archive, watch: Watch | None = None) -> Json:
    """Build the index anew; interrupted, the next call goes on. Crawls may run beside it.

    `watch` is told what is done (`articles`, `mentions` or `words`), how many are done and how many there are. Returns
    `{"articles": n, "words": n}`: what was indexed and analysed by this call.
    """
    with archive.reading() as connection:
        anew = is_whole(connection)
        fts5 = connection.dialect.name == "sqlite"
    if anew:
        with archive.writing() as connection:
            for statement in _FORGET:
                connection.execute(text(statement))
            connection.execute(text(_FORGET_FTS5 if fts5 else "DELETE FROM search_index"))
    articles = _index_missing(archive, watch)
    words = finish_index(archive, watch)
    if fts5:
        _merge(archive)
    with archive.writing() as connection:
        connection.execute(text("UPDATE index_state SET whole = true"))
    return {"articles": articles, "words": words}


def _merge(archive: Archive) -> None:
    """Make one segment of FTS5's index, piece by piece: its own `optimize` would keep crawls out for all of that time."""
    pages, changes = -MERGED, 2  # below zero it begins to merge all segments; less than two changes: nothing is left
    while changes > 1:
        with archive.writing() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            before = driver.total_changes
            connection.execute(text("INSERT INTO search_index (search_index, rank) VALUES ('merge', :n)"), {"n": pages})
            pages, changes = MERGED, driver.total_changes - before


def finish_index(archive: Archive, watch: Watch | None = None, *, again: bool = False) -> int:
    """Do what a crawl leaves for its end: read amounts and dates, analyse new words; return how many words.

    `again`: all words, where today's dictionary is another. Interrupted, the next call goes on.
    """
    read_mentions(archive, (lambda done, total: watch("mentions", done, total)) if watch is not None else None)
    return analyse(
        archive, (lambda done, total: watch("words", done, total)) if watch is not None else None, again=again
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What the index holds and where it and the texts have parted; `compared`: its words were held against the texts."""

    articles: int
    compared: bool
    problems: tuple[str, ...]


_DRIFT = {
    "{} articles are not in the search index": """
        SELECT count(*) FROM articles a LEFT JOIN indexed i ON i.snapshot = a.snapshot AND i.position = a.position
        WHERE i.id IS NULL AND (SELECT whole FROM index_state)""",
    "{} entries of the search index are of no article": """
        SELECT count(*) FROM indexed i LEFT JOIN articles a ON i.snapshot = a.snapshot AND i.position = a.position
        WHERE a.snapshot IS NULL""",
    "{} articles have no words in the search index": """
        SELECT count(*) FROM indexed i LEFT JOIN ({entries}) d ON d.id = i.id WHERE d.id IS NULL""",
    "{} texts in the search index belong to no article": """
        SELECT count(*) FROM ({entries}) d LEFT JOIN indexed i ON d.id = i.id WHERE i.id IS NULL""",
    "{} articles of the search index are wrongly marked as the latest or not": """
        SELECT count(*) FROM indexed i JOIN snapshots s ON s.id = i.snapshot JOIN resources r ON r.id = s.resource
        LEFT JOIN superseded o ON o.id = i.id WHERE (o.id IS NULL) <> (s.n = r.snapshots)""",
}


def check_index(archive: Archive, *, deep: bool = False) -> IndexReport:
    """Tell whether index and articles have parted; `deep` also holds every word of the index against the texts.

    That takes the write lock for as long as it lasts (a crawl waits) and is left out where the archive cannot be written.
    """
    with archive.reading() as connection:
        articles = int(connection.execute(text("SELECT count(*) FROM indexed")).scalar_one())
        entries = dialect_of(connection).entries
        counts = {
            sentence: int(connection.execute(text(query.format(entries=entries))).scalar_one())
            for sentence, query in _DRIFT.items()
        }
        fts5 = connection.dialect.name == "sqlite"
    problems = [sentence.format(number) for sentence, number in counts.items() if number]
    compared = deep and (_compare(archive, problems) if fts5 else _compare_vectors(archive, problems))
    advice = "; `kronika reindex` builds it anew"
    return IndexReport(articles=articles, compared=compared, problems=tuple(problem + advice for problem in problems))


def _compare(archive: Archive, problems: list[str]) -> bool:
    """Have FTS5 hold its words against the texts; return whether it could."""
    engine = make_engine(archive.target, write=True)
    try:
        with suppress(DatabaseError), engine.connect() as connection:
            with connection.begin():
                connection.exec_driver_sql("UPDATE index_state SET whole = whole")
            with connection.begin() as transaction:
                try:
                    connection.exec_driver_sql(
                        "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"
                    )
                except DatabaseError:
                    problems.append("the words of the search index are not those of the texts")
                transaction.rollback()
            return True
    finally:
        engine.dispose()
    return False


def _compare_vectors(archive: Archive, problems: list[str]) -> bool:
    """Hold PostgreSQL's vectors against those that the texts make now."""
    place, parted = 0, 0
    while True:
        with archive.reading() as connection:
            rows = connection.execute(_NEXT_TEXTS, {"after": place, "most": CHUNK}).all()
            made = [vector(searched(row.title), searched(row.body)) for row in rows]
            parted += sum(
                not connection.execute(_IS_VECTOR, {"id": row.id, "words": words}).scalar()
                for row, words in zip(rows, made, strict=True)
            )
        if not rows:
            break
        place = rows[-1].id
    if parted:
        problems.append(f"the words of the search index are not those of the texts of {parted} articles")
    return True


def _index_missing(archive: Archive, watch: Watch | None) -> int:
    indexer = Indexer()
    place = {"snapshot": -1, "position": -1}
    done = 0
    with archive.reading() as connection:
        total, already = connection.execute(_COUNT).one()
    while True:
        with archive.writing() as connection:
            lock_log(connection)
            rows = connection.execute(_MISSING, place | {"most": CHUNK}).all()
            indexer.write(connection, [_article(row) for row in rows])
        if not rows:
            return done
        done += len(rows)
        place = {"snapshot": rows[-1].snapshot, "position": rows[-1].position}
        if watch is not None:
            watch("articles", already + done, max(total, already + done))


def _article(row: Any) -> Article:
    return Article(
        snapshot=row.snapshot,
        position=row.position,
        section=row.section,
        kind=row.kind,
        title=row.title,
        body=row.body,
        published=row.published,
        seen=row.fetched,
        latest=bool(row.latest),
    )
