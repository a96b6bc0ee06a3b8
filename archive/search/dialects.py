"""What differs between the databases an archive can be searched in: SQLite's FTS5 and PostgreSQL's tsvector with GIN.

In both the index is a table `search_index` whose `rowid` is the article's number; words are asked for in forms that hold
letters and digits alone, so nothing of a query can be syntax.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one database is asked. The templates are SQL of our own; `{0}` is the name of a parameter, with its colon."""

    word: Callable[[str], str]
    beginning: Callable[[str], str]
    either: Callable[[Iterable[str]], str]
    every: Callable[[Iterable[str]], str]
    without: Callable[[str, str], str]
    """The first but not the second."""
    in_a_row: Callable[[list[tuple[str, ...]]], str]
    """Words in a row, each by any of its forms."""
    titled: Callable[[str], str]
    """A query of the forms above, of titles alone."""
    matches: str
    join_indexed: str
    numbers: str
    """The numbers of a JSON list."""
    words: str
    """The words of a JSON list."""
    entries: str
    """The ids that the index has words of."""
    best_first: str | None
    """An order by relevance that takes microseconds an article, None where the database has none."""
    mark: str
    """The driver's sign for a parameter."""


def _fts5_word(form: str) -> str:
    """Return a string of FTS5: no sign within it is syntax, and a `"` is doubled."""
    return '"' + form.replace('"', '""') + '"'


def _fts5_row(words: list[tuple[str, ...]]) -> str:
    return f"({' OR '.join(_fts5_word(' '.join(forms)) for forms in product(*words))})"


SQLITE = Dialect(
    word=_fts5_word,
    beginning=lambda form: f"{_fts5_word(form)} *",
    either=lambda parts: f"({' OR '.join(parts)})",
    every=" AND ".join,
    without=lambda one, other: f"({one}) NOT {other}",
    in_a_row=_fts5_row,
    titled=lambda query: f"title : ({query})",
    matches="f.search_index MATCH {0}",
    # CROSS: the index is asked first, in the order of its numbers
    join_indexed="CROSS JOIN indexed i ON i.id = f.rowid",
    numbers="SELECT value FROM json_each({0})",
    words="SELECT value FROM json_each({0})",
    entries="SELECT id FROM search_index_docsize",
    best_first="bm25(search_index)",
    mark="?",
)


def _tsquery_word(form: str) -> str:
    """Return a quoted lexeme, a `'` within it doubled; a backslash, which would be a sign too, is in no word."""
    return "'" + form.replace("\\", "").replace("'", "''") + "'"


def _tsquery_row(words: list[tuple[str, ...]]) -> str:
    either = (" | ".join(map(_tsquery_word, forms)) for forms in words)
    return f"({' <-> '.join(f'({forms})' for forms in either)})"


_LEXEME = re.compile(r"('(?:[^']|'')*')(?::(\*))?")

POSTGRESQL = Dialect(
    word=_tsquery_word,
    beginning=lambda form: f"{_tsquery_word(form)}:*",
    either=lambda parts: f"({' | '.join(parts)})",
    every=lambda parts: f"({' & '.join(parts)})",
    without=lambda one, other: f"{one} & !{other}",
    in_a_row=_tsquery_row,
    titled=lambda query: _LEXEME.sub(lambda found: f"{found[1]}:{found[2] or ''}A", query),
    matches="f.words @@ CAST({0} AS tsquery)",
    join_indexed="JOIN indexed i ON i.id = f.rowid",
    numbers="SELECT CAST(value AS bigint) AS value FROM json_array_elements_text(CAST({0} AS json))",
    words="SELECT value FROM json_array_elements_text(CAST({0} AS json))",
    entries="SELECT rowid AS id FROM search_index",
    best_first=None,
    mark="%s",
)


def dialect_of(connection: Connection) -> Dialect:
    """Return how this connection's database is asked."""
    return POSTGRESQL if connection.dialect.name == "postgresql" else SQLITE
