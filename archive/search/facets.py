"""Counts what the articles found mention: people, acts and journals of law, streets, sums of money.

Read from the texts of the newest articles found, for as long as a person waits; how many were read is said.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from sqlalchemy import Connection

from archive.search.asking import texts_of
from archive.search.finding import newest
from archive.search.hits import Facet, Facets, FacetValue
from archive.search.patience import in_time
from archive.search.query import Query
from archive.search.words import words_of
from pipelines.polish.collation import Key, polish_key
from pipelines.polish.lemmas import lemmas
from pipelines.polish.numbers import amounts
from pipelines.polish.people import people
from pipelines.polish.person_names import nominative
from pipelines.polish.places import addresses
from pipelines.polish.references import references

READING = 0.5
"""Seconds for which texts are read; what is read counts, the rest is said to be left."""

MOST_READ = 100_000
"""Characters of one text that are read."""


def facets(connection: Connection, query: Query, *, most: int = 20, every_snapshot: bool = False) -> Facets:
    """Return up to `most` values of each facet in the articles a query finds. Raises SearchImpossible."""
    notes: list[str] = []
    counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in Facet}
    streets = _Streets()
    read = 0
    with in_time(connection):
        numbers = newest(connection, query, notes, every_snapshot=every_snapshot)
        end = time.monotonic() + READING
        for one in texts_of(connection, numbers, str):
            whole = f"{one.title}\n\n{one.body[:MOST_READ]}"
            for facet, read_values in _READERS.items():
                counts[facet].update(set(read_values(whole)))
            streets.add(_streets(whole))
            read += 1
            if time.monotonic() > end:
                break
    counts[Facet.STREET] = streets.counts()
    if read < len(numbers):
        notes.append(f"the newest {read} of {len(numbers)} articles found were read for this; narrow the query for all")
    values = tuple(
        FacetValue(facet=facet, value=value, articles=number)
        for facet in Facet
        for value, number in sorted(counts[facet].items(), key=lambda pair: (-pair[1], _order(facet, pair[0])))[:most]
    )
    return Facets(values=values, read=read, found=len(numbers), notes=tuple(notes))


def _order(facet: Facet, value: str) -> tuple[Decimal, Key]:
    """Return what sorts values of equal frequency: sums from the largest, all else by the Polish alphabet."""
    return (-Decimal(value) if facet is Facet.AMOUNT else Decimal(0)), polish_key(value)


def _people(text: str) -> Iterator[str]:
    return (nominative(str(one.value)) for one in people(text))


def _references(text: str) -> Iterator[str]:
    return (str(one.value) for one in references(text) if not str(one.value).startswith(("art.", "§")))


_STREET = re.compile(r"(?P<name>(?:ul|al|pl|os)\. .*?|Rynek)(?: \d{1,4}[A-Za-z]?(?:[/-]\d.*)?)?(?: lok\. .*)?")


def _streets(text: str) -> Iterator[str]:
    for one in addresses(text):
        match = _STREET.fullmatch(str(one.value).partition(",")[0])
        if match is not None:
            yield match["name"]


def _amounts(text: str) -> Iterator[str]:
    return (f"{Decimal(str(one.value)):.2f}" for one in amounts(text))


_READERS: dict[Facet, Callable[[str], Iterable[str]]] = {
    Facet.PERSON: _people,
    Facet.REFERENCE: _references,
    Facet.AMOUNT: _amounts,
}


class _Streets:
    """Streets whose names differ in case alone, as one (`ul. Klonowa`, `ul. Klonowej`), by the spelling met most."""

    def __init__(self) -> None:
        self._alike: dict[int, list[tuple[list[frozenset[str]], Counter[str]]]] = {}
        self._known: dict[str, Counter[str]] = {}

    def add(self, streets: Iterable[str]) -> None:
        """Count the streets of one article."""
        spellings = {id(self._spelled(street)): street for street in streets}
        for street in spellings.values():
            self._known[street][street] += 1

    def counts(self) -> Counter[str]:
        """Return how many articles have each street."""
        groups = [spelled for alike in self._alike.values() for _, spelled in alike]
        return Counter({min(one, key=lambda name: (-one[name], polish_key(name))): one.total() for one in groups})

    def _spelled(self, street: str) -> Counter[str]:
        """Return the spellings met of a street, which share a lemma word by word."""
        if street not in self._known:
            words = [lemmas(word) | {word.lower()} for word in words_of(street)]
            alike = self._alike.setdefault(len(words), [])
            same = next((one for other, one in alike if all(map(frozenset.__and__, words, other))), None)
            if same is None:
                same = Counter()
                alike.append((words, same))
            self._known[street] = same
        return self._known[street]
