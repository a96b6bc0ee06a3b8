"""The order of the Polish alphabet for everything that is sorted by name for people: a ą b c ć … z ź ż."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
"""The 32 letters of Polish and q, v, x of foreign names, where dictionaries put them."""

_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]
"""Letters, then the marks that Polish does not know, then the name with its case turned (small letters first)."""


def polish_key(name: str) -> Key:
    """Return the key that sorts names as a Polish reader expects; use it as `sorted(names, key=polish_key)`.

    Letters decide first, then foreign diacritics (`Müller` right after `Muller`), then small before capital letters.
    Blanks come before other signs, signs before digits, digits before letters, Latin before other scripts, as with
    PostgreSQL's `COLLATE "pl-x-icu"`.
    """
    composed = unicodedata.normalize("NFC", name)
    letters: list[tuple[int, int]] = []
    marks: list[int] = []
    for sign in composed.lower():
        for part in sign if sign in _PLACES else unicodedata.normalize("NFKD", sign):
            if unicodedata.combining(part):
                marks.append(ord(part))
            else:
                letters.append(_place(part))
                marks.append(0)
    return tuple(letters), tuple(marks), composed.swapcase()


def _place(sign: str) -> tuple[int, int]:
    if sign in _PLACES:
        return 3, _PLACES[sign]
    if sign.isspace():
        return 0, 0
    return (4 if sign.isalpha() else 2 if sign.isdecimal() else 1), ord(sign)
