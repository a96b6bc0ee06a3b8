"""What changed in a portal's frame between two crawls: links that came or went together, on how many pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.types import Json

LinkKey = tuple[str, str, str]
"""(zone, URL, text)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChange:
    """Links that came and went on one and the same set of pages."""

    added: tuple[LinkKey, ...]
    removed: tuple[LinkKey, ...]
    pages: int


def frame_links(frame: Json) -> frozenset[LinkKey]:
    """Return the links of a frame."""
    return frozenset((zone, link["url"], link["text"]) for zone in ("sidebar", "navigation") for link in frame[zone])


def frame_changes(pairs: Iterable[tuple[int, frozenset[LinkKey], frozenset[LinkKey]]]) -> tuple[FrameChange, ...]:
    """Return the changes of a frame from (page, links before, links now) of the pages that were compared.

    What came or went on a single page is that page's own variation of the frame (next, previous, breadcrumb), unless
    that page is all that was compared.
    """
    came: defaultdict[LinkKey, set[int]] = defaultdict(set)
    went: defaultdict[LinkKey, set[int]] = defaultdict(set)
    compared = 0
    for page, before, now in pairs:
        compared += 1
        for link in now - before:
            came[link].add(page)
        for link in before - now:
            went[link].add(page)
    least = min(2, compared)
    groups: defaultdict[frozenset[int], tuple[list[LinkKey], list[LinkKey]]] = defaultdict(lambda: ([], []))
    for side, links in enumerate((came, went)):
        for link, pages in links.items():
            if len(pages) >= least:
                groups[frozenset(pages)][side].append(link)
    return tuple(
        FrameChange(added=tuple(sorted(added)), removed=tuple(sorted(removed)), pages=len(pages))
        for pages, (added, removed) in sorted(groups.items(), key=lambda item: -len(item[0]))
    )
