"""Which of a page's links become due: canonical, within the portal's scope, each once, at most a page's share."""

from __future__ import annotations

from collections.abc import Iterator

from archive.terms.errors import BadUrl
from archive.terms.facts import Found
from archive.terms.outcomes import FoundBy, PageKind
from archive.terms.urls import canonical_url, urlkey
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
        try:
            url = canonical_url(href, rules=portal.url_rules)
        except BadUrl:
            continue
        if len(found) >= MOST_LINKS:
            break
        key = urlkey(url)
        if key not in found and portal.in_scope(url) and not _is_trap(url):
            found[key] = Found(url=url, urlkey=key, found_by=found_by)
    return tuple(found.values())


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
