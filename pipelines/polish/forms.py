"""The layers of a text: display, compare and search (POLISH.md section 2). Never NFKC: it turns m² into m2.

Display keeps what a person reads, compare folds what is typography alone, search folds case, and `fold` the diacritics
of single words. None but `fold` ever changes a digit, a sign, a diacritic or the order of words, and each is stable:
the form of a form is that form. (Mojibake is put right before, on the whole page, which gives the evidence for it, and
flagged in the page's warnings: `pipelines.normalize`.)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html.entities import name2codepoint

SHORT = 200
"""Characters up to which the forms of a text are remembered in great number."""

COMPARE_VERSION = 2
"""A later version is a new reader (`scraper.parsers.context`): both sides are read again, the snapshot is `technical`."""

# Regular expressions, not str.translate: on Polish prose they are ten times as fast (benchmarks/crawl.py found it).
_DROPPED = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]+"
)

_COMPARED = (
    dict.fromkeys(map(ord, "„”“«»‟＂〝〞"), '"')  # noqa: RUF001 # the quotes to unify
    | dict.fromkeys(map(ord, "‘’‚‛‹›´`′"), "'")  # noqa: RUF001
    | dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")  # noqa: RUF001
    | {ord("…"): "..."}
)
_TYPOGRAPHY = {chr(code): sign for code, sign in _COMPARED.items()}
_MARKS = "\u0300-\u036f"
_LETTERS = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"} | {"ţ": "ț", "ş": "ș", "Ţ": "Ț", "Ş": "Ș"}
"""Ligatures; and letters of Romanian in their old code."""
_LETTER = re.compile(f"[{''.join(_LETTERS)}](?![{_MARKS}])")
_LOOKALIKES = dict(zip("аеорсухіјѕАВЕКМНОРСТУХІЈЅ", "aeopcyxijsABEKMHOPCTYXIJS", strict=True))  # noqa: RUF001
_ALIKE = f"[{''.join(_LOOKALIKES)}]"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_MIXED = re.compile(f"[{_LATIN}][{_MARKS}]*{_ALIKE}|{_ALIKE}[{_MARKS}]*[{_LATIN}]")
_MIXED_WORD = re.compile(f"[{_LATIN}{''.join(_LOOKALIKES)}{_MARKS}]+")
_MARKED_WORD = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+")
_WORD = re.compile(r"[^\W\d_]+")
_UNSEEN = frozenset({"shy", "zwj", "zwnj", "lrm", "rlm"})
_ENTITIES = {name: chr(code) for name, code in name2codepoint.items() if name not in _UNSEEN} | {"apos": "'"}
_ENTITY = re.compile("&(?:amp;)*(" + "|".join(sorted(_ENTITIES, key=len, reverse=True)) + ");")
_LINE_END = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010\u2011][ \t]*\r?\n[ \t]*([^\W\d_]+)")
_HYPHENS = ("-", "\u2010", "\u2011")
_UNPOLISH = str.maketrans("łŁøØđĐ", "lLoOdD")


def _clean(text: str) -> str:
    if not text.replace("\n", "").isprintable():  # a printable text has none of what is dropped
        text = _DROPPED.sub("", text)
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def display(text: str) -> str:
    """Return one line of text as a person reads it.

    NFC; zero-width and control characters and soft hyphens dropped; every run of white space (no-break and thin spaces
    too) is one space; none at the ends. Quotes, dashes, fractions, ² and № stay as printed.
    """
    return _display_short(text) if len(text) <= SHORT else _display(text)


def _display(text: str) -> str:
    line = text.replace("\n\n", " ").replace("\n", " ")
    if line.isprintable() and "  " not in line:  # nothing to drop and no other space: ten times as fast
        return unicodedata.normalize("NFC", line.strip())
    return " ".join(_clean(text).split())


_display_short = lru_cache(maxsize=16_384)(_display)  # the words of menus, banners and labels stand on every page


def display_body(text: str) -> str:
    """Return a body in display form: paragraphs parted by one blank line, lines within a paragraph kept."""
    if _is_displayed(text):
        return text
    paragraphs: list[list[str]] = [[]]
    for line in _clean(text).splitlines():
        words = " ".join(line.split())
        if words:
            paragraphs[-1].append(words)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def _is_displayed(body: str) -> bool:
    """Tell at the cost of a few searches that a body is in display form, as nearly all are that a parser made."""
    return (
        body.replace("\n", "").isprintable()
        and not any(gap in body for gap in ("  ", " \n", "\n ", "\n\n\n"))
        and body == body.strip()
        and unicodedata.is_normalized("NFC", body)
    )


def compare(text: str) -> str:
    """Return the form two states of a text are compared in and the index is built over, one line.

    Display, and: quotes, apostrophes and dashes unified, … as three full stops, ligatures as letters; ţ and ş with a
    cedilla as with a comma; Cyrillic letters that look Latin as Latin, only in words whose other letters are Latin; a
    named character reference that parsing left (the page says `&amp;oacute;`) as its character; a word parted by a
    hyphen at a line's end joined where the same text has it whole elsewhere (no dictionary, whose next edition would
    change digests). White space folds to single spaces, so that a paragraph mark alone is no difference of words.
    """
    return _compare_short(text) if len(text) <= SHORT else _compare_long(text)


def _compare(text: str) -> str:
    if "\n" in text and any(line.rstrip(" \t\r").endswith(_HYPHENS) for line in text.split("\n")[:-1]):
        text = _joined(_clean(text))
    text = display(text)
    if not text.isascii():  # to look for each letter is ten times as fast as for one of many by a pattern
        if any(letter in text for letter in _LETTERS):
            text = _LETTER.sub(lambda match: _LETTERS[match[0]], text)
        text = _without_lookalikes(text)
    if "&" in text and _ENTITY.search(text):
        text = _without_lookalikes(display(_ENTITY.sub(lambda match: _ENTITIES[match[1]], text)))
    for sign, plain in _TYPOGRAPHY.items():
        if sign in text:  # two passes of C a sign are four times as fast as one regular expression
            text = text.replace(sign, plain)
    return text


def _without_lookalikes(text: str) -> str:
    if not any(letter in text for letter in _LOOKALIKES) or _MIXED.search(text) is None:
        return text
    return unicodedata.normalize("NFC", _MARKED_WORD.sub(_latin, text))


def _latin(match: re.Match[str]) -> str:
    word = match[0]
    if _MIXED.search(word) is None or not _MIXED_WORD.fullmatch(word):
        return word
    return "".join(_LOOKALIKES.get(letter, letter) for letter in word)


def _joined(text: str) -> str:
    """Join words parted at a line's end that the text has whole; `Bielsko-` before `Biała` stays."""
    known = {word.lower() for word in _WORD.findall(text)}

    def whole(match: re.Match[str]) -> str:
        word = match[1] + match[2]
        return word if match[2].islower() and word.lower() in known else match[0]

    return _LINE_END.sub(whole, text)


_compare_short = lru_cache(maxsize=16_384)(_compare)
_compare_long = lru_cache(maxsize=64)(_compare)  # a body is asked for by its page's digest and by its own


def search_form(text: str) -> str:
    """Return the form words are searched in: compare, in lower case as Python knows it (SQLite knows ASCII alone)."""
    return unicodedata.normalize("NFC", compare(text).lower())


def fold(text: str) -> str:
    """Return a text without diacritics, `ł` among them (`Łódź` → `Lodz`), as people type in haste.

    For a second column of the vocabulary only: it makes `sąd` and `sad` one.
    """
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text.translate(_UNPOLISH))
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))
