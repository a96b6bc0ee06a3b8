"""Pages of a list: a list that serves page 1 again past its end must not lead a crawl on for ever (PORTAL.md 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.terms.marks import Link
from archive.terms.urls import resolve
from scraper.parsers.blocks import Page
from scraper.parsers.words import PAGER

_ASKED = re.compile(r"(?:[?&/;,](?:page|strona|str|p|nr_strony|pagina)[=,/-])(\d{1,5})(?!\d)", re.IGNORECASE)
_OFFSET = re.compile(r"[?&;](?:limit)?(?:start|offset|od)=[1-9]\d{0,6}(?!\d)", re.IGNORECASE)
_CURRENT = re.compile(
    r"""aria-current\s*=\s*["']?(?:page|true)["']?[^>]*>(?:\s|<(?!a\b)[^>]*>|strona)*(\d{1,5})\b""", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,5}")

PAST_END = "past the list's end: the portal shows its page 1 again"


def asked_page(url: str) -> tuple[str, int] | None:
    """Return the address of a list without its page's number, and the number; None where the URL asks for none."""
    asked = _ASKED.search(url)
    return (url[: asked.start(1)] + url[asked.end(1) :], int(asked[1])) if asked is not None else None


def is_numbered(page: Page, url: str) -> bool:
    """Tell whether an address asks for a numbered page, and the page links to other numbers of the same list."""
    asked = asked_page(url)
    if asked is None:
        return False
    for line in page.lines:
        for href, text in line.links:
            other = asked_page(resolve(href, url) or "") if _NUMBER.fullmatch(text) else None
            if other is not None and other[0] == asked[0] and other[1] != asked[1]:
                return True
    return False


def is_past_end(text: str, page: Page, url: str) -> bool:
    """Tell whether a page asked for by a number above 1 says of itself that it is page 1, or none of its list.

    It says so by `aria-current` on the number, else by being the one number of its pager that is no link, else by a pager
    that ends two or more numbers before the one asked for: a pager names the pages beside its own.
    """
    asked = asked_page(url)
    if asked is None and _OFFSET.search(url):
        asked = (url, 2)  # from some entry on, which is on no first page
    if asked is None or asked[1] < 2:
        return False
    marked = _CURRENT.search(text)
    if marked is not None:
        return int(marked[1]) == 1
    unlinked = _unlinked(page)
    if unlinked is not None:
        return unlinked == 1
    return 0 < max(_named(page), default=0) < asked[1] - 1


def _named(page: Page) -> Iterator[int]:
    """Yield the numbers that a pager names and links to; days of a calendar link elsewhere."""
    for line in page.lines:
        for href, text in line.links:
            if _NUMBER.fullmatch(text) and (asked := asked_page(href)) is not None and asked[1] == int(text):
                yield asked[1]


def _unlinked(page: Page) -> int | None:
    """Return the one number of the pager that is no link."""
    linked: set[int] = set()
    bare: set[int] = set()
    for line in page.lines:
        numbers = {int(text) for _, text in line.links if _NUMBER.fullmatch(text)}
        linked |= numbers
        if len(numbers) > 1 or (_NUMBER.fullmatch(line.text) and not line.links):
            bare |= {int(word) for word in line.text.split() if _NUMBER.fullmatch(word)} - numbers
    bare -= linked
    return bare.pop() if len(linked) > 1 and len(bare) == 1 else None


def without_pager(navigation: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links without those that lead to other pages of the same list."""
    return tuple(link for link in navigation if not PAGER.fullmatch(link.text))
