"""What changed in a portal's frame between two crawls: links that came or went together, on how many pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from archive.types import Json

LinkKey = tuple[str, str, str]
"""(zone, URL, text)"""

Pair = tuple[int, frozenset[LinkKey], frozenset[LinkKey]]
"""(page, links before, links now)"""

Content = Callable[[Sequence[str]], Mapping[str, set[int]]]
"""Tells of addresses which pages have them as links of their content."""

ONE_EVENT = 0.8
"""Share of pages that two groups of links have in common from which they are one event: not every page has every link."""

REDESIGN = 0.5
"""Share of a frame's links that came or went from which the event is a redesign, and takes in what changed with it."""

LEAST_PAGES, LEAST_SHARE = 3, 0.1
"""Pages, and share of the pages compared, on which a link comes or goes before that is a change of the frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChange:
    """One event of a frame: links that came and went together; `on` are the pages that it touched."""

    added: tuple[LinkKey, ...]
    removed: tuple[LinkKey, ...]
    on: frozenset[int]
    redesign: bool = False

    @property
    def pages(self) -> int:
        """Return how many pages it touched."""
        return len(self.on)

    def words(self) -> str:
        """Return what came, went and was renamed, in a line."""
        renamed = dict(self._renamed())
        left = set(renamed.values())
        names = [f"~ {old[2]} → {new[2]}" for new, old in renamed.items()]
        names += [f"+ {link[2] or link[1]}" for link in self.added if link not in renamed]
        names += [f"- {link[2] or link[1]}" for link in self.removed if link not in left]
        counted = f"{len(self.added)} links came, {len(self.removed)} went: " if self.redesign else ""
        return f"{'redesign' if self.redesign else 'frame'} of {self.pages} pages: {counted}{'; '.join(names)}"

    def _renamed(self) -> Iterator[tuple[LinkKey, LinkKey]]:
        """Yield the link that came and the one that went of each address where there is one of either."""
        for new in self.added:
            came, went = ([link for link in links if link[:2] == new[:2]] for links in (self.added, self.removed))
            if len(came) == len(went) == 1:
                yield new, went[0]


def frame_links(frame: Json) -> frozenset[LinkKey]:
    """Return the links of a frame: one with a picture is a banner of the sidebar, every other one is navigation."""
    return frozenset(
        ("sidebar" if link.get("image") else "navigation", link["url"], link["text"])
        for zone in ("sidebar", "navigation")
        for link in frame[zone]
    )


def frame_changes(pairs: Iterable[Pair]) -> tuple[FrameChange, ...]:
    """Return the events of a frame, those of most pages first.

    What came or went on a page or two is their own variation of the frame (next, previous, breadcrumb), unless they are
    all that was compared. A box that picks its links anew for each page (`Zobacz także`), or banners that take turns,
    take on one page what they drop on another: a link changes the frame where it stood on no page before, stands on
    none now, or changed on most pages.
    """
    compared = _in_one_zone(pairs)
    events: list[FrameChange] = []
    groups = _groups(compared)
    told = frozenset(link for group in groups for link in (*group.added, *group.removed))
    for group in groups:
        place = next((number for number, event in enumerate(events) if _together(event, group)), None)
        if place is None:
            events.append(_judged(group, compared, told))
        else:
            events[place] = _joined(events[place], group)
    return tuple(events)


def without_news(changes: Iterable[FrameChange], articles: Container[str]) -> Iterator[FrameChange]:
    """Yield the changes without text links to articles: a box of the latest news is filled anew with each of them."""
    for change in changes:
        came, went = (
            frozenset(link for link in links if link[0] != "sidebar" and link[1] in articles)
            for links in (change.added, change.removed)
        )
        yield from _without(change, came, went)


def without_content(changes: Iterable[FrameChange], before: Content, now: Content) -> Iterator[FrameChange]:
    """Yield the changes without links that most of their pages have, or had, in their content: read otherwise, they stayed.

    `before` and `now` tell which pages have an address in their content.
    """
    for change in changes:
        stood, stand = before([url for _, url, _ in change.added]), now([url for _, url, _ in change.removed])
        came, went = (
            frozenset(link for link in links if 2 * len(change.on & pages.get(link[1], set())) >= len(change.on))
            for links, pages in ((change.added, stood), (change.removed, stand))
        )
        yield from _without(change, came, went)


def _without(change: FrameChange, came: Container[LinkKey], went: Container[LinkKey]) -> Iterator[FrameChange]:
    added = tuple(link for link in change.added if link not in came)
    removed = tuple(link for link in change.removed if link not in went)
    if added or removed:
        yield replace(change, added=added, removed=removed)


def _in_one_zone(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs with each link in the zone that most pages have it in: one that is read elsewhere now stayed.

    A link that a page has in two zones is two.
    """
    compared = list(pairs)
    frames = Counter(links for _, before, now in compared for links in (before, now))
    counted: Counter[LinkKey] = Counter()
    twice: set[tuple[str, str]] = set()
    for links, times in frames.items():
        counted.update(dict.fromkeys(links, times))
        twice.update(key for key, count in Counter((url, text) for _, url, text in links).items() if count > 1)
    zones = {(url, text): zone for (zone, url, text), _ in reversed(counted.most_common())}
    placed = {
        links: frozenset((zone if (url, text) in twice else zones[url, text], url, text) for zone, url, text in links)
        for links in frames
    }
    return [(page, placed[before], placed[now]) for page, before, now in compared]


def _groups(pairs: list[Pair]) -> list[FrameChange]:
    """Return the links that came or went on one and the same set of pages, the largest sets first."""
    came: defaultdict[LinkKey, set[int]] = defaultdict(set)
    went: defaultdict[LinkKey, set[int]] = defaultdict(set)
    stood, stand = set[LinkKey](), set[LinkKey]()
    for page, before, now in pairs:
        stood |= before
        stand |= now
        for link in now - before:
            came[link].add(page)
        for link in before - now:
            went[link].add(page)
    least = min(len(pairs), max(LEAST_PAGES, ceil(len(pairs) * LEAST_SHARE)))
    groups: defaultdict[frozenset[int], tuple[list[LinkKey], list[LinkKey]]] = defaultdict(lambda: ([], []))
    for side, (links, elsewhere) in enumerate(((came, stood), (went, stand))):
        for link, pages in links.items():
            if len(pages) >= least and (link not in elsewhere or 2 * len(pages) > len(pairs)):
                groups[frozenset(pages)][side].append(link)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[0]), sorted(item[1][0] + item[1][1])))
    return [
        FrameChange(added=tuple(sorted(added)), removed=tuple(sorted(removed)), on=pages)
        for pages, (added, removed) in ordered
    ]


def _together(event: FrameChange, group: FrameChange) -> bool:
    shared = len(event.on & group.on)
    return shared >= ONE_EVENT * (len(group.on) if event.redesign else len(event.on | group.on))


def _joined(event: FrameChange, group: FrameChange) -> FrameChange:
    return FrameChange(
        added=(*event.added, *group.added),
        removed=(*event.removed, *group.removed),
        on=event.on | group.on,
        redesign=event.redesign,
    )


def _judged(group: FrameChange, pairs: list[Pair], told: Container[LinkKey]) -> FrameChange:
    """Return a group as an event, told to be a redesign where most of the frame of its pages came or went.

    Links that take turns are of no account: `told` are those of events.
    """
    sizes = []
    for page, before, now in pairs:
        if page in group.on:
            other = sum(link in told for link in before ^ now)
            sizes.append(other / max(1, other + len(before & now)))
    redesign = len(group.on) > 1 and sum(sizes) / len(sizes) >= REDESIGN and bool(group.added and group.removed)
    return FrameChange(added=group.added, removed=group.removed, on=group.on, redesign=redesign)
