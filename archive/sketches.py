"""The few numbers by which an index finds notes that may be one: a pure function.

A sketch is the smallest hashes of a text's shingles (runs of four words of the compare form): texts that share most of
their words share most of these numbers, whatever their order in the archive (bottom-k sketch, Cohen and Kaplan 2007);
which are smallest a cheap checksum says, since a page has hundreds.
"""

from __future__ import annotations

import re
from datetime import date
from hashlib import blake2b
from zlib import crc32

from pipelines.polish.forms import compare

SHINGLE = 4
"""Words of a shingle: three are shared by unlike notices of one office, five are lost to a small edit."""

SKETCH = 5
"""Numbers of each kind in a sketch; benchmarks/identity.py finds 300 of 300 copies among 30 000 notes with them."""

_WORD = re.compile(r"\w+")


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
