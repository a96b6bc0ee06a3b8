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
from archive.search.query import Query, Span, Term
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
    parameters: dict[str, Any] = {"fts": match.fts}
    joins: list[str] = []
    conditions: list[str] = []
    if changed is not None:
        conditions.append("i.id IN (SELECT value FROM json_each(:changed))")
        parameters["changed"] = json.dumps(sorted(changed))
    elif not every_snapshot and query.seen is None:
        conditions.append("i.latest")
    if query.published is not None:
        number = "f.rowid" if match.fts else "i.id"
        conditions.append(f"i.dated AND {number} BETWEEN :first AND :last")
        parameters |= _numbers(query.published)
    if query.section is not None or query.kind is not None or query.seen is not None:
        joins.append("JOIN snapshots s ON s.id = i.snapshot")
    if query.section is not None:
        conditions.append("s.section IN (:section, :section_lower, :section_title, :section_upper)")
        parameters |= _cased(query.section)
    if query.kind is not None:
        joins.append("JOIN resources r ON r.id = s.resource")
        conditions.append("r.kind = :kind")
        parameters["kind"] = query.kind.value
    if query.seen is not None:
        joins.append("JOIN captures c ON c.seq = s.first_capture JOIN captures e ON e.seq = s.last_capture")
        conditions.append("c.fetched < :seen_until AND e.fetched >= :seen_from")
        parameters |= _moments(query.seen)
    return Asked(
        matching=match,
        joins=" ".join(joins),
        conditions="".join(f" AND {condition}" for condition in conditions),
        parameters=parameters,
    )


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
