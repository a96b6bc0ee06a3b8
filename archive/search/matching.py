"""Makes of an expanded query what the index is asked: quoted words and operators of our own, nothing typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from archive.search.dialects import Dialect
from archive.search.expansion import ExpandedTerm, Expansion
from archive.search.query import Query, Term
from archive.search.words import WORD

MOST_PHRASES = 400
"""Phrases of exact forms that a query may come to; past that its words are asked for and their order is verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Groups of phrases that the index was not asked in full: one of each group has to stand in the text (`wanted`), or none."""

    phrases: tuple[ExpandedTerm, ...]
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """`words` is what the index is asked, empty where no word is required; `verify` is looked up in the texts found."""

    words: str
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


def matching(query: Query, expanded: Mapping[Term, ExpandedTerm], dialect: Dialect) -> Matching:
    """Return what to ask for a query's required and excluded terms."""
    budget = _Budget()
    verify: list[Verified] = []
    required: list[str] = []
    for group in query.all_of:
        terms = [expanded[term] for term in group]
        exact = [_exact(term, budget, dialect) for term in terms]
        required.append(
            dialect.either(one or _all_words(term, budget, dialect) for one, term in zip(exact, terms, strict=True))
        )
        if None in exact:
            verify.append(Verified(phrases=tuple(terms), wanted=True))
    excluded: list[str] = []
    for term in (expanded[one] for one in query.none_of):
        one = _exact(term, budget, dialect)
        if one is not None:
            excluded.append(one)
        else:
            verify.append(Verified(phrases=(term,), wanted=False))
    words = dialect.every(required) if required else ""
    if words and excluded:
        words = dialect.without(words, dialect.either(excluded))
    return Matching(words=words, verify=tuple(verify))


def any_word(term: ExpandedTerm, dialect: Dialect) -> str:
    """Return the query of a term alone, its words without their order where a phrase comes to too much."""
    budget = _Budget()
    return _exact(term, budget, dialect) or _all_words(term, budget, dialect)


Spot = tuple[int, int]
"""Where a word of a text begins and ends."""


def occurrences(text: str, term: ExpandedTerm) -> Iterator[list[Spot]]:
    """Yield the words of each place where a term stands in a searched text.

    Forms are looked up in the text, which is ten times as fast as cutting it into words.
    """
    first, *rest = term.words
    if not rest:
        yield from ([spot] for spot in _spots(text, first))
        return
    for spot in _spots(text, first):
        spots = [spot]
        for word in rest:
            following = WORD.search(text, spots[-1][1])
            if following is None or not _is_form(following[0], word):
                break
            spots.append(following.span())
        else:
            yield spots


def _spots(text: str, word: Expansion) -> Iterator[Spot]:
    """Yield where a word stands in a searched text in any of its forms."""
    for form in word.forms:
        if form in text:
            yield from _whole(text, form)
    if word.prefix:
        beginning, seen = word.typed.lower(), frozenset(word.forms)
        at = text.find(beginning)
        while at >= 0:
            whole = WORD.match(text, at)
            assert whole is not None
            if (not at or not text[at - 1].isalnum()) and whole[0] not in seen:
                yield whole.span()
            at = text.find(beginning, whole.end())


def _whole(text: str, form: str) -> Iterator[Spot]:
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield at, end
        at = text.find(form, end)


def _is_form(found: str, word: Expansion) -> bool:
    return found in word.forms or (word.prefix and found.startswith(word.typed.lower()))


def how_often(text: str, term: ExpandedTerm) -> int:
    """Return how often a term stands in a searched text."""
    return sum(1 for _ in occurrences(text, term))


def holds(texts: Sequence[str], verify: Iterable[Verified]) -> bool:
    """Tell whether an article (its searched title and body) passes what the index was not asked."""
    return all(
        any(True for text in texts for term in one.phrases for _ in occurrences(text, term)) is one.wanted
        for one in verify
    )


def _exact(term: ExpandedTerm, budget: _Budget, dialect: Dialect) -> str | None:
    """Return a term as the index is asked for it, None where its phrases are too many."""
    if len(term.words) == 1:
        word = term.words[0]
        forms = [dialect.word(form) for form in word.forms]
        if word.prefix:
            forms.append(dialect.beginning(word.typed.lower()))
        return dialect.either(forms)
    if not budget.take(prod(len(word.forms) for word in term.words)):
        return None
    return dialect.in_a_row([word.forms for word in term.words])


def _all_words(term: ExpandedTerm, budget: _Budget, dialect: Dialect) -> str:
    """Return the query of a phrase's words, two of them in a row where their phrases are few enough."""
    forms = [word.forms for word in term.words]
    count, at = min((len(one) * len(other), at) for at, (one, other) in enumerate(pairwise(forms)))
    row = [dialect.in_a_row(forms[at : at + 2])] if budget.take(count) else []
    rest = [*forms[:at], *forms[at + 2 :]] if row else forms
    return f"({dialect.every([*row, *(dialect.either(map(dialect.word, one)) for one in rest)])})"
