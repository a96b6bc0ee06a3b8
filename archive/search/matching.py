"""Makes of an expanded query what FTS5 is asked: quoted words and operators of our own, nothing that was typed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from archive.search.expansion import ExpandedTerm, Expansion
from archive.search.query import Query, Term

MOST_PHRASES = 400
"""Phrases of exact forms that a query may come to; past that its words are asked for and their order is verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Groups of phrases that FTS5 was not asked in full: one of each group has to stand in the text (`wanted`), or none."""

    phrases: tuple[ExpandedTerm, ...]
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """`fts` is the FTS5 query, empty where no word is required; `verify` is left to be looked up in the texts found."""

    fts: str
    verify: tuple[Verified, ...] = ()


class _Budget:
    def __init__(self) -> None:
        self.left = MOST_PHRASES

    def take(self, count: int) -> bool:
        """Spend, or tell that there is not enough left."""
        if count > self.left:
            return False
        self.left -= count
        return True


def matching(query: Query, expanded: Mapping[Term, ExpandedTerm]) -> Matching:
    """Return what to ask for a query's required and excluded terms."""
    budget = _Budget()
    verify: list[Verified] = []
    required: list[str] = []
    for group in query.all_of:
        terms = [expanded[term] for term in group]
        exact = [_exact(term, budget) for term in terms]
        required.append(_either(one or _all_words(term) for one, term in zip(exact, terms, strict=True)))
        if None in exact:
            verify.append(Verified(phrases=tuple(terms), wanted=True))
    excluded: list[str] = []
    for term in (expanded[one] for one in query.none_of):
        one = _exact(term, budget)
        if one is not None:
            excluded.append(one)
        else:
            verify.append(Verified(phrases=(term,), wanted=False))
    fts = " AND ".join(required)
    if fts and excluded:
        fts = f"({fts}) NOT {_either(excluded)}"
    return Matching(fts=fts, verify=tuple(verify))


def any_word(term: ExpandedTerm) -> str:
    """Return the FTS5 query of a term alone, its words without their order where a phrase comes to too much."""
    return _exact(term, _Budget()) or _all_words(term)


def occurrences(words: Sequence[str], term: ExpandedTerm) -> list[int]:
    """Return where in the words of a searched text a term begins."""
    first, *rest = (_test(word) for word in term.words)
    starts = [at for at, word in enumerate(words) if first(word)]
    if not rest:
        return starts
    following = [(step, test) for step, test in enumerate(rest, start=1)]
    last = len(words) - len(rest)
    return [at for at in starts if at < last and all(test(words[at + step]) for step, test in following)]


@lru_cache(maxsize=256)
def _test(word: Expansion) -> Callable[[str], bool]:
    """Return what tells whether a word of a searched text is one of an expansion's forms."""
    forms = frozenset(word.forms)
    if not word.prefix:
        return forms.__contains__
    prefix = word.typed.lower()
    return lambda found: found in forms or found.startswith(prefix)


def how_often(words: Sequence[str], term: ExpandedTerm) -> int:
    """Return how often a term stands in the words of a searched text."""
    return sum(map(_test(term.words[0]), words)) if len(term.words) == 1 else len(occurrences(words, term))


def holds(texts: Sequence[Sequence[str]], verify: Iterable[Verified]) -> bool:
    """Tell whether an article (the words of its title, those of its body) passes what FTS5 was not asked."""
    return all(any(how_often(words, term) for words in texts for term in one.phrases) is one.wanted for one in verify)


def _exact(term: ExpandedTerm, budget: _Budget) -> str | None:
    """Return a term as FTS5 asks for it, None where its phrases are too many."""
    if len(term.words) == 1:
        word = term.words[0]
        forms = [_quoted(form) for form in word.forms]
        if word.prefix:
            forms.append(f"{_quoted(word.typed.lower())} *")
        return _either(forms)
    count = 1
    for word in term.words:
        count *= len(word.forms)
    if not budget.take(count):
        return None
    return _either(_quoted(" ".join(forms)) for forms in product(*(word.forms for word in term.words)))


def _all_words(term: ExpandedTerm) -> str:
    return f"({' AND '.join(_either(_quoted(form) for form in word.forms) for word in term.words)})"


def _either(parts: Iterable[str]) -> str:
    return f"({' OR '.join(parts)})"


def _quoted(words: str) -> str:
    """Return a string of FTS5: no sign within it is syntax, and a `"` is doubled."""
    return '"' + words.replace('"', '""') + '"'
