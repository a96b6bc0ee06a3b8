"""Pages of a list: a list that serves page 1 again past its end must not lead a crawl on for ever (PORTAL.md 8)."""

from __future__ import annotations

import re

from archive.terms.marks import Link
from scraper.parsers.blocks import Page
from scraper.parsers.words import PAGER

_ASKED = re.compile(r"(?:[?&/;,](?:page|strona|str|p|nr_strony|pagina)[=,/-])(\d{1,5})(?!\d)", re.IGNORECASE)
_CURRENT = re.compile(
    r"""aria-current\s*=\s*["']?(?:page|true)["']?[^>]*>(?:\s|<(?!a\b)[^>]*>|strona)*(\d{1,5})\b""", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,5}")

PAST_END = "past the list's end: the portal shows its page 1 again"


def is_past_end(text: str, page: Page, url: str) -> bool:
    """Tell whether a page asked for by a number above 1 says of itself that it is page 1.

    It says so by `aria-current` on the number, else by being the one number of its pager that is no link.
    """
    asked = _ASKED.search(url)
    if asked is None or int(asked[1]) < 2:
        return False
    marked = _CURRENT.search(text)
    if marked is not None:
        return int(marked[1]) == 1
    return _unlinked(page) == 1


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
