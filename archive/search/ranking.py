"""Ranks what a search found: BM25 over lemmas, all forms of a word counting as one word.

FTS5's own bm25() takes each form for a word of its own, so that a rare ending outweighs a rare word. So candidates are
taken from the index and scored here by their texts: all that were found if they are few, else those with the words in
the title, those FTS5 puts first and the newest. What is left out is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from archive.search.asking import Asked, IndexedText, texts_of
from archive.search.dialects import dialect_of
from archive.search.expansion import ExpandedTerm
from archive.search.matching import any_word, holds, how_often

MOST_SCORED = 200
"""Articles scored by their texts."""

MOST_SORTED = 1_000
"""Articles found up to which FTS5 is asked which it puts first; in an archive of a million that takes it 8 µs each."""

WINDOW = 3_000
"""Newest articles found whose titles are looked at, where more than `MOST_SORTED` are found."""

SAMPLED = 10_000
"""Newest articles whose share with a word is taken for that of all, unless the word is rare among them."""

RARE = 50
"""Articles of the sample that make a word no rare one; a rarer word's articles are counted, up to `MOST_COUNTED`."""

MOST_COUNTED = 5_000

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
SELECT count(*) FROM (SELECT f.rowid FROM search_index f WHERE {matches}{since} ORDER BY f.rowid DESC LIMIT :most) few
"""
_NEWEST = text(f"""
SELECT count(*) AS number, min(id) AS oldest FROM (SELECT id FROM indexed ORDER BY id DESC LIMIT {SAMPLED}) newest
""")  # noqa: S608 # a number
_LAST = text("SELECT max(snapshot) FROM indexed")
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
    if len(candidates) < total:
        of = f"more than {MOST_SORTED}" if total > MOST_SORTED else total
        notes.append(
            f"by relevance {len(scores)} of {of} articles are ranked, those with the words in their titles and the newest "
            "among them; a narrower query ranks all, --sort newest gives all"
        )
    return [(number, round(score, 4)) for score, number in sorted(scores, reverse=True)[:limit]]


def _weights(connection: Connection, groups: Sequence[Group]) -> list[float]:
    """Return how rare each group is, by the share of articles that have any form of it."""
    newest = connection.execute(_NEWEST).one()
    total = sampled = int(newest.number)
    if total == SAMPLED:
        total = max(total, int(connection.execute(_LAST).scalar_one()))  # about as many: snapshots are numbered
    dialect = dialect_of(connection)
    matches = dialect.matches.format(":words")
    of_sample = text(_COUNT.format(matches=matches, since=" AND f.rowid >= :oldest"))
    of_all = text(_COUNT.format(matches=matches, since=""))
    weights = []
    for group in groups:
        words = dialect.either(any_word(term, dialect) for term in group)
        given = {"words": words, "most": SAMPLED}
        having = (
            float(connection.execute(of_sample, given | {"oldest": newest.oldest}).scalar_one()) if sampled else 0.0
        )
        if total > sampled and having < RARE:
            having = float(connection.execute(of_all, given | {"most": MOST_COUNTED}).scalar_one())
        elif total > sampled:
            having *= total / sampled
        weights.append(math.log(1 + (total - having + 0.5) / (having + 0.5)))
    return weights


def _candidates(connection: Connection, asked: Asked) -> tuple[list[int], int]:
    """Return the articles to score, and how many are found, counted to one past `MOST_SORTED`."""
    dialect, words = asked.dialect, asked.matching.words

    def some(order: str, most: int, words: str = words, since: int = 0) -> Iterable[int]:
        rest = f"AND f.rowid >= :since ORDER BY {order} LIMIT :most"
        found: Iterable[int] = asked.run(connection, "f.rowid", rest, most=most, words=words, since=since).scalars()
        return found

    found = asked.count(connection, MOST_SORTED)
    if found <= MOST_SCORED:
        return list(some("f.rowid DESC", MOST_SCORED)), found
    few = MOST_SCORED // 2
    since = asked.oldest(connection, WINDOW) if found > MOST_SORTED else 0
    kept = dict.fromkeys(some("f.rowid DESC", few, dialect.titled(words), since))
    if found <= MOST_SORTED and dialect.best_first is not None:
        kept |= dict.fromkeys(some(dialect.best_first, few))
    kept |= dict.fromkeys(some("f.rowid DESC", MOST_SCORED))
    return list(kept)[:MOST_SCORED], found
