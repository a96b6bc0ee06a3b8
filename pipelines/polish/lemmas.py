"""Words and their lemmas: Morfeusz 2 where it knows the word, a Snowball stem where it does not, folding in Python.

Morfeusz (0.2 s, 45 MB) is loaded by the first word that is analysed, not by an import. It has no wheel for some systems
(Linux on ARM among them): there Snowball stands alone, and `engine` says so.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from math import prod
from typing import Any, Literal, NamedTuple

STEM = "~"
"""Stands before a lemma that is only a Snowball stem, so that it never meets a true one."""

LONGEST = 40
"""Characters of the longest word that is analysed; what is longer is an address, a number or noise."""

LONGEST_ACRONYM = 6
"""Letters of the longest word that is tried in capitals (`zus`, `pkp`)."""

MOST_SPELLINGS = 1024
"""Spellings with Polish letters that are tried for a word typed without them."""

POLISH, PLAIN = "ąćęłńóśźż", "acelnoszz"
"""The Polish letters and, in the same order, what is typed for them."""

_SPELLED = {plain: plain + "".join(p for p, q in zip(POLISH, PLAIN, strict=True) if q == plain) for plain in PLAIN}
_VOWELS = tuple("aeiouy")
_DIGRAPHS = ("ch", "cz", "sz")
_NEVER_FIRST = "ąę"
_NEVER_LAST = "ó"
_SOFTENED = (("dzie", "d"), ("dze", "g"), ("rze", "r"), ("cie", "t"), ("ce", "k"), ("le", "ł"))
"""Ends of datives and locatives, which Snowball leaves softened (`Brzeziance` of `Brzezianka`), and the stem's own."""
_DROPPED_TAGS = ("aglt", "interp", "ign")
_LOCK = threading.Lock()  # neither engine may be used by two threads at once


def has_polish_letter(word: str) -> bool:
    """Tell whether a word has one of ą ć ę ł ń ó ś ź ż in either case."""
    return any(letter in POLISH for letter in word.lower())


@lru_cache(maxsize=65_536)
def lemmas(word: str) -> frozenset[str]:
    """Return every lemma of a word as typed, in lower case and Capitalised; a stem (`STEM` before it) where none is known.

    Homonym marks are cut off (`zamek:Sm3~a` → `zamek`). A word with a digit, or longer than `LONGEST`, has none.
    """
    if len(word) > LONGEST or any(mark.isdigit() for mark in word):
        return frozenset()
    lowered = word.lower()
    with _LOCK:
        found = _known(word, lowered, lowered.capitalize())
        if not found and len(word) <= LONGEST_ACRONYM:
            found = _known(lowered.upper())
        return frozenset(found or _stems(lowered))


class NameReading(NamedTuple):
    """One way to read a name in the singular: its nominative, `m1` (a man's) or `f` (a woman's), and the cases it stands in."""

    nominative: str
    gender: str
    cases: frozenset[str]


@lru_cache(maxsize=4096)
def name_readings(word: str, sort: Literal["imię", "nazwisko"]) -> tuple[NameReading, ...]:
    """Return how a word may be read as a first name (`imię`) or a surname (`nazwisko`); () where Morfeusz knows none."""
    morfeusz = _morfeusz()
    if morfeusz is None or len(word) > LONGEST:
        return ()
    with _LOCK:
        analyses = morfeusz.analyse(word)
    found = []
    for _, _, (_, lemma, tag, sorts, _) in analyses:
        kind, number, cases, gender, *_ = f"{tag}::::".split(":")
        if sort in sorts and kind == "subst" and "sg" in number.split(".") and gender in {"m1", "f"}:
            found.append(NameReading(lemma.partition(":")[0], gender, frozenset(cases.split("."))))
    return tuple(found)


def spellings(word: str) -> Iterator[str]:
    """Yield the known words that a word typed without Polish letters may stand for: `zolwiami` → `żółwiami`.

    At most `MOST_SPELLINGS` are tried, none where there would be more. Needs Morfeusz.
    """
    lowered = word.lower()
    choices = [_choices(lowered, at) for at in range(len(lowered))]
    if _morfeusz() is None or len(word) > LONGEST or prod(map(len, choices)) > MOST_SPELLINGS:
        return
    for spelled in map("".join, product(*choices)):
        with _LOCK:
            known = _known(spelled, spelled.capitalize())
        if known:
            yield spelled


def _choices(word: str, at: int) -> str:
    """Return the letters that may stand at a place, by Polish spelling.

    ć ń ś ź, ą ę and ó stand before no vowel (`ci` is written for ć), ą and ę begin no word, ó ends none; ł and ż stand
    before no i; the letters of ch, cz and sz are plain.
    """
    letter, before, after = word[at], word[at - 1 : at], word[at + 1 : at + 2]
    choices = _SPELLED.get(letter, letter)
    if letter + after in _DIGRAPHS or before + letter in _DIGRAPHS:
        return letter
    if after in _VOWELS:
        choices = "".join(one for one in choices if one not in "ćńśźąęó")
    if after == "i":
        choices = "".join(one for one in choices if one not in "łż")
    if not before or not after:
        choices = "".join(one for one in choices if one not in (_NEVER_FIRST if not before else _NEVER_LAST))
    return choices


@cache
def engine() -> str:
    """Return what analyses words here: `Morfeusz 2 1.99.15, pl.sgjp.sgjp-2026.06.01; Snowball 3.1.1`.

    It is kept with every analysed word, so that a new dictionary has the words analysed again and nothing else.
    """
    stemmer = f"Snowball {version('snowballstemmer')}"
    morfeusz = _morfeusz()
    if morfeusz is None:
        return f"{stemmer} alone (Morfeusz has no package for this system)"
    return f"Morfeusz 2 {version('morfeusz2')}, {morfeusz.dict_id()}; {stemmer}"


def engine_offered() -> str:
    """Return what `engine` would name, by the packages installed, without loading a dictionary."""
    try:
        return f"Morfeusz 2 {version('morfeusz2')}, Snowball {version('snowballstemmer')}"
    except PackageNotFoundError:
        return f"Snowball {version('snowballstemmer')} alone: Morfeusz has no package for this system"


def _known(*spelled: str) -> set[str]:
    """Return the lemmas Morfeusz knows of a word in several spellings."""
    morfeusz = _morfeusz()
    found: set[str] = set()
    if morfeusz is not None:
        for one in dict.fromkeys(spelled):
            found |= _lemmas_in(morfeusz.analyse(one))
    return found


def _stems(lowered: str) -> set[str]:
    """Return the stems of a word that no dictionary has; a form with a softened consonant has that of the hard one too."""
    stem = _stemmer().stemWord(lowered).removesuffix("i")
    softened = {lowered.removesuffix(soft) + hard for soft, hard in _SOFTENED if lowered.endswith(soft)}
    return {STEM + one for one in (stem, *softened)}


def _lemmas_in(analyses: list[tuple[int, int, tuple[str, str, str, list[str], list[str]]]]) -> set[str]:
    """Return the lemmas of one word's analyses.

    A word may also be read as a word and an enclitic (`Tom` = to + być, `gdybym` = gdyby + być): the enclitic is dropped,
    and the whole reading if the word is one by itself.
    """
    end = max((stop for _, stop, _ in analyses), default=0)
    whole = {_lemma(reading) for start, stop, reading in analyses if (start, stop) == (0, end) and _counts(reading)}
    return whole or {_lemma(reading) for start, _, reading in analyses if start == 0 and _counts(reading)}


def _counts(reading: tuple[str, str, str, list[str], list[str]]) -> bool:
    return not reading[2].startswith(_DROPPED_TAGS)


def _lemma(reading: tuple[str, str, str, list[str], list[str]]) -> str:
    return reading[1].partition(":")[0]


@cache
def _morfeusz() -> Any:
    """Return the analyser, None where there is none for this system."""
    try:
        from morfeusz2 import Morfeusz  # noqa: PLC0415 # loads its dictionary
    except ImportError:
        return None
    return Morfeusz(generate=False, praet="composite")


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer  # noqa: PLC0415 # only words that no dictionary has need it

    return stemmer("polish")
