"""The nominative of a person's name as printed: `Wojciecha Lubawskiego` is `Wojciech Lubawski`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipelines.polish.lemmas import NameReading, name_readings

_INITIAL = re.compile(r"[^\W\d_]{1,2}\.")
_EVERY_CASE = frozenset({"nom", "gen", "dat", "acc", "inst", "loc", "voc"})
_LIKE_ADJECTIVES = re.compile(r"(?P<stem>\w+(?:sk|ck|dzk))(?P<ending>i|iego|iemu|im|a|iej|ą)")
_ENDINGS = {
    "i": ("m1", "nom"),
    "iego": ("m1", "gen.acc"),
    "iemu": ("m1", "dat"),
    "im": ("m1", "inst.loc"),
    "a": ("f", "nom"),
    "iej": ("f", "gen.dat.loc"),
    "ą": ("f", "acc.inst"),
}
"""Endings of surnames that are declined like adjectives, for those that no dictionary has."""


@lru_cache(maxsize=4096)
def nominative(printed: str) -> str:
    """Return a name in the nominative, its words parted by one blank; as printed where its words do not settle it.

    Every word has to agree with the others in gender and case, so that `Henryka Nowaka` is Henryk and `Henryka Nowak` is
    Henryka. An initial agrees with all. Without Morfeusz every name stands as printed.
    """
    *first, surname = printed.split() or [""]
    parts = surname.split("-")
    readings = [*(_of_first_name(word) for word in first), *(_of_surname(part) for part in parts)]
    found = {
        " ".join([*bases[: len(first)], "-".join(bases[len(first) :])])
        for gender in ("m1", "f")
        for bases in _agreeing(readings, gender, _EVERY_CASE)
    }
    return found.pop() if len(found) == 1 else printed


def _agreeing(readings: list[tuple[NameReading, ...]], gender: str, cases: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Yield the nominatives of words that can stand in one gender and one of these cases together."""
    if not readings:
        yield ()
        return
    for one in readings[0]:
        common = cases & one.cases
        if one.gender == gender and common:
            for rest in _agreeing(readings[1:], gender, common):
                yield (one.nominative, *rest)


def _of_first_name(word: str) -> tuple[NameReading, ...]:
    if _INITIAL.fullmatch(word):
        return tuple(NameReading(word, gender, _EVERY_CASE) for gender in ("m1", "f"))
    return name_readings(word, "imię")


def _of_surname(word: str) -> tuple[NameReading, ...]:
    known = name_readings(word, "nazwisko")
    like = _LIKE_ADJECTIVES.fullmatch(word)
    if known or like is None:
        return known
    gender, cases = _ENDINGS[like["ending"]]
    return (NameReading(like["stem"] + ("i" if gender == "m1" else "a"), gender, frozenset(cases.split("."))),)
