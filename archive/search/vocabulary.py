"""Finds the lemmas of the words the index has, off the crawl's path: a crawl writes words, its end has them analysed.

A new dictionary has these words analysed again and no article indexed again. Until a word is analysed (a crawl runs or
was killed) searches analyse it in memory, up to `MOST_PENDING`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from archive.db import Archive
from archive.models import NewFormRow
from archive.search.index import run
from pipelines.polish.forms import fold
from pipelines.polish.lemmas import engine, lemmas

CHUNK = 2000
"""Words analysed in one transaction."""

MOST_PENDING = 2000
"""Words that a search analyses in memory: a tenth of a second, within the 0.9 s it has."""

Watch = Callable[[int, int], None]

_AGAIN = (
    "INSERT INTO new_forms (form) SELECT form FROM forms",
    "DELETE FROM forms",
    "DELETE FROM vocab",
)
_STATE = "SELECT whole, engine, (SELECT count(*) FROM new_forms) FROM index_state WHERE id = 1"
_PENDING = f"SELECT form FROM new_forms ORDER BY id DESC LIMIT {MOST_PENDING}"  # noqa: S608 # a number
_NEXT = select(NewFormRow.id, NewFormRow.form).order_by(NewFormRow.id).limit(CHUNK)
_FORMS = "INSERT INTO forms (form, folded) VALUES (?, ?) ON CONFLICT DO NOTHING"
_VOCAB = "INSERT INTO vocab (lemma, form) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DONE = "DELETE FROM new_forms WHERE id BETWEEN ? AND ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyState:
    """Whether the index holds every article, how many words wait for analysis, what analysed the others (None: there are none)."""

    whole: bool
    pending: int
    engine: str | None


def vocabulary_state(connection: Connection) -> VocabularyState:
    """Return what is known of the index and of its words' analysis."""
    whole, engine_used, pending = connection.exec_driver_sql(_STATE).one()
    return VocabularyState(whole=bool(whole), pending=pending, engine=engine_used)


def analyse(archive: Archive, watch: Watch | None = None, *, again: bool = False) -> int:
    """Analyse the words that were never analysed, and all of them where another engine than today's did; return how many.

    Interrupted, the next call goes on. Without new words nothing is done and no engine loaded, unless `again` has the
    engine looked at. `watch` is told how many are done and how many there were.
    """
    with archive.reading() as connection:
        state = vocabulary_state(connection)
    if not state.pending and (state.engine is None or not again):
        return 0
    if state.engine != engine():
        with archive.writing() as connection:
            for statement in _AGAIN if state.engine is not None else ():
                connection.execute(text(statement))
            connection.execute(text("UPDATE index_state SET engine = :engine"), {"engine": engine()})
    with archive.reading() as connection:
        total = vocabulary_state(connection).pending
    done = 0
    while count := _analyse_chunk(archive):
        done += count
        if watch is not None:
            watch(done, total)
    return done


def pending_lemmas(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the lemmas of words that nobody has analysed yet, by word; at most `MOST_PENDING` of them."""
    return {form: lemmas(form) for (form,) in connection.exec_driver_sql(_PENDING)}


def _analyse_chunk(archive: Archive) -> int:
    """Analyse up to `CHUNK` words in a transaction; the work itself is done before the write lock is taken."""
    with archive.reading() as connection:
        rows = connection.execute(_NEXT).all()
    if not rows:
        return 0
    words = sorted({row.form for row in rows})
    found = [(lemma, word) for word in words for lemma in sorted(lemmas(word))]
    with archive.writing() as connection:
        run(connection, _FORMS, [(word, _folded(word)) for word in words])
        run(connection, _VOCAB, found)
        run(connection, _DONE, [(rows[0].id, rows[-1].id)])
    return len(rows)


def _folded(word: str) -> str | None:
    folded = fold(word)
    return folded if folded != word else None
