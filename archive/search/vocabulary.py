"""Finds the lemmas of the words the index has, off the crawl's path: a crawl writes words, its end has them analysed.

A new dictionary has these words analysed again and no article indexed again. Until a word is analysed (a crawl runs or
was killed) searches analyse it in memory, up to `MOST_PENDING`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from archive.db import Archive
from archive.models import EngineRow, FormRow, VocabRow
from archive.search.index import is_searchable
from pipelines.polish.lemmas import engine, lemmas

CHUNK = 2000
"""Words analysed in one transaction."""

MOST_PENDING = 5000
"""Words that a search analyses in memory: a quarter of a second."""

Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyState:
    """How many words wait for their first analysis, and what analysed the others, latest first."""

    pending: int
    engines: tuple[str, ...]


def vocabulary_state(connection: Connection) -> VocabularyState:
    """Return what is known of the words' analysis."""
    pending = select(func.count()).select_from(FormRow.__table__).where(FormRow.engine.is_(None))
    used = select(EngineRow.name).where(
        select(FormRow.form).where(FormRow.engine == EngineRow.id).limit(1).correlate(EngineRow).exists()
    )
    return VocabularyState(
        pending=connection.execute(pending).scalar_one(),
        engines=tuple(connection.execute(used.order_by(EngineRow.id.desc())).scalars()),
    )


def analyse(archive: Archive, watch: Watch | None = None) -> int:
    """Analyse the words that were never analysed, or by another engine than today's; return how many.

    Interrupted, the next call goes on. The engine is loaded only if there is a word to analyse. `watch` is told how many
    are done and how many there were.
    """
    with archive.reading() as connection:
        if not is_searchable(connection) or not _has_stale(connection):
            return 0
    with archive.writing() as connection:
        number = _engine_number(connection)
        total = connection.execute(
            select(func.count()).select_from(FormRow.__table__).where(_stale(number))
        ).scalar_one()
    done = 0
    while count := _analyse_chunk(archive, number):
        done += count
        if watch is not None:
            watch(done, total)
    return done


def pending_lemmas(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the lemmas of words that no engine has analysed yet, by word; at most `MOST_PENDING` of them."""
    query = select(FormRow.form).where(FormRow.engine.is_(None)).limit(MOST_PENDING)
    return {form: lemmas(form) for form in connection.execute(query).scalars()}


def _has_stale(connection: Connection) -> bool:
    """Tell whether a word has no analysis, or one by an engine that is not today's."""
    never = select(FormRow.form).where(FormRow.engine.is_(None)).limit(1)
    if connection.execute(never).first() is not None:
        return True
    names = vocabulary_state(connection).engines
    return bool(names) and names != (engine(),)


def _stale(number: int) -> Any:
    return or_(FormRow.engine.is_(None), FormRow.engine != number)


def _engine_number(connection: Connection) -> int:
    name = engine()
    known = connection.execute(select(EngineRow.id).where(EngineRow.name == name)).scalar()
    if known is not None:
        return known
    number = (connection.execute(select(func.max(EngineRow.id))).scalar() or 0) + 1
    connection.execute(insert(EngineRow), {"id": number, "name": name})
    return number


def _analyse_chunk(archive: Archive, number: int) -> int:
    """Analyse up to `CHUNK` words in a transaction; the work itself is done before the write lock is taken."""
    with archive.reading() as connection:
        stale = select(FormRow.form, FormRow.engine).where(_stale(number)).limit(CHUNK)
        rows = connection.execute(stale).all()
    found = [{"lemma": lemma, "form": row.form} for row in rows for lemma in sorted(lemmas(row.form))]
    again = [row.form for row in rows if row.engine is not None]
    forms = [row.form for row in rows]
    with archive.writing() as connection:
        if again:
            connection.execute(delete(VocabRow).where(VocabRow.form.in_(again)))
        if found:
            connection.execute(insert(VocabRow.__table__).prefix_with("OR IGNORE", dialect="sqlite"), found)  # type: ignore[arg-type]
        if forms:
            connection.execute(update(FormRow).where(FormRow.form.in_(forms)).values(engine=number))
    return len(forms)
