"""What a typed word stands for: its lemmas, and the forms of them that the index has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from archive.search.dialects import dialect_of
from archive.search.query import Query, Term
from archive.search.vocabulary import pending_lemmas
from archive.types import Json
from pipelines.polish.collation import polish_key
from pipelines.polish.forms import fold
from pipelines.polish.lemmas import has_polish_letter, lemmas, spellings

MOST_FORMS = 120
"""Forms of one word that are searched for; what is left out is least like the typed word, and `--explain` tells it."""

MOST_FOLDED = 60
"""Forms that differ from what was typed only in Polish letters."""

# Statements go to the driver as they are: SQLAlchemy's care for one costs more than running it.
_FORMS = "SELECT DISTINCT form FROM vocab WHERE lemma IN ({words})"
_FOLDED = f"SELECT form FROM forms WHERE folded = ? LIMIT {MOST_FOLDED}"  # noqa: S608 # a number
_BEGINNING = f"SELECT form FROM forms WHERE form >= ? AND form < ? ORDER BY form LIMIT {MOST_FOLDED}"  # noqa: S608 # a number
_FOLDED_PREFIX = f"SELECT form FROM forms WHERE folded >= ? AND folded < ? LIMIT {MOST_FOLDED}"  # noqa: S608 # a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """One typed word: the lemmas it may have and the forms that are searched for, in lower case.

    `spelled` are forms taken in because the word was typed without Polish letters; `left_out` counts forms past the cap.
    Of a `prefix`, `beginning` are some of the archive's words that begin so, for people to see.
    """

    typed: str
    lemmas: tuple[str, ...]
    forms: tuple[str, ...]
    spelled: tuple[str, ...] = ()
    prefix: bool = False
    beginning: tuple[str, ...] = ()
    left_out: int = 0

    def to_json(self) -> Json:
        """Return it as `--explain --json` prints it."""
        return {
            "typed": self.typed + ("*" if self.prefix else ""),
            "lemmas": sorted(self.lemmas, key=polish_key),
            "forms": sorted({*self.forms, *self.beginning}, key=polish_key),
            "spelled": sorted(self.spelled, key=polish_key),
            "left_out": self.left_out,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpandedTerm:
    """A term of the query with the expansion of each of its words."""

    term: Term
    words: tuple[Expansion, ...]


class Expander:
    """Expands the words of a query; asks once what words wait for analysis."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pending: dict[str, frozenset[str]] | None = None

    def expand(self, query: Query) -> dict[Term, ExpandedTerm]:
        """Return every term of a query expanded."""
        return {term: self.expand_term(term) for term in query.terms}

    def expand_term(self, term: Term) -> ExpandedTerm:
        """Return one term expanded."""
        make = self._prefix if term.prefix else self._word
        return ExpandedTerm(term=term, words=tuple(make(word) for word in term.words))

    def _prefix(self, typed: str) -> Expansion:
        lowered = typed.lower()
        span = lowered, lowered + "\U0010ffff"
        beginning = self._asked(_BEGINNING, *span)
        spelled: list[str] = []
        if not has_polish_letter(typed):
            spelled = [form for form in self._asked(_FOLDED_PREFIX, *span) if not form.startswith(lowered)]
        return Expansion(
            typed=typed,
            lemmas=(),
            forms=tuple(sorted(spelled)),
            spelled=tuple(sorted(spelled)),
            prefix=True,
            beginning=tuple(beginning),
        )

    def _word(self, typed: str) -> Expansion:
        lowered = typed.lower()
        spelled = self._spelled(typed)
        found = set(lemmas(typed)).union(*(lemmas(form) for form in spelled))
        forms = set(self._asked(_FORMS, json.dumps(sorted(found)))) if found else set()
        forms |= {form for form, known in self._waiting().items() if known & found}
        forms |= {lowered, *spelled}
        kept = _most_alike(lowered, forms)
        return Expansion(
            typed=typed,
            lemmas=tuple(sorted(found)),
            forms=tuple(kept),
            spelled=tuple(sorted(spelled)),
            left_out=len(forms) - len(kept),
        )

    def _spelled(self, typed: str) -> list[str]:
        """Return the words a word typed without Polish letters may stand for: the index's, else the dictionary's."""
        if has_polish_letter(typed):
            return []
        folded = fold(typed.lower())
        here = set(self._asked(_FOLDED, folded))
        here |= {form for form in self._waiting() if form != folded and fold(form) == folded}
        return sorted(here) if here else [form for form in spellings(folded) if form != folded]

    def _asked(self, statement: str, *values: str) -> list[str]:
        """Return the words that a statement of one column gives, `?` standing for each value."""
        dialect = dialect_of(self._connection)
        query = statement.format(words=dialect.words.format("?")).replace("?", dialect.mark)
        return [row[0] for row in self._connection.exec_driver_sql(query, values)]

    def _waiting(self) -> dict[str, frozenset[str]]:
        if self._pending is None:
            self._pending = pending_lemmas(self._connection)
        return self._pending


def _most_alike(typed: str, forms: Iterable[str]) -> list[str]:
    """Return up to `MOST_FORMS` forms in their order: those that begin most like the typed word."""
    ordered = sorted(forms, key=lambda form: (-_shared(typed, form), abs(len(form) - len(typed)), form))
    return sorted(ordered[:MOST_FORMS])


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
