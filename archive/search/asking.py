"""Makes the SQL of a search: the index beside conditions of our own, every value bound."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from archive.search.dialects import Dialect, dialect_of
from archive.search.expansion import ExpandedTerm
from archive.search.index import first_number, last_number
from archive.search.matching import Matching, matching
from archive.search.mentioned import AMOUNT, DATE
from archive.search.patience import check_time
from archive.search.query import Query, Term
from archive.search.ranges import LARGEST, Span
from archive.search.words import searched
from archive.terms.clock import DAY, midnight
from pipelines.polish.lemmas import PLAIN, POLISH, has_polish_letter

CHUNK = 200
"""Texts read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search ready to run: what the index is asked, the SQL beside it, and the parameters of both.

    `number` is the column of the article's number in its statements.
    """

    matching: Matching
    dialect: Dialect
    joins: str
    conditions: str
    parameters: Mapping[str, Any]

    @property
    def number(self) -> str:
        """The column that has the articles' numbers."""
        return "f.rowid" if self.matching.words else "i.id"

    def sql(self, columns: str, rest: str = "") -> str:
        """Return a statement over the articles asked for."""
        if self.matching.words:
            return (
                f"SELECT {columns} FROM search_index f {self.joins} "  # noqa: S608 # parts of our own
                f"WHERE {self.dialect.matches.format(':words')}{self.conditions} {rest}"
            )
        return f"SELECT {columns} FROM indexed i {self.joins} WHERE i.id > 0{self.conditions} {rest}"  # noqa: S608 # the same

    def count(self, connection: Connection, most: int) -> int:
        """Return how many articles are asked for, `most` and one where there are more."""
        few = text(f"SELECT count(*) FROM ({self.sql('1', 'LIMIT :most')}) few")  # noqa: S608 # parts of our own
        return int(connection.execute(few, {**self.parameters, "most": most + 1}).scalar_one())

    def oldest(self, connection: Connection, most: int) -> int:
        """Return the smallest number of the newest `most` articles asked for, of which there is one."""
        newest = self.sql(f"{self.number} AS id", f"ORDER BY {self.number} DESC LIMIT :most")
        least = text(f"SELECT min(few.id) FROM ({newest}) few")  # noqa: S608 # parts of our own
        return int(connection.execute(least, {**self.parameters, "most": most}).scalar_one())

    def run(self, connection: Connection, columns: str, rest: str = "", **parameters: object) -> Any:
        """Run such a statement."""
        return connection.execute(text(self.sql(columns, rest)), {**self.parameters, **parameters})


def asked(
    query: Query,
    expanded: Mapping[Term, ExpandedTerm],
    dialect: Dialect,
    *,
    every_snapshot: bool,
    changed: Iterable[int] | None,
) -> Asked:
    """Return the search of a query; `changed` are the articles its `added:` and `removed:` words leave, None without."""
    match = matching(query, expanded, dialect)
    number = "f.rowid" if match.words else "i.id"
    parts = [*_of_page(query), *_of_days(query, number), *_of_mentions(query, number, few=bool(match.words))]
    if match.words and any("i." in join + condition for join, condition, _ in parts):
        parts.insert(0, (dialect.join_indexed, "", {}))
    if changed is not None:
        parts.append(
            ("", f"{number} IN ({dialect.numbers.format(':changed')})", {"changed": json.dumps(sorted(changed))})
        )
    elif not every_snapshot and query.seen is None:
        parts.append(("", f"NOT EXISTS (SELECT 1 FROM superseded o WHERE o.id = {number})", {}))  # noqa: S608 # our own
    return Asked(
        matching=match,
        dialect=dialect,
        joins=" ".join(join for join, _, _ in parts if join),
        conditions="".join(f" AND {condition}" for _, condition, _ in parts if condition),
        parameters=({"words": match.words} if match.words else {})
        | {name: value for _, _, given in parts for name, value in given.items()},
    )


Part = tuple[str, str, dict[str, Any]]
"""Joins, a condition and their parameters."""


_SIGHTS = """
JOIN snapshots s ON s.id = i.snapshot
JOIN captures c ON c.seq = s.first_capture JOIN captures e ON e.seq = s.last_capture
"""

_PLAIN_SECTION = reduce(
    lambda inner, pair: f"replace({inner}, '{pair[0]}', '{pair[1]}')", zip(POLISH, PLAIN, strict=True), "i.section"
)
"""A section as it is typed without Polish letters, by a function that every database has."""


def _of_page(query: Query) -> Iterator[Part]:
    if query.section is not None:
        section = query.section.lower()
        yield "", f"{'i.section' if has_polish_letter(section) else _PLAIN_SECTION} = :section", {"section": section}
    if query.kind is not None:
        yield "", "i.kind = :kind", {"kind": query.kind.value}
    if query.seen is not None:
        yield (
            _SIGHTS,
            "c.fetched < :seen_until AND e.fetched >= :seen_from",
            _moments(query.seen),
        )


def _of_days(query: Query, number: str) -> Iterator[Part]:
    if query.published is not None:
        yield "", f"i.dated AND {number} BETWEEN :first AND :last", _numbers(query.published)


def _of_mentions(query: Query, number: str, *, few: bool) -> Iterator[Part]:
    """Yield what the text has to mention; where words leave few articles these are asked, else it is looked up at once."""
    for kind, low, high in _mentioned(query):
        met = f"m.kind = '{kind}' AND m.high >= :{kind}_low AND m.low <= :{kind}_high"
        condition = (
            f"EXISTS (SELECT 1 FROM mentions m WHERE m.article = {number} AND {met})"  # noqa: S608 # parts of our own
            if few
            else f"{number} IN (SELECT m.article FROM mentions m WHERE {met})"  # noqa: S608 # the same
        )
        yield "", condition, {f"{kind}_low": low, f"{kind}_high": high}


class IndexedText(NamedTuple):
    """The searched texts of an indexed article; `words` is how many both have."""

    id: int
    title: str
    body: str
    words: int


_TEXTS = """
SELECT i.id, coalesce(a.title, CASE a.position WHEN 0 THEN (SELECT title FROM snapshots WHERE id = i.snapshot) END, '')
    AS title, a.body, i.words
FROM indexed i JOIN articles a ON a.snapshot = i.snapshot AND a.position = i.position
WHERE i.id IN ({numbers})
"""


def texts_of(
    connection: Connection, ids: Iterable[int], form: Callable[[str], str] = searched
) -> Iterator[IndexedText]:
    """Yield the texts of indexed articles, in the order asked for, read a few at a time.

    `form` makes the searched form of a text; `str.lower` does it ten times as fast, ligatures and their like apart.
    """
    wanted = list(ids)
    query = text(_TEXTS.format(numbers=dialect_of(connection).numbers.format(":ids")))
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        check_time(connection)
        rows = {row[0]: row for row in connection.execute(query, {"ids": json.dumps(part)})}
        for number in part:
            _, title, body, words = rows[number]
            yield IndexedText(number, form(title), form(body), words)


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
