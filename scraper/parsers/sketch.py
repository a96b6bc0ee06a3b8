"""What a page leaves behind for its siblings: signatures of its lines, by tag path and text, and of the places between them.

A signature is a CRC-32: quick, and the same in every process. Among the some ten thousand signatures of a portal one
line in a million meets a stranger's by chance, and one such meeting decides nothing (see template.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from scraper.parsers.blocks import Line, Page
from scraper.parsers.lines import REMEMBERED

ENDS = 250
"""Lines kept at either end of a page; the frame stands there, however long the middle."""

SHORT = 120
"""Characters up to which a line may be a counter, the date of the day or the like."""

LABEL = 8
"""Characters before its number or colon by which a line that may change is known to its neighbours:
`Dziś jest wtorek, 24 …`, `Imieniny: …`.
"""

_CHANGING = re.compile(r"[\d:]")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Marks:
    """The signatures of a page's lines, in order.

    `exact`: a line as printed; `masked`: with its numbers blotted out, 0 where it has neither number nor colon or
    is long; `slots`: the place it stands in, its path and the lines around it, of which those with a number or colon
    count by how they begin.
    """

    exact: list[int]
    masked: list[int]
    slots: list[int]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A page as its siblings remember it: the signature of its address, of its lines, and of what stands in its slots."""

    key: int
    lines: frozenset[int]
    slots: frozenset[tuple[int, int]]


def is_masked(signature: int) -> bool:
    """Tell whether a signature is of a line with its numbers blotted out."""
    return bool(signature & 1)


def key_of(url: str) -> int:
    """Return the signature of an address."""
    return crc32(url.encode("utf-8", "surrogatepass"))


def marks_of(page: Page) -> Marks:
    """Return the signatures of a page's lines."""
    paths: dict[int, int] = {}
    seen: dict[int, int] = {}
    exact: list[int] = []
    masked: list[int] = []
    own: list[int] = []
    around = [0]
    for line in page.lines:
        path = paths.get(line.box)
        if path is None:
            path = paths[line.box] = _path(page, line.box)
        own.append(path)
        text = line.text or _picture(line)
        signed = _signed if len(text) <= SHORT else _printed
        printed, blotted, place = signed(text, path, bool(line.links))
        times = seen[printed] = seen.get(printed, -1) + 1
        if times:  # the menu's word again, as title: the second is another line than the first
            printed = (printed + 2 * times) & 0xFFFFFFFF
        exact.append(printed)
        masked.append(blotted)
        around.append(printed if place is None else place)
    around.append(0)
    slots = [
        (before * 0x9E3779B1 + path * 0x85EBCA77 + after * 0xC2B2AE3D) & 0xFFFFFFFF
        for path, before, after in zip(own, around, around[2:], strict=False)
    ]
    return Marks(exact, masked, slots)


def sketch_of(page: Page, marks: Marks, url: str) -> Sketch:
    """Return what a page at an address teaches its portal's template; at most some thousand numbers."""
    cut = len(page.lines) > 2 * ENDS
    exact, masked, slots = (
        [*numbers[:ENDS], *numbers[-ENDS:]] if cut else numbers for numbers in (marks.exact, marks.masked, marks.slots)
    )
    lines = [*page.lines[:ENDS], *page.lines[-ENDS:]] if cut else page.lines
    short = ((slot, said) for slot, said, line in zip(slots, exact, lines, strict=True) if len(line.text) <= SHORT)
    return Sketch(key_of(url), frozenset(exact).union(filter(None, masked)), frozenset(short))


def _printed(text: str, path: int, linked: bool) -> tuple[int, int, int | None]:
    """Return the signatures of a long line: as printed, none with its numbers blotted out, none as a neighbour."""
    return crc32(text.encode(), path if linked else path + 1) & ~1, 0, None


@lru_cache(maxsize=REMEMBERED)
def _signed(text: str, path: int, linked: bool) -> tuple[int, int, int | None]:
    """Return the signatures of a short line: as printed, with its numbers blotted out, and as its neighbours see it."""
    printed, _, _ = _printed(text, path, linked)
    changing = _CHANGING.search(text)
    if changing is None:
        return printed, 0, None
    blotted = crc32(_NUMBER.sub("0", text).encode(), path) | 1
    return printed, blotted, crc32(text[: min(changing.start(), LABEL)].encode(), path)


def _path(page: Page, box: int) -> int:
    """Return the signature of the tags of a box and the two around it: unclosed tags shift the depth of all that follows."""
    tags, parents = page.tags, page.parents
    around = parents[box]
    return _signature(tags[box], tags[around], tags[parents[around]])


@lru_cache(maxsize=4_096)
def _signature(*tags: str) -> int:
    return crc32("/".join(tag for tag in tags if tag != "html").encode()) & ~1


def _picture(line: Line) -> str:
    return " ".join(f"{alt} {source.rpartition('/')[2]}" for source, alt, _ in line.images)
