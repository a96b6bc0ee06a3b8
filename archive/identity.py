"""Whether two articles are one note, and why: pure functions."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from archive.types import ArticleContent
from pipelines.polish.forms import compare

ALIKE = 0.9
"""Share of equal text from which two texts are one note where their numbers agree."""

RENAMED = 0.5
"""The same where the portal itself says that they are one: a redirect, or one name in both addresses with one title."""

MOST_OTHER_NUMBERS = 0.1
"""Share of the numbers and dates of both texts that may differ: notices from one mould differ in nothing else."""

SHORT = 60
"""Signs under which equal texts are one note only with one date: “Zapraszamy do urzędu.” is anybody's."""

SHORT_NAME = 4
"""Signs from which a name in an address tells pages apart."""

_NUMBER = re.compile(r"\d+")


def one_note(old: ArticleContent, new: ArticleContent, *, renamed: str | None = None) -> str | None:
    """Say why two articles at two addresses are one note, None where nothing says so.

    `renamed` is what the portal itself says of both addresses (a redirect, one name in both). Titles alone say nothing:
    “Sesja Rady Miasta” is the title of hundreds.
    """
    first, second = compare(old.body), compare(new.body)
    dated = _agreeing_dates(old, new)
    titled = bool(old.title) and compare(old.title or "") == compare(new.title or "")
    if not first or not second:
        return None
    if first == second:
        if len(first) >= SHORT or dated or (renamed is not None and titled):
            return "equal text" if dated is not False else "equal text under another date"
        return None
    from rapidfuzz import fuzz  # noqa: PLC0415 # whoever only reads an archive needs none of it

    ratio = fuzz.ratio(first, second) / 100
    if renamed is not None and titled and dated is not False and ratio >= RENAMED:
        return f"{renamed}, equal title, {ratio:.0%} of the text"
    if ratio < ALIKE or dated is False or other_numbers(first, second) > MOST_OTHER_NUMBERS:
        return None
    return (
        f"{ratio:.0%} of the text and its numbers{', equal date' if dated else ''}{', equal title' if titled else ''}"
    )


def other_numbers(first: str, second: str) -> float:
    """Return the share of the numbers of two texts that only one of them has, 0 to 1."""
    one, two = Counter(_NUMBER.findall(first)), Counter(_NUMBER.findall(second))
    most = max(one.total(), two.total())
    shared = (one & two).total()
    return (most - shared) / most if most else 0.0


def one_name(old: str, new: str) -> str | None:
    """Say which name two addresses have in common as their last, None where they have none that tells pages apart."""
    first, second = (urlsplit(url).path.rstrip("/").rpartition("/")[2] for url in (old, new))
    told = len(first) >= SHORT_NAME and not first.startswith("index")
    return f"one name in both addresses ({first[:60]})" if told and first == second else None


def _agreeing_dates(old: ArticleContent, new: ArticleContent) -> bool | None:
    """Tell whether two dates of publication agree; None where one is not printed."""
    if old.published is None or new.published is None:
        return None
    return old.published == new.published
