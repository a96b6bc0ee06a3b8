"""The layers of a text: as displayed and as compared (POLISH.md section 2). Never NFKC: it turns m² into m2.

Display keeps what a person reads; compare folds what is typography alone. Neither ever changes a digit, a sign, a
diacritic or the order of words.
"""

from __future__ import annotations

import re
import unicodedata

COMPARE_VERSION = 1
"""A later version is a new reader: both sides are read again, the snapshot is `technical`."""

_DROPPED = dict.fromkeys(
    (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
)
_DROPPED |= {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
}
_SPACE = re.compile(r"\s+")
_LINE_SPACE = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028]")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\u2029")

_COMPARED: dict[int, str] = (
    dict.fromkeys(map(ord, "„”“«»‟＂〝〞"), '"')  # noqa: RUF001 # the quotes to unify
    | dict.fromkeys(map(ord, "‘’‚‛‹›´`′"), "'")  # noqa: RUF001
    | dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")  # noqa: RUF001
    | {ord("…"): "...", ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("ﬀ"): "ff", ord("ﬃ"): "ffi", ord("ﬄ"): "ffl"}
)


def _clean(text: str) -> str:
    if text.isascii():
        return text.translate(_DROPPED) if not text.isprintable() else text
    text = text.translate(_DROPPED)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def display(text: str) -> str:
    """Return one line of text as a person reads it.

    NFC; zero-width and control characters and soft hyphens dropped; every run of white space (no-break and thin spaces
    too) is one space; none at the ends.
    """
    return _SPACE.sub(" ", _clean(text)).strip()


def display_body(text: str) -> str:
    """Return a body in display form: paragraphs parted by one blank line, lines within a paragraph kept."""
    paragraphs = []
    for paragraph in _PARAGRAPH.split(_LINE_ENDS.sub("\n", _clean(text))):
        lines = [line for line in map(str.strip, _LINE_SPACE.sub(" ", paragraph).split("\n")) if line]
        if lines:
            paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def compare(text: str) -> str:
    """Return the form two states of a text are compared in: display with quotes, dashes and ligatures unified.

    White space folds to single spaces, so that a paragraph mark alone is no difference of words.
    """
    folded = display(text)
    return folded if folded.isascii() and "`" not in folded else display(folded.translate(_COMPARED))
