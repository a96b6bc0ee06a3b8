"""What changed in a portal's frame between two crawls: links that came or went together, on how many pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

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


LEAST_PAGES, LEAST_SHARE = 3, 0.1
"""Pages, and share of the pages compared, on which a link comes or goes before that is a change of the frame."""


def frame_changes(pairs: Iterable[tuple[int, frozenset[LinkKey], frozenset[LinkKey]]]) -> tuple[FrameChange, ...]:
    """Return the changes of a frame from (page, links before, links now) of the pages that were compared.

    What came or went on a page or two is their own variation of the frame (next, previous, breadcrumb), unless they are
    all that was compared. A box that picks its links anew for each page (`Zobacz także`) takes on one page what it drops
    on another: a link changes the frame where it stood on no page before, stands on none now, or changed on most pages.
    """
    came: defaultdict[LinkKey, set[int]] = defaultdict(set)
    went: defaultdict[LinkKey, set[int]] = defaultdict(set)
    stood, stand, compared = set[LinkKey](), set[LinkKey](), 0
    for page, before, now in pairs:
        compared += 1
        stood |= before
        stand |= now
        for link in now - before:
            came[link].add(page)
        for link in before - now:
            went[link].add(page)
    least = min(compared, max(LEAST_PAGES, ceil(compared * LEAST_SHARE)))
    groups: defaultdict[frozenset[int], tuple[list[LinkKey], list[LinkKey]]] = defaultdict(lambda: ([], []))
    for side, (links, elsewhere) in enumerate(((came, stood), (went, stand))):
        for link, pages in links.items():
            if len(pages) >= least and (link not in elsewhere or 2 * len(pages) > compared):
                groups[frozenset(pages)][side].append(link)
    return tuple(
        FrameChange(added=tuple(sorted(added)), removed=tuple(sorted(removed)), pages=len(pages))
        for pages, (added, removed) in sorted(groups.items(), key=lambda item: -len(item[0]))
    )
