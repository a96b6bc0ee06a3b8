"""What became of a page's links, files and pictures: which came, went, lead elsewhere or are named otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.terms.marks import Link

Zone = Literal["body", "attachment", "image"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonedLink:
    """A link, file or picture (`text` is its alternative text then) and where the page has it."""

    zone: Zone
    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """A link that stayed: `retargeted` where its words did and its URL did not, `relabelled` the other way round."""

    old: ZonedLink
    new: ZonedLink


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDiff:
    """The links of two pages that are not on both, in the order of their page."""

    added: tuple[ZonedLink, ...] = ()
    removed: tuple[ZonedLink, ...] = ()
    retargeted: tuple[LinkChange, ...] = ()
    relabelled: tuple[LinkChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.retargeted or self.relabelled)


def zoned(zone: Zone, links: Iterable[Link]) -> tuple[ZonedLink, ...]:
    """Return links with their zone."""
    return tuple(ZonedLink(zone=zone, url=link.url, text=link.text) for link in links)


def diff_links(old: Sequence[ZonedLink], new: Sequence[ZonedLink]) -> LinkDiff:
    """Return what became of links; a link that stands in another place of its zone is no difference.

    Of one zone: the same URL with other words is relabelled, then the same words (of a file also the same file name)
    with another URL retargeted: a file re-uploaded under a new address. Linear in the links.
    """
    before, after = Counter(old), Counter(new)
    removed, added = list((before - after).elements()), list((after - before).elements())
    relabelled = _paired(removed, added, lambda link: link.url)
    retargeted = _paired(removed, added, lambda link: link.text.strip() or None)
    retargeted += _paired(removed, added, _file_name)
    return LinkDiff(
        added=tuple(added), removed=tuple(removed), retargeted=tuple(retargeted), relabelled=tuple(relabelled)
    )


def _file_name(link: ZonedLink) -> str | None:
    name = link.url.partition("?")[0].rpartition("/")[2]
    return name if link.zone != "body" and "." in name else None


def _paired(
    removed: list[ZonedLink], added: list[ZonedLink], key: Callable[[ZonedLink], str | None]
) -> list[LinkChange]:
    """Take the links out of both lists that agree in zone and key, in pairs in their order."""
    waiting: dict[tuple[Zone, str], deque[ZonedLink]] = defaultdict(deque)
    for link in added:
        one = key(link)
        if one is not None:
            waiting[link.zone, one].append(link)
    pairs, left, gone = [], [], Counter[ZonedLink]()
    for link in removed:
        one = key(link)
        twins = waiting.get((link.zone, one)) if one is not None else None
        if twins:
            pairs.append(LinkChange(old=link, new=twins.popleft()))
            gone[pairs[-1].new] += 1
        else:
            left.append(link)
    removed[:] = left
    added[:] = list((Counter(added) - gone).elements())
    return pairs
