"""The searched form of a text and its words, as the index has them: one place for writers, readers and snippets."""

from __future__ import annotations

import re

from pipelines.polish.forms import compare

WORD = re.compile(r"[^\W_]+")


def searched(text: str | None) -> str:
    """Return the form that is indexed: the compare form in Python's lower case (SQLite's knows ASCII only)."""
    return compare(text).lower() if text else ""


def words_of(text: str) -> list[str]:
    """Return the words of a searched form, in order."""
    return WORD.findall(text)
