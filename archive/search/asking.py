"""Makes the SQL of a search: FTS5 beside conditions of our own, every value bound."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from archive.search.expansion import ExpandedTerm
from archive.search.index import first_number, last_number
from archive.search.matching import Matching, matching
from archive.search.mentioned import AMOUNT, DATE
from archive.search.query import Query, Term
from archive.search.ranges import LARGEST, Span
from archive.search.words import searched, words_of
from archive.terms.clock import DAY, midnight

CHUNK = 200
"""Texts read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search ready to run: what FTS5 is asked, the SQL beside it, and the parameters of both."""

    matching: Matching
    joins: str
    conditions: str
    parameters: Mapping[str, Any]

    def sql(self, columns: str, rest: str = "") -> str:
        """Return a statement over the articles asked for; `i` is the row of `indexed`."""
        if self.matching.fts:
            source = "search_index f CROSS JOIN indexed i ON i.id = f.rowid"
            condition = "f.search_index MATCH :fts"
        else:
            source, condition = "indexed i", "1"
        return f"SELECT {columns} FROM {source} {self.joins} WHERE {condition}{self.conditions} {rest}"  # noqa: S608 # parts of our own

    def run(self, connection: Connection, columns: str, rest: str = "", **parameters: object) -> Any:
        """Run such a statement."""
        return connection.execute(text(self.sql(columns, rest)), {**self.parameters, **parameters})


def asked(
    query: Query, expanded: Mapping[Term, ExpandedTerm], *, every_snapshot: bool, changed: Iterable[int] | None
) -> Asked:
    """Return the search of a query; `changed` are the articles its `added:` and `removed:` words leave, None without."""
    match = matching(query, expanded)
    parts = [
        *_of_state(query, every_snapshot=every_snapshot, changed=changed),
        *_of_page(query),
        *_of_days(query, match),
    ]
    parts += _of_mentions(query, match)
    return Asked(
        matching=match,
        joins=" ".join(join for join, _, _ in parts),
        conditions="".join(f" AND {condition}" for _, condition, _ in parts if condition),
        parameters={"fts": match.fts} | {name: value for _, _, given in parts for name, value in given.items()},
    )


Part = tuple[str, str, dict[str, Any]]
"""Joins, a condition and their parameters."""


def _of_state(query: Query, *, every_snapshot: bool, changed: Iterable[int] | None) -> Iterator[Part]:
    """Yield which snapshots are asked for: those a change made, the latest, or all."""
    if changed is not None:
        yield "", "i.id IN (SELECT value FROM json_each(:changed))", {"changed": json.dumps(sorted(changed))}
    elif not every_snapshot and query.seen is None:
        yield "", "i.latest", {}


def _of_page(query: Query) -> Iterator[Part]:
    if query.section is not None or query.kind is not None or query.seen is not None:
        yield "JOIN snapshots s ON s.id = i.snapshot", "", {}
    if query.section is not None:
        yield "", "s.section IN (:section, :section_lower, :section_title, :section_upper)", _cased(query.section)
    if query.kind is not None:
        yield "JOIN resources r ON r.id = s.resource", "r.kind = :kind", {"kind": query.kind.value}
    if query.seen is not None:
        yield (
            "JOIN captures c ON c.seq = s.first_capture JOIN captures e ON e.seq = s.last_capture",
            "c.fetched < :seen_until AND e.fetched >= :seen_from",
            _moments(query.seen),
        )


def _of_days(query: Query, match: Matching) -> Iterator[Part]:
    if query.published is not None:
        number = "f.rowid" if match.fts else "i.id"
        yield "", f"i.dated AND {number} BETWEEN :first AND :last", _numbers(query.published)


def _of_mentions(query: Query, match: Matching) -> Iterator[Part]:
    for kind, low, high in _mentioned(query):
        yield "", _HAVING[bool(match.fts)].format(kind=kind), {f"{kind}_low": low, f"{kind}_high": high}


_HAVING = {
    # With words to look for, few articles are asked what they mention; without, what mentions it is looked up at once.
    True: "EXISTS (SELECT 1 FROM mentions m WHERE m.article = i.id AND m.kind = '{kind}'"
    " AND m.high >= :{kind}_low AND m.low <= :{kind}_high)",
    False: "i.id IN (SELECT m.article FROM mentions m WHERE m.kind = '{kind}'"
    " AND m.high >= :{kind}_low AND m.low <= :{kind}_high)",
}


class IndexedText(NamedTuple):
    """The words of an indexed article in lower case; `length` is that of both texts in characters."""

    id: int
    title: list[str]
    body: list[str]
    length: int


_TEXTS = text("""
SELECT i.id, coalesce(a.title, CASE a.position WHEN 0 THEN s.title END, '') AS title, a.body
FROM indexed i JOIN articles a ON a.snapshot = i.snapshot AND a.position = i.position
JOIN snapshots s ON s.id = i.snapshot
WHERE i.id IN (SELECT value FROM json_each(:ids))
""")


def texts_of(
    connection: Connection, ids: Iterable[int], form: Callable[[str], str] = searched
) -> Iterator[IndexedText]:
    """Yield the words of indexed articles, in the order asked for, read a few at a time.

    `form` makes of a text what its words are taken from; `str.lower` does it four times as fast, ligatures apart.
    """
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows = {row[0]: row for row in connection.execute(_TEXTS, {"ids": json.dumps(part)})}
        for number in part:
            _, title, body = rows[number]
            yield IndexedText(number, words_of(form(title)), words_of(form(body)), len(title) + len(body))


def _mentioned(query: Query) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, lowest, highest) of what the text has to mention."""
    if query.amount is not None:
        low, high = query.amount.low, query.amount.high
        yield AMOUNT, -LARGEST if low is None else low, LARGEST if high is None else high
    if query.mentions is not None:
        first, last = query.mentions.first, query.mentions.last
        yield DATE, first.toordinal() if first else 0, last.toordinal() if last else LARGEST


def _numbers(span: Span) -> dict[str, int]:
    """Return the numbers of the index that articles of these days have."""
    first = first_number(span.first.toordinal()) if span.first is not None else 0
    last = last_number(span.last.toordinal()) if span.last is not None else 2**63 - 1
    return {"first": first, "last": last}


def _moments(span: Span) -> dict[str, int]:
    """Return the microseconds a sight has to fall between."""
    first = midnight(span.first) if span.first is not None else 0
    until = midnight(span.last) + DAY if span.last is not None else 2**63 - 1
    return {"seen_from": first, "seen_until": until}


def _cased(section: str) -> dict[str, str]:
    """Return a section's name in the cases a person may have meant: SQLite folds ASCII letters only."""
    return {
        "section": section,
        "section_lower": section.lower(),
        "section_title": section.lower().capitalize(),
        "section_upper": section.upper(),
    }
