"""The words of texts as the index has them: one place for writers, readers and snippets."""

from __future__ import annotations

import re

from pipelines.polish.forms import search_form

WORD = re.compile(r"[^\W_]+")


def searched(text: str | None) -> str:
    """Return the form that is indexed, empty for no text."""
    return search_form(text) if text else ""


def words_of(text: str) -> list[str]:
    """Return the words of a searched form, in order."""
    return WORD.findall(text)
