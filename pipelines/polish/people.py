"""People named with their office or title: `prezydent Miasta Kielce Wojciech Lubawski`. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.polish.first_names import FIRST_NAMES
from pipelines.polish.mention import Mention, mention

_UPPER, _LOWER = "A-ZĄĆĘŁŃÓŚŹŻÉÖÜŠČ", "a-ząćęłńóśźżéöüäšč"
_S = "[ \u00a0]"
_TITLES = (
    r"(?:wice|pod|nad)?(?:prezyden(?:t|ci)|burmistrz|dyrektor|przewodnicząc|sekretarz|skarbnik|kierownik|prezes|starost|staroś|marszał"
    r"|wojewod|wojewódz|ministr?|minister|premier|senator|naczelnik|komendant|komisarz|rzeczni|rektor|dziekan|proboszcz|konserwator|architekt"
    r"|pełnomocnik|komisarz|koordynator|trener|reżyser|profesor|doktor|inspektor|sędzi|prokurator|generał|pułkowni|kapitan|redaktor"
    rf"|przewodniczk|dyrygent|sołtys|mecenas|adwokat|ambasador|konsul|papież|biskup)[{_LOWER}]{{0,5}}"
    r"|radn(?:y|a|ego|ej|emu|ym|ą|i|ych)|poseł|posł(?:a|owi|em|u|anka|anki|ankę|anką|ance)|pośle|wójt(?:a|owi|em)?|pan(?:a|u|em|i|ią|ie|ów|om)?"
    r"|dr|prof\.|mgr|inż\.|hab\.|ks\.|gen\.|płk|bp|abp|o\.|p\.|lek\.|red\.|św\."
)
_TITLE = re.compile(rf"(?<!\w)(?:{_TITLES})(?=[ \u00a0]|\Z)", re.IGNORECASE)
_WORD = re.compile(rf"{_S}(?P<word>[^\W\d_](?:[\w’'-]{{0,30}}[^\W_])?\.?)(?P<comma>,?)")
_NAME = re.compile(rf"[{_UPPER}][{_LOWER}]{{1,20}}")
_INITIAL = re.compile(rf"[{_UPPER}][{_LOWER}]?\.")
_SURNAME = re.compile(
    rf"(?:[dD]e |von |van )?(?:Mc|Mac|O[’'])?[{_UPPER}][{_LOWER}]{{1,25}}(?:[-–][{_UPPER}][{_LOWER}]{{1,25}})?"  # noqa: RUF001 # a printed dash
)
_LIKE_SURNAME = re.compile(
    r"(?:sk|ck|dzk)(?:i|a|iego|iej|iemu|im|ą|ich|imi)$|(?:wicz|czyk|czak|ak|ek|ik|uk|ew|enko)(?:a|owi|em|iem|u|ów)?$|-"
)
_ABBREVIATED = frozenset({"ds.", "hab.", "m.", "st.", "woj.", "prof.", "inż.", "mgr.", "im."})
_BETWEEN = frozenset(
    "miasta gminy powiatu województwa wydziału biura działu departamentu rady szkoły muzeum teatru klubu urzędu oddziału "
    "zespołu referatu centrum fundacji stowarzyszenia spółki kadry policji straży edukacji promocji kultury sportu do spraw i "
    "oraz w".split()
)
"""Words in lower case that stand between an office and a name; any other is the sentence's, a verb often."""
BETWEEN = 8
"""Words between a title and the name, as in `dyrektor Wydziału Edukacji, Kultury i Sportu Anna Nowak`."""


def people(text: str) -> Iterator[Mention]:
    """Yield people with a title before their name; the span is title to surname, `value` the name as printed.

    A name is a first name known in Polish (in any case) or an initial, and a surname; directly after a title also two
    capitalised words whose second is formed like a surname. Cases are kept: lemmas are a matter of search.
    """
    seen = 0
    for title in _TITLE.finditer(text):
        if title.start() < seen:
            continue
        span, seen = _name_after(text, title.end())
        if span is not None:
            start, end = span
            yield mention("person", text, title.start(), end, " ".join(text[start:end].split()))


def _name_after(text: str, place: int) -> tuple[tuple[int, int] | None, int]:
    """Return the span of the name for which a title at `place` stands, if any, and how far the text is read."""
    after_title = True
    for _ in range(BETWEEN):
        match = _WORD.match(text, place)
        if match is None:
            break
        word = match["word"]
        end = _surname_end(text, match, after_title=after_title)
        if end is not None:
            return (match.start("word"), end), end
        after_title = _TITLE.fullmatch(word) is not None
        if not (after_title or _stands_between(word)):
            break
        place = match.end()
    return None, place


def _stands_between(word: str) -> bool:
    if word.endswith("."):
        return word in _ABBREVIATED
    return word[0].isupper() or word in _BETWEEN


def _surname_end(text: str, first: re.Match[str], *, after_title: bool) -> int | None:
    """Return where the surname ends that follows a first name or initial, or two of them; None for another word."""
    known = _begins(first["word"])
    if first["comma"] or not (known or (after_title and _NAME.fullmatch(first["word"]))):
        return None
    match = _WORD.match(text, first.end())
    if match is not None and known and _begins(match["word"]) and not match["comma"]:
        after = _WORD.match(text, match.end())
        match = after if after is not None and _is_surname(after["word"]) else match
    if match is None or not _is_surname(match["word"]) or not (known or _LIKE_SURNAME.search(_bare(match["word"]))):
        return None
    return match.start("word") + len(_bare(match["word"]))


def _begins(word: str) -> bool:
    return word in FIRST_NAMES or _INITIAL.fullmatch(word) is not None


def _is_surname(word: str) -> bool:
    return _SURNAME.fullmatch(_bare(word)) is not None


def _bare(word: str) -> str:
    return word.rstrip(".")
