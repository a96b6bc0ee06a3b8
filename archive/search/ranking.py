"""Ranks what a search found: BM25 over lemmas, all forms of a word counting as one word.

FTS5's own bm25() takes each form for a word of its own, so that a rare ending outweighs a rare word. So candidates are
taken from the index and scored here by their texts: all that were found if they are few, else those with the words in
the title, those FTS5 puts first and the newest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from archive.search.asking import Asked, IndexedText, texts_of
from archive.search.dialects import dialect_of
from archive.search.expansion import ExpandedTerm
from archive.search.matching import any_word, holds, how_often

MOST_SCORED = 400
"""Articles scored by their texts."""

MOST_SORTED = 4_000
"""Articles found up to which FTS5 is asked which it puts first; in an archive of a million that takes it 8 µs each."""

MOST_COUNTED = 10_000
"""Articles with a word that are counted; past them their share of the newest articles is taken for that of all."""

MOST_READ = 4_000_000
"""Characters read to score: 0.1 s."""

SAMPLE = 2000
"""Newest articles whose average length is taken for all."""

TITLE = 3
"""How often a word of the title counts."""

SATURATION = 1.2
LENGTH = 0.75
"""BM25's k1 and b, as everywhere."""

Group = Sequence[ExpandedTerm]

_COUNT = """
SELECT count(*) AS number, min(few.id) AS oldest
FROM (SELECT f.rowid AS id FROM search_index f WHERE {matches} ORDER BY f.rowid DESC LIMIT :most) few
"""
_SINCE = text("SELECT count(*) FROM indexed WHERE id >= :oldest")
_ALL = text("SELECT count(*) FROM indexed")
_AVERAGE = text(f"SELECT avg(words) FROM (SELECT words FROM indexed ORDER BY id DESC LIMIT {SAMPLE}) newest")  # noqa: S608 # a number


def frequency(found: IndexedText, group: Group) -> int:
    """Return how often one of a group's terms stands in a text, the title counting `TITLE` times."""
    return sum(how_often(found.body, term) + TITLE * how_often(found.title, term) for term in group)


def saturated(count: float, length: float = 1.0) -> float:
    """Return BM25's weight of a count, in a text whose length is this many times the average: 0 to k1 + 1."""
    return count * (SATURATION + 1) / (count + SATURATION * (1 - LENGTH + LENGTH * length)) if count else 0.0


def ranked(
    connection: Connection, asked: Asked, groups: Sequence[Group], limit: int, notes: list[str]
) -> list[tuple[int, float]]:
    """Return up to `limit` of the articles found with their scores, the best first, of equals the newest.

    A sentence is added to `notes` where fewer are given because the others were not scored.
    """
    weights = _weights(connection, groups)
    average = float(connection.execute(_AVERAGE).scalar() or 1)  # PostgreSQL gives a Decimal
    scores: list[tuple[float, int]] = []
    read = 0
    candidates, total = _candidates(connection, asked)
    for found in texts_of(connection, candidates, str.lower):
        if holds((found.title, found.body), asked.matching.verify):
            length = found.words / average
            score = sum(
                weight * saturated(frequency(found, group), length)
                for weight, group in zip(weights, groups, strict=True)
            )
            scores.append((score, found.id))
        read += len(found.title) + len(found.body)
        if read > MOST_READ:
            break
    if len(scores) < min(limit, total) and not asked.matching.verify:
        of = f"more than {MOST_SORTED}" if total > MOST_SORTED else total
        notes.append(f"by relevance {len(scores)} of {of} articles are ranked; --sort newest gives them all")
    return [(number, round(score, 4)) for score, number in sorted(scores, reverse=True)[:limit]]


def _weights(connection: Connection, groups: Sequence[Group]) -> list[float]:
    """Return how rare each group is, by the articles that have any form of it."""
    total = int(connection.execute(_ALL).scalar_one())
    weights = []
    dialect = dialect_of(connection)
    count = text(_COUNT.format(matches=dialect.matches.format(":words")))
    for group in groups:
        words = dialect.either(any_word(term, dialect) for term in group)
        row = connection.execute(count, {"words": words, "most": MOST_COUNTED}).one()
        having = float(row.number)
        if row.number == MOST_COUNTED:
            since = int(connection.execute(_SINCE, {"oldest": row.oldest}).scalar_one())
            having = min(total, total * having / since)
        weights.append(math.log(1 + (total - having + 0.5) / (having + 0.5)))
    return weights


def _candidates(connection: Connection, asked: Asked) -> tuple[list[int], int]:
    """Return the articles to score, and how many are found, counted to one past `MOST_SORTED`."""
    dialect, words = asked.dialect, asked.matching.words

    def some(order: str, words: str = words) -> Iterable[int]:
        rest = f"ORDER BY {order} LIMIT :most"
        found: Iterable[int] = asked.run(connection, "f.rowid", rest, most=MOST_SCORED // 2, words=words).scalars()
        return found

    found = asked.count(connection, MOST_SORTED)
    if found <= MOST_SCORED:
        return list(asked.run(connection, "f.rowid", "ORDER BY f.rowid DESC").scalars()), found
    kept = dict.fromkeys(some("f.rowid DESC", dialect.titled(words)))
    if found <= MOST_SORTED and dialect.best_first is not None:
        kept |= dict.fromkeys(some(dialect.best_first))
    kept |= dict.fromkeys(some("f.rowid DESC"))
    return list(kept)[:MOST_SCORED], found
