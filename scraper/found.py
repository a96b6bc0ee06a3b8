"""Which of a page's links become due: canonical, within the portal's scope, each once, at most a page's share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

from archive.terms.errors import BadUrl
from archive.terms.facts import Found
from archive.terms.marks import Link, SidebarLink
from archive.terms.outcomes import FoundBy, PageKind
from archive.terms.urls import UrlRules, canonical_url, in_hosts, urlkey
from scraper.items import ParsedPage
from scraper.portals.base import Portal

MOST_LINKS = 50_000
"""A sitemap's share; an ordinary page's 5 000 are held by its parser."""

MAX_SEGMENTS = 16
"""Path segments; past it a path that grows with every link is a trap (FAULTS A56)."""


def found_in_content(page: ParsedPage, portal: Portal) -> tuple[Found, ...]:
    """Return the URLs within scope that a page's articles and entries lead to, in the page's order."""
    return tuple(_within(_content_links(page), portal).values())


def found_in_frame(page: ParsedPage, portal: Portal) -> tuple[Found, ...]:
    """Return the URLs within scope that a page's frame leads to; most pages of a portal show one of few frames."""
    return _within_frame(page.sidebar, page.navigation, portal)


def together(content: Iterable[Found], frame: Iterable[Found], page: ParsedPage, portal: Portal) -> tuple[Found, ...]:
    """Return what a page's content leads to, and after it what its frame and head lead to besides."""
    followed = _within(((url, FoundBy.FEED) for url in page.follow), portal)
    found: dict[str, Found] = {}
    for led in chain(content, frame, followed.values()):
        found.setdefault(led.urlkey, led)
    return tuple(islice(found.values(), MOST_LINKS))


@lru_cache(maxsize=256)
def _within_frame(sidebar: tuple[SidebarLink, ...], navigation: tuple[Link, ...], portal: Portal) -> tuple[Found, ...]:
    banners = ((banner.url, FoundBy.SIDEBAR) for banner in sidebar)
    return tuple(_within(chain(banners, ((link.url, FoundBy.NAVIGATION) for link in navigation)), portal).values())


def _within(links: Iterable[tuple[str, FoundBy]], portal: Portal) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for href, found_by in links:
        address = _address(href, portal.url_rules, portal.hosts, portal.traps)
        if address is not None and address[1] not in found:
            found[address[1]] = Found(url=address[0], urlkey=address[1], found_by=found_by)
            if len(found) >= MOST_LINKS:
                break
    return found


@lru_cache(maxsize=20_000)
def _address(href: str, rules: UrlRules, hosts: tuple[str, ...], traps: tuple[str, ...]) -> tuple[str, str] | None:
    """Return (URL, urlkey) of a link that may become due, else None; most links of a portal stand on all its pages."""
    try:
        url = canonical_url(href, rules=rules)
    except BadUrl:
        return None
    if not in_hosts(url, hosts) or _is_trap(url) or any(re.search(trap, url) for trap in traps):
        return None
    return url, urlkey(url)


def _content_links(page: ParsedPage) -> Iterator[tuple[str, FoundBy]]:
    for article in page.articles:
        for link in article.links:
            yield link.url, FoundBy.LINK
        for link in article.attachments:
            yield link.url, FoundBy.ATTACHMENT
    entry_found = FoundBy.FEED if page.kind is PageKind.FEED else FoundBy.ENTRY
    for entry in page.entries:
        yield entry.url, entry_found


def _is_trap(url: str) -> bool:
    path = url.split("/", 3)[-1].partition("?")[0]
    segments = path.split("/")
    return len(segments) > MAX_SEGMENTS or any(segments.count(part) > 3 for part in set(segments) if part)
