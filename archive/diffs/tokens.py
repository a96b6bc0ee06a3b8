"""Parts a text as people read it: paragraphs, sentences, and words among which a date or an amount is one.

Every function gives parts that join to the text to the letter, in time linear in the text.
"""

from __future__ import annotations

import re

ABBREVIATIONS = (
    "al", "art", "bp", "cd", "dn", "dot", "dr", "ds", "dz", "fot", "gen", "godz", "hab", "im", "in", "inż", "itd", "itp",
    "kl", "kpt", "ks", "lek", "lit", "lok", "m", "max", "mgr", "mies", "min", "mjr", "mld", "mln", "nadkom", "nast", "np",
    "nr", "ok", "os", "p", "pl", "pkt", "pn", "płk", "pok", "por", "poz", "proc", "prof", "pt", "red", "rej", "ros", "s",
    "sp", "st", "sygn", "szt", "śp", "św", "tel", "tj", "tys", "tzn", "tzw", "u", "ul", "urz", "ust", "w", "wew", "wg",
    "wojew", "woj", "ww", "zob", "zał", "zm", "zw",
)  # fmt: skip
"""Words printed with a full stop that seldom end a sentence."""

_S = "[ \u00a0\u202f]"
_MONTHS = "stycz|lut|mar|kwie|maj|czerw|lip|sierp|wrze|paźdz|listop|grud"
_SIGN = r"(?<![\w)\]])[-−–](?=\d)"  # noqa: RUF001 # the signs printed for minus
_GROUPED = rf"\d{{1,3}}(?:{_S}\d{{3}}){{1,5}}(?![\d./-]?[\w/])|\d+(?:[.,:/-]\d+)*"
_UNIT = rf"(?:{_S}?(?:tys\.|mln|mld))?{_S}?(?:zł(?:ot\w{{1,3}})?\b|zl\b|PLN\b|EUR\b|euro\b|gr\b|€|%|proc\.)"
_PROVISION = rf"(?:{_S}?(?:§|ust\.|pkt\.?|lit\.){_S}?\w{{1,5}})*"
_SHORT = frozenset(ABBREVIATIONS)
_DIGITS = (
    rf"\d{{1,2}}\s(?:{_MONTHS})\w{{0,6}}(?:\s\d{{4}}(?!\d))?(?:\sr\.|\sroku\b)?"
    rf"|(?:{_GROUPED})(?:,\d+)?(?:{_UNIT}|-?(?:go|ego|szy|ej|tych|ty|lecie|letni\w*)\b|\w+)?"
)
_REFERENCE = (
    rf"art\.{_S}?\d\w*{_PROVISION}"
    rf"|Dz\.{_S}?U(?:rz)?\.(?:{_S}?(?:z{_S})?\d{{4}}(?:{_S}?r\.)?)?,?(?:{_S}?[Nn]r{_S}?\d+)?,?(?:{_S}?poz\.{_S}?\d+)?"
    rf"|[Nn]r{_S}(?=[\w./-]*\d)[\w./-]*\w"
)
_ADDRESS = r"https?://[^\s<>\"„”]*[^\s<>\"„”.,;:!?)\]]|www\.[^\s<>\"„”]*\w"
_EMAIL = r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_ABBREVIATED = (
    r"(?:[^\W\d_]{1,2}\.){1,5}(?=[^\S\n]*[^\W\d_A-ZĄĆĘŁŃÓŚŹŻ])"
    rf"|(?:{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})\.(?!\w)"
)
_WORD = r"\w+(?:(?:[-/'’]|\.(?=\w*\d))\w+)*"
_TOKEN = re.compile(
    r"\s+|(?:"
    r"[^\W\d_]+(?=[ ,\n])(?<![Nn]r)"  # most words; each further alternative costs
    rf"|(?=[\d−–-])(?:{_SIGN})?(?:{_DIGITS})"  # noqa: RUF001
    rf"|(?=[aDnN])(?:{_REFERENCE})|§{_S}?\d+\w*{_PROVISION}"
    rf"|(?=[hw])(?:{_ADDRESS})|{_EMAIL}|{_ABBREVIATED}|{_WORD}|[^\w\s])\s*"
)
_GAPS = re.compile(r"(\n\s*)")
_SENTENCE_END = re.compile(r"[.!?…][”\"»)]?[^\S\n]+(?=[A-ZĄĆĘŁŃÓŚŹŻ„\"«(\d–-])")
_LAST_WORD = re.compile(r"\w+\Z")


def paragraphs(text: str) -> list[tuple[str, str]]:
    """Return paragraphs and lists' lines with the white space after each; the first may be empty."""
    parts = _GAPS.split(text)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph, each with the white space behind it."""
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match[0][0] != "." or not _abbreviated(text, match.start()):
            found.append(text[start : match.end()])
            start = match.end()
    if start < len(text):
        found.append(text[start:])
    return found


def _abbreviated(text: str, stop: int) -> bool:
    """Tell whether the word before a full stop is an abbreviation or an initial."""
    word = _LAST_WORD.search(text, max(0, stop - 8), stop)
    return word is not None and (word[0].lower() in _SHORT or (len(word[0]) == 1 and word[0].isupper()))


def tokens(text: str) -> list[str]:
    """Return words and signs, each with the white space behind it; a date, amount, reference, abbreviation or URL is one."""
    return _TOKEN.findall(text)
