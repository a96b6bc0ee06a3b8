"""The few numbers by which an index finds notes that may be one: a pure function.

A sketch is a few of a text's shingles (runs of four words of the compare form): those that begin where the words with
the smallest hashes stand first, so that texts that share most of their words share most of these numbers, whatever
their order in the archive (bottom-k sketch, Cohen and Kaplan 2007). Which are smallest a cheap checksum of the words
says, since a page has hundreds of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from zlib import crc32

from pipelines.polish.forms import compare

SHINGLE = 4
"""Words of a shingle: three are shared by unlike notices of one office, five are lost to a small edit."""

SKETCH = 5
"""Numbers of each kind in a sketch; benchmarks/identity.py finds 300 of 300 copies among 30 000 notes with them."""

_WORD = re.compile(r"\w+")
_SIGNS = ",.:;()\"'-/%!?"


def sketch(body: str, published: date | None) -> tuple[int, ...]:
    """Return the signed 64-bit numbers of a text under which an index keeps it; none for a text without words.

    The whole text's, those of some shingles, and those of some shingles with the day of publication: notices from one
    mould share shingles by the thousand, those of one day are few.
    """
    words = sketched_words(compare(body).lower())
    if not words:
        return ()
    ranks = {crc32(word.encode()): word for word in set(words)}
    kept = [_hash(run) for run in _runs(words, ranks, None)]
    if published is not None:
        day = published.isoformat()
        turned = crc32(day.encode())  # another order of the words for each day, so that their smallest differ too
        kept += [_hash(f"{day} {run}") for run in _runs(words, ranks, turned.__xor__)]
    return tuple(dict.fromkeys([_hash(f"= {' '.join(words)}"), *kept]))  # near the end two words begin one shingle


def sketched_words(text: str) -> list[str]:
    r"""Return what `\w+` finds in a text, in half the time: nearly all of it stands between blanks and common signs."""
    for sign in _SIGNS:
        if sign in text:
            text = text.replace(sign, " ")
    pieces = text.split()
    if "".join(pieces).isalnum():
        return pieces
    return list(chain.from_iterable((piece,) if piece.isalnum() else _WORD.findall(piece) for piece in pieces))


def _runs(words: list[str], ranks: dict[int, str], order: Callable[[int], int] | None) -> Iterator[str]:
    """Yield the shingles that begin at the smallest words; one that would reach past the end is the last whole one."""
    last = max(0, len(words) - SHINGLE)
    for rank in nsmallest(SKETCH, ranks, order):
        start = min(words.index(ranks[rank]), last)
        yield " ".join(words[start : start + SHINGLE])


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
