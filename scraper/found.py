"""Which of a page's links become due: canonical, within the portal's scope, each once, at most a page's share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.terms.errors import BadUrl
from archive.terms.facts import Found
from archive.terms.outcomes import FoundBy, PageKind
from archive.terms.urls import UrlRules, canonical_url, in_hosts, urlkey
from scraper.items import ParsedPage
from scraper.portals.base import Portal

MOST_LINKS = 50_000
"""A sitemap's share; an ordinary page's 5 000 are held by its parser."""

MAX_SEGMENTS = 16
"""Path segments; past it a path that grows with every link is a trap (FAULTS A56)."""


def found_on(page: ParsedPage, portal: Portal) -> tuple[Found, ...]:
    """Return the URLs within scope that a page leads to, in the page's order."""
    found: dict[str, Found] = {}
    for href, found_by in _links(page):
        if len(found) >= MOST_LINKS:
            break
        address = _address(href, portal.url_rules, portal.hosts, portal.traps)
        if address is not None and address[1] not in found:
            found[address[1]] = Found(url=address[0], urlkey=address[1], found_by=found_by)
    return tuple(found.values())


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


def _links(page: ParsedPage) -> Iterator[tuple[str, FoundBy]]:
    for article in page.articles:
        for link in article.links:
            yield link.url, FoundBy.LINK
        for link in article.attachments:
            yield link.url, FoundBy.ATTACHMENT
    entry_found = FoundBy.FEED if page.kind is PageKind.FEED else FoundBy.ENTRY
    for entry in page.entries:
        yield entry.url, entry_found
    for banner in page.sidebar:
        yield banner.url, FoundBy.SIDEBAR
    for link in page.navigation:
        yield link.url, FoundBy.NAVIGATION
    for url in page.follow:
        yield url, FoundBy.FEED


def _is_trap(url: str) -> bool:
    path = url.split("/", 3)[-1].partition("?")[0]
    segments = path.split("/")
    return len(segments) > MAX_SEGMENTS or any(segments.count(part) > 3 for part in set(segments) if part)
