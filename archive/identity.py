"""Whether two articles are one note, and the few numbers by which an index finds notes that may be: pure functions.

A sketch is the smallest hashes of a text's shingles (runs of four words of the compare form): texts that share most of
their words share most of these numbers, whatever their order in the archive (bottom-k sketch, Cohen and Kaplan 2007); which
are smallest a cheap checksum says, since a page has hundreds.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from hashlib import blake2b
from urllib.parse import urlsplit
from zlib import crc32

from rapidfuzz import fuzz

from archive.types import ArticleContent
from pipelines.polish.forms import compare

SHINGLE = 4
"""Words of a shingle: three are shared by unlike notices of one office, five are lost to a small edit."""

SKETCH = 5
"""Numbers of each kind in a sketch: more find no more copies (benchmarks/identity.py), fewer lose lightly edited ones."""

ALIKE = 0.9
"""Share of equal text from which two texts are one note where their numbers agree."""

RENAMED = 0.5
"""The same where the portal itself says that they are one: a redirect, or one name in both addresses with one title."""

MOST_OTHER_NUMBERS = 0.1
"""Share of the numbers and dates of both texts that may differ: notices from one mould differ in nothing else."""

SHORT = 60
"""Signs under which equal texts are one note only with one date: “Zapraszamy do urzędu.” is anybody's."""

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


def sketch(body: str, published: date | None) -> tuple[int, ...]:
    """Return the signed 64-bit numbers of a text under which an index keeps it; none for a text without words.

    The whole text's, the smallest of its shingles, and the smallest of its shingles with the day of publication: notices
    from one mould share shingles by the thousand, those of one day are few.
    """
    words = [word.lower() for word in _WORD.findall(compare(body))]
    if not words:
        return ()
    starts = range(max(1, len(words) - SHINGLE + 1))
    runs = {crc32(run.encode()): run for run in (" ".join(words[start : start + SHINGLE]) for start in starts)}
    kept = [_hash(runs[number]) for number in sorted(runs)[:SKETCH]]
    if published is not None:
        day = published.isoformat()
        turned = crc32(day.encode())  # another order of the shingles for each day, so that their smallest differ too
        kept += [_hash(f"{day} {runs[number]}") for number in sorted(runs, key=turned.__xor__)[:SKETCH]]
    return (_hash(f"= {' '.join(words)}"), *kept)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


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
    told = len(first) >= SHINGLE and not first.startswith("index")
    return f"one name in both addresses ({first[:60]})" if told and first == second else None


def _agreeing_dates(old: ArticleContent, new: ArticleContent) -> bool | None:
    """Tell whether two dates of publication agree; None where one is not printed."""
    if old.published is None or new.published is None:
        return None
    return old.published == new.published
