"""Polish and English month names in every form they are printed in, with their numbers."""

from __future__ import annotations

_NAMES = (
    "styczeń stycznia styczniu sty stycz january jan",
    "luty lutego lutym lut february feb",
    "marzec marca marcu mar march",
    "kwiecień kwietnia kwietniu kwi kwiec april apr",
    "maj maja maju may",
    "czerwiec czerwca czerwcu cze czerw june jun",
    "lipiec lipca lipcu lip july jul",
    "sierpień sierpnia sierpniu sie sierp august aug",
    "wrzesień września wrześniu wrz wrzes september sep sept",
    "październik października październiku paź październ october oct",
    "listopad listopada listopadzie lis list november nov",
    "grudzień grudnia grudniu gru grudz december dec",
)
_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""Roman month numbers in order."""

NUMBERS: dict[str, int] = {
    form: number
    for number, names in enumerate(_NAMES, 1)
    for name in names.split()
    for form in (name, name.translate(_PLAIN))
}
"""Lower-case month name, with and without Polish letters → 1 to 12."""


def month_of(text: str) -> int | None:
    """Return 1 to 12 for a month's name in any case and inflection, or a capital Roman number; else None."""
    word = text.strip().rstrip(".")
    if word in ROMAN:
        return ROMAN.index(word) + 1
    return NUMBERS.get(word.lower())
