"""Searches an archive: the one function behind the command line, the page and the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from archive.models import ArticleRow, CaptureRow, IndexedRow, ResourceRow, SnapshotRow
from archive.search.asking import Asked, asked, texts_of
from archive.search.dialects import dialect_of
from archive.search.edits import changed_articles
from archive.search.expansion import ExpandedTerm, Expander
from archive.search.hits import Found, Hit, SearchImpossible, Sort
from archive.search.matching import holds
from archive.search.mentioned import spans_meant, unread
from archive.search.patience import check_time, in_time
from archive.search.query import Query, Term
from archive.search.ranking import ranked, saturated
from archive.search.snippets import MOST_READ, Snippet, count_marks, snippet
from archive.search.vocabulary import MOST_PENDING, vocabulary_state
from pipelines.polish.lemmas import engine

MOST_HITS = 10_000

MOST_COUNTED = 30_000
"""Articles that are counted: each costs a look at whether it is superseded, and nobody reads more."""

_CHUNK = 500


def search(
    connection: Connection, query: Query, *, limit: int = 20, sort: Sort = Sort.NEWEST, every_snapshot: bool = False
) -> Found:
    """Return up to `limit` hits (at most `MOST_HITS`).

    Of each page the latest snapshot is searched, with `every_snapshot` or a filter on sights or changes all of them.
    Raises SearchImpossible where it takes too long.
    """
    at_most = max(1, min(limit, MOST_HITS))
    notes: list[str] = []
    with in_time(connection):
        prepared = _prepare(connection, query, notes, every_snapshot=every_snapshot)
        expanded, ready, changed = prepared.expanded, prepared.asked, prepared.changed or {}
        groups = [[expanded[term] for term in group] for group in query.all_of]
        if sort is Sort.RELEVANCE and groups:
            numbers: dict[int, float | None] = dict(ranked(connection, ready, groups, at_most, notes))
        else:
            numbers = dict.fromkeys(_newest(connection, ready, at_most, notes))
        marked = [term for group in groups for term in group]
        marked += [expanded[term] for term in (*query.added, *query.removed)]
        hits = tuple(_hits(connection, numbers, changed, Marking(query, marked)))
        notes += _notes(connection, query)
    return Found(hits=hits, terms=tuple(expanded[term] for term in query.terms), notes=tuple(notes))


def count(connection: Connection, query: Query, *, every_snapshot: bool = False) -> int | None:
    """Return how many articles a query finds, `MOST_COUNTED` and one for more than that.

    None where reading their texts alone could tell, or it takes too long.
    """
    with suppress(SearchImpossible), in_time(connection):
        ready = _prepare(connection, query, [], every_snapshot=every_snapshot).asked
        if not ready.matching.verify:
            return ready.count(connection, MOST_COUNTED)
    return None


def newest(connection: Connection, query: Query, notes: list[str], *, every_snapshot: bool) -> list[int]:
    """Return the numbers of the articles a query finds, the newest first, at most `MOST_HITS`, within a time that runs."""
    ready = _prepare(connection, query, notes, every_snapshot=every_snapshot).asked
    found = list(_newest(connection, ready, MOST_HITS, notes))
    notes += _notes(connection, query)
    return found


class _Prepared(NamedTuple):
    """A query expanded, the articles its changes leave, and what the database is asked."""

    expanded: Mapping[Term, ExpandedTerm]
    changed: Mapping[int, int | None] | None
    asked: Asked


def _prepare(connection: Connection, query: Query, notes: list[str], *, every_snapshot: bool) -> _Prepared:
    expanded = Expander(connection).expand(query)
    changed = changed_articles(connection, query, expanded, notes)
    ready = asked(query, expanded, dialect_of(connection), every_snapshot=every_snapshot, changed=changed)
    return _Prepared(expanded, changed, ready)


def _newest(connection: Connection, ready: Asked, limit: int, notes: list[str]) -> Iterator[int]:
    """Yield the numbers of the newest articles; what the index was not asked is looked up in their texts."""
    verify = ready.matching.verify
    order = f"ORDER BY {ready.number} DESC LIMIT :most"
    if not verify:
        yield from ready.run(connection, ready.number, order, most=limit).scalars()
        return
    left = limit
    numbers = ready.run(connection, ready.number, order, most=MOST_HITS).scalars().all()
    for found in texts_of(connection, numbers):
        if holds((found.title, found.body), verify):
            yield found.id
            left -= 1
            if not left:
                return
    if len(numbers) == MOST_HITS:
        notes.append(f"only the newest {MOST_HITS} articles with these words were read for their order")


class Marking(NamedTuple):
    """What is marked in snippets: the terms of a query, and the amounts and dates it asks for."""

    query: Query
    terms: Sequence[ExpandedTerm]

    def snippet(self, words: str, published: date | None) -> Snippet:
        """Return a piece of a text, marked."""
        return snippet(words, self.terms, spans_meant(words[:MOST_READ], self.query, published))


_FIRST, _LAST = aliased(CaptureRow), aliased(CaptureRow)
_SHOWN = (
    select(
        IndexedRow.id,
        IndexedRow.position,
        ResourceRow.url,
        SnapshotRow.n,
        SnapshotRow.section,
        SnapshotRow.title.label("page"),
        ArticleRow.title,
        ArticleRow.body,
        ArticleRow.published,
        _FIRST.fetched.label("first_seen"),
        _LAST.fetched.label("last_seen"),
    )
    .join(SnapshotRow, SnapshotRow.id == IndexedRow.snapshot)
    .join(ResourceRow, ResourceRow.id == SnapshotRow.resource)
    .join(ArticleRow, (ArticleRow.snapshot == IndexedRow.snapshot) & (ArticleRow.position == IndexedRow.position))
    .join(_FIRST, _FIRST.seq == SnapshotRow.first_capture)
    .join(_LAST, _LAST.seq == SnapshotRow.last_capture)
)


def _shown(connection: Connection, numbers: Iterable[int]) -> dict[int, Any]:
    wanted = list(numbers)
    rows: dict[int, Any] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = _SHOWN.where(IndexedRow.id.in_(wanted[start : start + _CHUNK]))
        rows |= {row.id: row for row in connection.execute(query)}
    return rows


def _hits(
    connection: Connection,
    numbers: Mapping[int, float | None],
    changed: Mapping[int, int | None],
    marking: Marking,
) -> Iterator[Hit]:
    """Yield hits in the order of `numbers`; a number without a score is scored by its words alone, none being rarer."""
    before = {number: old for number in numbers if (old := changed.get(number)) is not None}
    rows = _shown(connection, [*numbers, *before.values()])
    for number, score in numbers.items():
        check_time(connection)
        row = rows[number]
        piece, marks = _piece(rows[before.get(number, number)], marking)
        yield Hit(
            url=row.url,
            snapshot=row.n,
            article=row.position,
            title=row.title or row.page,
            published=row.published,
            section=row.section,
            snippet=piece,
            score=score if score is not None else round(saturated(marks), 4),
            first_seen=row.first_seen,
            last_seen=row.last_seen,
        )


def _piece(row: Any, marking: Marking) -> tuple[Snippet, int]:
    """Return a piece of the body, of the title where only that has the words, and how many words it marks."""
    of_body = marking.snippet(row.body, row.published)
    marks = count_marks(of_body)
    title = row.title or row.page
    if marks or not title:
        return of_body, marks
    of_title = marking.snippet(title, row.published)
    return (of_title, marks) if (marks := count_marks(of_title)) else (of_body, 0)


def _notes(connection: Connection, query: Query) -> Iterator[str]:
    """Yield a sentence on each thing that this search could not see."""
    state = vocabulary_state(connection)
    if not state.whole:
        yield "the search index does not hold every article of this archive; run `kronika reindex`"
    if state.pending > MOST_PENDING:
        yield (
            f"{state.pending} new words have no lemmas yet, so not all of their forms are found; "
            "the crawl's end finds them, or `kronika reindex --words`"
        )
    if (query.amount or query.mentions) and (waiting := unread(connection)):
        yield (
            f"the amounts and dates of {waiting} new articles are not read yet; the crawl's end reads them, "
            "or `kronika reindex --words`"
        )
    if state.engine not in {None, engine()}:
        yield (
            f"words were analysed by {state.engine}, this is {engine()}; `kronika reindex --words` analyses them again"
        )
