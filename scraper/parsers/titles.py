"""A stranger's title: the first `h1`, `og:title` and `<title>` witness for one another; site names are cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scraper.parsers.claims import Claim
from scraper.parsers.lines import Page
from scraper.parsers.words import folded

_SEPARATOR = re.compile(r"\s+[-–—|»·•:]+\s+|\s*[|»]\s*")
_ANCHOR = re.compile(r"\s*[¶#§]$")


def without_anchor(text: str) -> str:
    """Return a heading without the sign that links to it in manuals."""
    return _ANCHOR.sub("", text) if text and text[-1] in "¶#§" else text


EQUALS = "equals the og:title or the <title>, the site's name cut off"


def title_claims(page: Page, url: str, line: str | None) -> Iterator[Claim]:
    """Yield what claims to be the title of a page that declares `og:title`, in the order it is asked.

    `line` is the best title line. A page without `og:title` has no such claims: its title line is its title.
    """
    declared = page.head.get("og:title")
    if not declared:
        return
    trimmed = trim(declared[0], page, url)
    document = trim(page.head["title"][0], page, url) if page.head.get("title") else trimmed
    headings = [without_anchor(one.text) for one in page.lines if one.heading == 1]
    if headings:
        yield Claim("first h1", headings[0], EQUALS, headings[0] in (trimmed, document))
    if line is not None:
        bare = without_anchor(line)
        yield Claim("title line", bare, EQUALS, bare in (trimmed, document))
    if len(headings) == 1:
        yield Claim("only h1", headings[0], "speaks of the same thing as og:title", _speaks_of(headings[0], trimmed))
    yield Claim("og:title", trimmed, "what the head declares, where no line above goes with it", holds=True)
    yield Claim("<title>", document, "the page has no og:title", holds=False)


def _speaks_of(heading: str, declared: str) -> bool:
    """Tell whether the only `h1` is a title of its own for the same thing: not one word, not contained in the other."""
    slug, other = folded(heading), folded(declared)
    if len(heading.split()) < 3 or slug in other or other in slug:
        return False
    words = {folded(word)[:5] for word in heading.split() if len(word) > 3}
    shared = words & {folded(word)[:5] for word in declared.split()}
    return bool(shared)


def trim(title: str, page: Page, url: str) -> str:
    """Return a document's title without the name of its site, at whichever end it stands."""
    names = {folded(name) for key in ("og:site_name", "application-name") for name in page.head.get(key, ())}
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names.update((folded(host), folded(host.rpartition(".")[0])))
    names.discard("")
    headings = {folded(without_anchor(one.text)) for one in page.lines if one.heading == 1}
    title = title.strip(" -–—|»·•:")
    while True:
        parts = list(_SEPARATOR.finditer(title))
        if not parts or folded(title) in headings:
            return title
        first, last = parts[0], parts[-1]
        if _is_site(title[last.end() :], names):
            title = title[: last.start()]
        elif _is_site(title[: first.start()], names) and ":" not in first[0]:
            title = title[first.end() :]
        elif folded(title[: last.start()]) in headings:
            title = title[: last.start()]
        else:
            return title


def _is_site(part: str, names: set[str]) -> bool:
    slug = folded(part)
    return bool(slug) and any(slug == name or (len(slug) > 4 and name.startswith(slug)) for name in names)
