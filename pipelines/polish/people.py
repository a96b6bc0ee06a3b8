"""People named with their office or title: `prezydent Miasta Kielce Wojciech Lubawski`. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from pipelines.polish.first_names import FIRST_NAMES, NOMINATIVES
from pipelines.polish.mention import MOST, Mention, mention

_UPPER, _LOWER = "A-ZĄĆĘŁŃÓŚŹŻÉÖÜŠČ", "a-ząćęłńóśźżéöüäšč"
_S = "[ \u00a0]"
_OFFICES = (
    "prezydent prezydenci wiceprezydent burmistrz wiceburmistrz dyrektor wicedyrektor przewodnicząc wiceprzewodnicząc sekretarz "
    "skarbnik kierownik prezes wiceprezes starost staroś wicestarost marszał wicemarszał wojewod wojewódz wicewojewod ministr "
    "minister wiceminister premier wicepremier senator naczelnik komendant komisarz rzeczni rektor prorektor dziekan proboszcz "
    "konserwator architekt pełnomocnik koordynator trener reżyser inspektor sędzi prokurator generał pułkowni kapitan redaktor "
    "dyrygent sołtys mecenas adwokat ambasador konsul papież biskup przewodniczk"
)
"""Stems of offices; their endings follow."""
_BEFORE_NAMES = [
    "pan(?:a|u|em|i|ią|ie|ów|om)?", "doktor(?:a|owi|em)?", "profesor(?:a|owi|em)?", "dr", r"prof\.", "mgr", r"inż\.", r"hab\.",
    r"ks\.", r"gen\.", "płk", "bp", "abp", r"lek\.", r"red\.",
]  # fmt: skip
_OTHERS = [
    "radn(?:y|a|ego|ej|emu|ym|ą|i|ych)",
    "pos(?:eł|ł(?:a|owi|em|u|ank[aię]|anką|ance)|le)",
    "wójt(?:a|owi|em)?",
    r"św\.",
    r"o\.",
    r"p\.",
]


def _either_case(words: Iterable[str]) -> str:
    """Return words as alternatives by their first letter, small or capital: thrice as fast as ignoring the case of all."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    letters = "".join(letter + letter.upper() for letter in rests)
    return (
        rf"[{letters}](?<!\w.)(?:"
        + "|".join(f"(?<=[{a}{a.upper()}])(?:{'|'.join(rest)})" for a, rest in rests.items())
        + ")"
    )


_BEFORE_NAME = re.compile(_either_case(_BEFORE_NAMES))
_TITLE = re.compile(
    _either_case([*(rf"{stem}[{_LOWER}]{{0,5}}" for stem in _OFFICES.split()), *_BEFORE_NAMES, *_OTHERS])
    + r"(?=[ \u00a0]|\Z)"
)
_WORD = re.compile(rf"{_S}(?P<word>[^\W\d_](?:[\w’'-]{{0,30}}[^\W_])?\.?)(?P<comma>,?)")
_NAME = re.compile(rf"[{_UPPER}][{_LOWER}]{{1,20}}")
_INITIAL = re.compile(rf"[{_UPPER}][{_LOWER}]?\.")
_SURNAME = re.compile(
    rf"(?:[dD]e |von |van )?(?:Mc|Mac|O[’'])?[{_UPPER}][{_LOWER}]{{1,25}}(?:[-–][{_UPPER}][{_LOWER}]{{1,25}})?"
)
_LIKE_SURNAME = re.compile(
    r"(?:sk|ck|dzk)(?:i|a|iego|iej|iemu|im|ą|ich|imi)$|(?:wicz|czyk|czak|ak|ek|ik|uk|ew|enko)(?:a|owi|em|iem|u|ów)?$|-"
)
_INSTITUTION = re.compile(
    "Uniwer|Polit|Akadem|Instyt|Wydzia|Kated|Szk|Klini|Szpit|Lice|Zakł|Oddzia|Rady|Miast|Urz|Sąd|Minist"
)
"""How words begin that no first name begins with, so that `prof. Uniwersytetu Warszawskiego` is nobody."""
_BEARS_A_NAME = re.compile(
    "im\\.|imienia|(?i:muze|szko|szkó|lice|gimnazj|przedszkol|teatr|bibliot|fundacj|centr|dom|ośrod|uniwer|polite|akadem|instyt"
    "|szpital|zespo|galeri|stowarz|towarz|parafi|hospicj|pała|klub|stadion|orkiestr|filharm|park|hal|rond|technik|kole|izb)"
)
"""How words begin that a patron's name may follow: `dyrektor Muzeum Henryka Sienkiewicza`."""
_MISTER = re.compile("[Pp]an(?:a|u|em|i|ią|ie|ów|om)?$")
_NOMINATIVE = re.compile(r"(?:ski|cki|dzki|ska|cka|dzka|[^aeiouyąęó])\Z")
"""How surnames end in the nominative and in no other case."""
_ABBREVIATED = frozenset({"ds.", "hab.", "m.", "st.", "woj.", "prof.", "inż.", "mgr.", "im."})
_BETWEEN = (
    "miasta gminy powiatu województwa wydziału biura działu departamentu rady szkoły muzeum teatru klubu urzędu oddziału "
    "zespołu referatu centrum fundacji stowarzyszenia spółki kadry policji straży edukacji promocji kultury sportu do spraw i "
    "oraz w"
)
"""Words in lower case that stand between an office and a name; any other is the sentence's, a verb often."""
_LOWER_BETWEEN = frozenset(_BETWEEN.split())
BETWEEN = 8
"""Words between a title and the name, as in `dyrektor Wydziału Edukacji, Kultury i Sportu Anna Nowak`."""


def people(text: str) -> Iterator[Mention]:
    """Yield people with a title before their name; the span is title to surname, `value` the name as printed.

    A name is a first name known in Polish (in any case) or an initial, and a surname; directly after `dr`, `pan` and
    their like also two capitalised words whose second is formed like a surname (after an office it may be a school's).
    Cases are kept: lemmas are a matter of search.
    """
    seen = 0
    for title in islice(_TITLE.finditer(text), MOST):
        if title.start() < seen:
            continue
        span, seen = _name_after(text, title[0], title.end())
        if span is not None:
            start, end = span
            yield mention("person", text, title.start(), end, " ".join(text[start:end].split()))


def _name_after(text: str, title: str, place: int) -> tuple[tuple[int, int] | None, int]:
    """Return the span of the name for which a title that ends at `place` stands, if any, and how far the text is read."""
    after_title = _is_before_name(title)
    named = False
    for _ in range(BETWEEN):
        match = _WORD.match(text, place)
        if match is None:
            break
        word = match["word"]
        end = _surname_end(text, match, unknown=after_title)
        if end is not None and not (named and _is_patron(text, match.start("word"), end)):
            return (match.start("word"), end), end
        if end is not None:
            named, after_title, place = False, False, end
            continue
        after_title = _is_before_name(word)
        if not (_is_title(word) or _stands_between(word)):
            break
        named = not (match["comma"] or _MISTER.match(word)) and (named or _BEARS_A_NAME.match(word) is not None)
        place = match.end()
    return None, place


@lru_cache(maxsize=4096)
def _is_title(word: str) -> bool:
    return _TITLE.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _is_before_name(word: str) -> bool:
    return _BEFORE_NAME.fullmatch(word) is not None


def _is_patron(text: str, start: int, end: int) -> bool:
    """Tell whether a name behind an institution may be the institution's: all that may stand in the genitive."""
    first, *_, surname = text[start:end].split()
    if first in NOMINATIVES or first.endswith(("em", "owi", "ą")):
        return False
    nominative = first in FIRST_NAMES and surname.endswith(("ska", "cka", "dzka"))
    return not (nominative or (_INITIAL.fullmatch(first) and _NOMINATIVE.search(surname)))


def _stands_between(word: str) -> bool:
    if word.endswith("."):
        return word in _ABBREVIATED
    return word[0].isupper() or word in _LOWER_BETWEEN


def _surname_end(text: str, first: re.Match[str], *, unknown: bool) -> int | None:
    """Return where the surname ends that follows a first name or initial, or two of them; None for another word."""
    known = _begins(first["word"])
    if first["comma"] or not (known or (unknown and _may_be_first_name(first["word"]))):
        return None
    match = _WORD.match(text, first.end())
    if (
        match is not None
        and not match["comma"]
        and (_INITIAL.fullmatch(match["word"]) or (known and _begins(match["word"])))
    ):
        after = _WORD.match(text, match.end())
        known = True
        match = after if after is not None and _is_surname(after["word"]) else match
    if match is None or not _is_surname(match["word"]) or not (known or _LIKE_SURNAME.search(_bare(match["word"]))):
        return None
    return match.start("word") + len(_bare(match["word"]))


def _may_be_first_name(word: str) -> bool:
    return _NAME.fullmatch(word) is not None and _INSTITUTION.match(word) is None


def _begins(word: str) -> bool:
    return word in FIRST_NAMES or _INITIAL.fullmatch(word) is not None


def _is_surname(word: str) -> bool:
    return _SURNAME.fullmatch(_bare(word)) is not None


def _bare(word: str) -> str:
    return word.rstrip(".")
