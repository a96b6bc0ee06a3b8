"""What changed in a portal's frame between two crawls: links that came or went together, on how many pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from archive.types import Json

SAME_PAGES = 0.5
"""Share of pages in common from which two sets of pages saw one event."""

LinkKey = tuple[str, str, str]
"""(zone, URL, text)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChange:
    """Links that came and went together, and on how many pages."""

    added: tuple[LinkKey, ...]
    removed: tuple[LinkKey, ...]
    pages: int


def frame_links(frame: Json) -> frozenset[LinkKey]:
    """Return the links of a frame: one with a picture is a banner of the sidebar, every other one is navigation."""
    return frozenset(
        ("sidebar" if link.get("image") else "navigation", link["url"], link["text"])
        for zone in ("sidebar", "navigation")
        for link in frame[zone]
    )


def frame_changes(pairs: Iterable[tuple[int, frozenset[LinkKey], frozenset[LinkKey]]]) -> tuple[FrameChange, ...]:
    """Return the changes of a frame from (page, links before, links now) of the pages that were compared.

    A link came when none of these pages showed it before, and went when none shows it now: banners that take turns, so
    that each page shows some of them, change no frame. What came or went on a single page is that page's own variation
    of the frame (next, previous, breadcrumb), unless that page is all that was compared.
    """
    came: defaultdict[LinkKey, set[int]] = defaultdict(set)
    went: defaultdict[LinkKey, set[int]] = defaultdict(set)
    compared = 0
    shown: tuple[set[LinkKey], set[LinkKey]] = (set(), set())
    for page, before, now in pairs:
        compared += 1
        shown[0].update(before)
        shown[1].update(now)
        for link in now - before:
            came[link].add(page)
        for link in before - now:
            went[link].add(page)
    least = min(2, compared)
    groups: defaultdict[frozenset[int], tuple[list[LinkKey], list[LinkKey]]] = defaultdict(lambda: ([], []))
    for side, links in enumerate((came, went)):
        for link, pages in links.items():
            if len(pages) >= least and link not in shown[side]:
                groups[frozenset(pages)][side].append(link)
    return tuple(
        FrameChange(added=tuple(sorted(added)), removed=tuple(sorted(removed)), pages=len(pages))
        for pages, (added, removed) in _together(groups)
    )


def without_news(changes: Iterable[FrameChange], articles: Container[str]) -> Iterator[FrameChange]:
    """Yield the changes without text links to articles: a box of the latest news is filled anew with each of them."""
    for change in changes:
        added, removed = (
            tuple(link for link in links if link[0] == "sidebar" or link[1] not in articles)
            for links in (change.added, change.removed)
        )
        if added or removed:
            yield replace(change, added=added, removed=removed)


def _together(
    groups: dict[frozenset[int], tuple[list[LinkKey], list[LinkKey]]],
) -> list[tuple[frozenset[int], tuple[list[LinkKey], list[LinkKey]]]]:
    """Join what changed on mostly the same pages, largest first: a redesign under banners that take turns is one event."""
    joined: list[tuple[frozenset[int], tuple[list[LinkKey], list[LinkKey]]]] = []
    for pages, (added, removed) in sorted(groups.items(), key=lambda group: (-len(group[0]), sorted(group[0]))):
        for place, (others, (more, fewer)) in enumerate(joined):
            if len(pages & others) >= SAME_PAGES * len(pages | others):
                joined[place] = (pages | others, (more + added, fewer + removed))
                break
        else:
            joined.append((pages, (added, removed)))
    return joined
