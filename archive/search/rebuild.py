"""Builds the search index anew from the snapshots, and tells whether index and text have parted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Date, text
from sqlalchemy.exc import DatabaseError

from archive.db import Archive, make_engine
from archive.models import Moment
from archive.search.hits import SearchImpossible
from archive.search.index import Article, Indexer, is_searchable, is_whole
from archive.search.mentioned import read_mentions
from archive.search.vocabulary import analyse
from archive.types import Json

CHUNK = 1000
"""Articles indexed in one transaction."""

Watch = Callable[[str, int, int], None]

_FORGET = (
    "UPDATE index_state SET whole = 0, engine = NULL",
    "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    "DELETE FROM mentions",
    "DELETE FROM new_texts",
    "DELETE FROM indexed",
    "DELETE FROM vocab",
    "DELETE FROM forms",
    "DELETE FROM new_forms",
)
_COUNT = text("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM indexed)")
_MISSING = text("""
SELECT a.snapshot, a.position, a.body, a.published,
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


def reindex(archive: Archive, watch: Watch | None = None) -> Json:
    """Build the index anew; interrupted, the next call goes on. Crawls may run beside it.

    `watch` is told what is done (`articles`, `mentions` or `words`), how many are done and how many there are. Returns
    `{"articles": n, "words": n}`: what was indexed and analysed by this call. Raises SearchImpossible.
    """
    with archive.reading() as connection:
        refuse_without_index(connection)
        anew = is_whole(connection)
    if anew:
        with archive.writing() as connection:
            for statement in _FORGET:
                connection.execute(text(statement))
    articles = _index_missing(archive, watch)
    words = finish_index(archive, watch)
    with archive.writing() as connection:
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))
        connection.execute(text("UPDATE index_state SET whole = 1"))
    return {"articles": articles, "words": words}


def finish_index(archive: Archive, watch: Watch | None = None, *, again: bool = False) -> int:
    """Do what a crawl leaves for its end: read amounts and dates, analyse new words; return how many words.

    `again`: all words, where today's dictionary is another. Interrupted, the next call goes on.
    """
    read_mentions(archive, (lambda done, total: watch("mentions", done, total)) if watch is not None else None)
    return analyse(
        archive, (lambda done, total: watch("words", done, total)) if watch is not None else None, again=again
    )


def refuse_without_index(connection: Connection) -> None:
    """Raise SearchImpossible where the database cannot hold the index."""
    if not is_searchable(connection):
        raise SearchImpossible(
            f"archives on {connection.dialect.name} cannot be searched yet; copy the archive to SQLite to search it"
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
        SELECT count(*) FROM indexed i LEFT JOIN search_index_docsize d ON d.id = i.id WHERE d.id IS NULL""",
    "{} texts in the search index belong to no article": """
        SELECT count(*) FROM search_index_docsize d LEFT JOIN indexed i ON d.id = i.id WHERE i.id IS NULL""",
    "{} articles of the search index are wrongly marked as the latest or not": """
        SELECT count(*) FROM indexed i JOIN snapshots s ON s.id = i.snapshot JOIN resources r ON r.id = s.resource
        WHERE i.latest <> (s.n = r.snapshots)""",
}


def check_index(archive: Archive, *, deep: bool = False) -> IndexReport:
    """Tell whether index and articles have parted; `deep` also holds every word of the index against the texts.

    That takes the write lock for as long as it lasts (a crawl waits) and is left out where the archive cannot be written.
    """
    with archive.reading() as connection:
        if not is_searchable(connection):
            return IndexReport(articles=0, compared=False, problems=())
        articles = int(connection.execute(text("SELECT count(*) FROM indexed")).scalar_one())
        counts = {sentence: int(connection.execute(text(query)).scalar_one()) for sentence, query in _DRIFT.items()}
    problems = [sentence.format(number) for sentence, number in counts.items() if number]
    compared = deep and _compare(archive, problems)
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


def _index_missing(archive: Archive, watch: Watch | None) -> int:
    indexer = Indexer()
    place = {"snapshot": -1, "position": -1}
    done = 0
    with archive.reading() as connection:
        total, already = connection.execute(_COUNT).one()
    while True:
        with archive.writing() as connection:
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
        title=row.title,
        body=row.body,
        published=row.published,
        seen=row.fetched,
        latest=bool(row.latest),
    )
