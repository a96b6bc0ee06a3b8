"""The layers of a text: as displayed and as compared (POLISH.md section 2). Never NFKC: it turns m² into m2.

Display keeps what a person reads; compare folds what is typography alone. Neither ever changes a digit, a sign, a
diacritic or the order of words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SHORT = 200
"""Characters up to which the forms of a text are remembered in great number."""

COMPARE_VERSION = 1
"""A later version is a new reader: both sides are read again, the snapshot is `technical`."""

# Regular expressions, not str.translate: on Polish prose they are ten times as fast (benchmarks/crawl.py found it).
_DROPPED = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]+"
)

_COMPARED: dict[int, str] = (
    dict.fromkeys(map(ord, "„”“«»‟＂〝〞"), '"')  # noqa: RUF001 # the quotes to unify
    | dict.fromkeys(map(ord, "‘’‚‛‹›´`′"), "'")  # noqa: RUF001
    | dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")  # noqa: RUF001
    | {ord("…"): "...", ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("ﬀ"): "ff", ord("ﬃ"): "ffi", ord("ﬄ"): "ffl"}
)
_TYPOGRAPHY = re.compile("[" + "".join(map(chr, _COMPARED)) + "]")


def _clean(text: str) -> str:
    text = _DROPPED.sub("", text)
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def display(text: str) -> str:
    """Return one line of text as a person reads it.

    NFC; zero-width and control characters and soft hyphens dropped; every run of white space (no-break and thin spaces
    too) is one space; none at the ends.
    """
    return _display_short(text) if len(text) <= SHORT else _display(text)


def _display(text: str) -> str:
    return " ".join(_clean(text).split())


_display_short = lru_cache(maxsize=16_384)(_display)  # the words of menus, banners and labels stand on every page


def display_body(text: str) -> str:
    """Return a body in display form: paragraphs parted by one blank line, lines within a paragraph kept."""
    paragraphs: list[list[str]] = [[]]
    for line in _clean(text).splitlines():
        words = " ".join(line.split())
        if words:
            paragraphs[-1].append(words)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def compare(text: str) -> str:
    """Return the form two states of a text are compared in: display with quotes, dashes and ligatures unified.

    White space folds to single spaces, so that a paragraph mark alone is no difference of words.
    """
    return _compare_short(text) if len(text) <= SHORT else _compare_long(text)


def _compare(text: str) -> str:
    return _TYPOGRAPHY.sub(lambda match: _COMPARED[ord(match[0])], display(text))


_compare_short = lru_cache(maxsize=16_384)(_compare)
_compare_long = lru_cache(maxsize=64)(_compare)  # a body is asked for by its page's digest and by its own
