"""What stands under a page's text and is none of it, where no mark says so: its footer, and what heads links."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlsplit

from scraper.parsers.blocks import Line, Page
from scraper.parsers.gallery import PICTURE_NAME
from scraper.parsers.listing import RELATED
from scraper.parsers.words import FOOTER
from scraper.parsers.zones import RUN, Zones

MOST = 0.3
"""Share of a content's characters that a footer has at most."""

LABEL = 80
"""Characters of such a line at most."""

BOXES = 4
"""Boxes of a footer that are taken off, one after the other."""

_MADE_BY = re.compile(
    r"(©|\(c\)|copyright|wszelkie prawa|realizacja\s*:|wykonanie\s*:|projekt( i (wykonanie|realizacja))?\s*:|powered by|cms\s*:)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(projekt i (wykonanie|realizacja)|wykonanie (strony|serwisu)|wszelkie prawa zastrzeżone)\b", re.IGNORECASE
)
_SHARES = re.compile(
    r"((kopiuj (link|adres)|udostępnij( (na|przez))?|podziel się|poleć|wyślij|tweetnij|facebook|twitter|messenger|whatsapp|linkedin"
    r"|(wy)?drukuj|pobierz pdf|e-?mail|share( this)?|copy link|print)\W*)+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?=.{8,120}$)(.*\b\d\d-\d{3}\s+[A-ZĆŁŚŹŻ].*|.*\b(ul\.|al\.|pl\.|os\.|[Pp]lac|[Rr]ynek)\s.{0,40}\d.*|tel\.?(efon)?[\s:]*[\d(+].*)"
)


def without_tail(page: Page, zones: Zones) -> Zones:
    """Return zones whose content ends with its own text: without an unmarked footer."""
    content = list(zones.content)
    left_out = dict(zones.left_out)
    for _ in range(BOXES):
        foot = _footer(page, content, zones.title_line)
        if not foot:
            break
        content = [number for number in content if number not in foot]
        left_out.update(dict.fromkeys(foot, "a footer: its box says who runs or made the site, or its address"))
    shares = {number for number in content if page.lines[number].links and _SHARES.fullmatch(page.lines[number].text)}
    left_out.update(dict.fromkeys(shares, "words for sharing"))
    content = [number for number in content if number not in shares]
    while content and _is_none_of_it(page.lines[content[-1]].text):
        left_out[content.pop()] = "a heading of links that are no content, or words for sharing"
    return replace(zones, content=content, left_out=left_out) if len(content) < len(zones.content) else zones


def _is_none_of_it(text: str) -> bool:
    return len(text) < LABEL and (RELATED.fullmatch(text) is not None or _SHARES.fullmatch(text) is not None)


def _footer(page: Page, content: list[int], title: int | None) -> frozenset[int]:
    """Return the lines of the content in the box that ends it beside the one of the title; none where that is no footer."""
    if title is None or not content:
        return frozenset()
    lines = page.lines
    foot, own = lines[content[-1]].box, lines[title].box
    both = page.common(foot, own)
    while foot != both and page.parents[foot] != both:
        foot = page.parents[foot]
    if foot == both:
        return frozenset()
    held = frozenset(takewhile(lambda number: page.inside(lines[number].box, foot), reversed(content)))
    size = sum(len(lines[number].text) for number in content)
    if sum(len(lines[number].text) for number in held) > MOST * size:
        return frozenset()
    if all(_is_banner(lines[number]) for number in held):
        return held
    texts = [lines[number].text for number in held]
    if any(FOOTER.fullmatch(text) or _MADE_BY.match(text) or _SIGNED.search(text) for text in texts):
        return held
    told = sum(_ADDRESS.fullmatch(text) is not None for text in texts)
    return held if told and 2 * told >= len(texts) and _holds_menu(page, both, own, title) else frozenset()


def _is_banner(line: Line) -> bool:
    """Tell whether a line is nothing but pictures that lead to pages."""
    targets = [urlsplit(href).path for _, _, href in line.images if href]
    bare = line.dense or not line.text
    return bare and len(targets) == len(line.images) > 0 and not any(PICTURE_NAME.search(path) for path in targets)


def _holds_menu(page: Page, both: int, own: int, title: int) -> bool:
    """Tell whether the box that holds text and footer holds a menu above the title: it is the page's, no article's."""
    menu = [line for line in page.lines[:title] if line.dense and page.inside(line.box, both)]
    return len([line for line in menu if page.common(line.box, own) == both]) >= RUN
