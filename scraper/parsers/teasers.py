"""Titles of teasers that are no links: of `Remont mostu`, a few words and `czytaj dalej`, the last says where the first leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from scraper.parsers.blocks import Line, Page
from scraper.parsers.lines import REMEMBERED
from scraper.parsers.words import MORE

LEAST = 2
"""Teasers that make a list of them."""

WORDS = 30
"""Characters of `czytaj dalej` at most."""

NAME = 200
"""Characters of a title at most."""


def with_titles_linked(page: Page) -> Page:
    """Return a page in which the title of each teaser of a list leads where the link that ends the teaser does.

    Only where all but a few of such links have a title to themselves, so that an article with one below it stays as it is.
    """
    more = [number for number, line in enumerate(page.lines) if _leads_on(line)]
    if len({page.lines[number].links[0][0] for number in more}) < LEAST:
        return page
    named = {title: number for number, title in zip(more, _titles(page, more), strict=True) if title is not None}
    if len(named) < LEAST or len(named) < 0.8 * len(more):
        return page
    lines = [
        _linked(line, page.lines[named[number]].links[0][0]) if number in named else line
        for number, line in enumerate(page.lines)
    ]
    return replace(page, lines=lines)


def _leads_on(line: Line) -> bool:
    return len(line.links) == 1 and len(line.text) <= WORDS and line.dense and _is_more(line.text)


@lru_cache(maxsize=REMEMBERED)
def _is_more(words: str) -> bool:
    return MORE.fullmatch(words) is not None


def _titles(page: Page, more: Sequence[int]) -> list[int | None]:
    """Return the line of the title of each teaser, None for one without; a teaser has a box of its own, or follows another."""
    lines = page.lines
    around = lines[more[0]].box
    for number in more[1:]:
        around = page.common(around, lines[number].box)
    boxes = [_below(page, lines[number].box, around) for number in more]
    # A box that holds the link alone is no teaser's.
    apart = len(set(boxes)) == len(boxes) and all(
        page.inside(lines[number - 1].box, box) for number, box in zip(more, boxes, strict=True)
    )
    titles: list[int | None] = []
    before = -1
    for number, box in zip(more, boxes, strict=True):
        if apart:
            first = next(one for one in range(before + 1, number + 1) if page.inside(lines[one].box, box))
        else:
            first = before + 1 if titles else _first_of_run(page, number, more[1])
        titles.append(_title(page, range(first, number)))
        before = number
    return titles


def _below(page: Page, box: int, around: int) -> int:
    while box != around and page.parents[box] != around:
        box = page.parents[box]
    return box


def _first_of_run(page: Page, end: int, end_of_next: int) -> int:
    """Return the line at which the first teaser begins of those that follow one another, by how the second one does."""
    lines = page.lines
    title = _title(page, range(end + 1, end_of_next))
    if title is not None and lines[title].heading:
        return next((one for one in range(end - 1, -1, -1) if lines[one].heading == lines[title].heading), end)
    return max(end - (end_of_next - end) + 1, 0)


def _title(page: Page, piece: range) -> int | None:
    """Return the first heading of a teaser, else its first line that is no sentence; None where another link is its title."""
    lines = [number for number in piece if page.lines[number].text and not page.lines[number].dates]
    if any(page.lines[number].dense for number in lines):
        return None
    heading = next((number for number in lines if page.lines[number].heading), None)
    if heading is not None:
        return heading
    first = page.lines[lines[0]] if len(lines) > 1 else None
    bare = first is not None and len(first.text) <= NAME and not first.links and first.text[-1] not in ".…:"
    return lines[0] if bare else None


def _linked(line: Line, href: str) -> Line:
    return replace(line, links=[(href, line.text)], linked=len(line.text) - line.text.count(" "))
