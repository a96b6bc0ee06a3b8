"""Polish and English month names in every form they are printed in, with their numbers."""

from __future__ import annotations

_FULL = (
    "styczeń stycznia styczniu styczniem",
    "luty lutego lutym",
    "marzec marca marcu marcem",
    "kwiecień kwietnia kwietniu kwietniem",
    "maj maja maju majem",
    "czerwiec czerwca czerwcu czerwcem",
    "lipiec lipca lipcu lipcem",
    "sierpień sierpnia sierpniu sierpniem",
    "wrzesień września wrześniu wrześniem",
    "październik października październiku październikiem",
    "listopad listopada listopadzie listopadem",
    "grudzień grudnia grudniu grudniem",
)
_SHORT_AND_ENGLISH = (
    "sty stycz january jan",
    "lut february feb",
    "mar march",
    "kwi kwiec april apr",
    "may",
    "cze czerw june jun",
    "lip july jul",
    "sie sierp august aug",
    "wrz wrzes september sep sept",
    "paź październ october oct",
    "lis list november nov",
    "gru grudz december dec",
)
_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""Roman month numbers in order."""


def _numbers(names: tuple[str, ...]) -> dict[str, int]:
    return {
        form: number
        for number, line in enumerate(names, 1)
        for name in line.split()
        for form in (name, name.translate(_PLAIN))
    }


POLISH = _numbers(_FULL)
"""Full Polish names alone: in prose `lis`, `list`, `sie` and `may` are words."""

NUMBERS = POLISH | _numbers(_SHORT_AND_ENGLISH)
"""Lower-case month name, with and without Polish letters → 1 to 12."""


def month_of(text: str) -> int | None:
    """Return 1 to 12 for a month's name in any case and inflection, or a capital Roman number; else None."""
    word = text.strip().rstrip(".")
    if word in ROMAN:
        return ROMAN.index(word) + 1
    return NUMBERS.get(word.lower())
