"""Galleries: pages that are pictures with captions and little else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from scraper.parsers.blocks import Line, Page
from scraper.parsers.zones import FRAME_ZONES, Zones

PICTURES, FEWEST = 6, 3
"""Pictures that make a gallery, and those that do where the page calls itself one."""

PROSE = 600
"""Characters of prose, captions left out, that a gallery has at most."""

CAPTION = 160
"""Characters of a picture's caption at most."""

PICTURE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|avif|bmp)$", re.IGNORECASE)
_SAYS_SO = re.compile(r"galeri|fotorelacj|fotogaler|zdjęci|gallery|photo", re.IGNORECASE)


def gallery_of(page: Page, zones: Zones, url: str) -> list[int] | None:
    """Return the numbers of the lines of a gallery's content, None for a page that is none.

    A column of linked pictures ends an article's content; pictures that lead to pictures, or that stand on a page that
    calls itself a gallery, are content all the same.
    """
    called = bool(_SAYS_SO.search(f"{zones.title or ''} {urlsplit(url).path}"))
    content = sorted({*zones.content, *_shown(page, zones, called=called)})
    lines = [page.lines[number] for number in content]
    pictures = {source for line in lines for source, _, _ in line.images if source}
    captions = {number for number, line in zip(content, lines, strict=True) if _is_caption(page.lines, number, line)}
    prose = sum(
        len(line.text)
        for number, line in zip(content, lines, strict=True)
        if number not in captions and not line.dense and number not in zones.dates
    )
    least = FEWEST if called else PICTURES
    paragraphs = sum(len(line.text) > CAPTION for line in lines)
    if len(pictures) < least or prose > PROSE or paragraphs > len(pictures) / 2:
        return None
    return content


def _shown(page: Page, zones: Zones, *, called: bool) -> Sequence[int]:
    """Return the lines after the title with pictures that lead to pictures (or anywhere, where the page says so)."""
    start = zones.title_line + 1 if zones.title_line is not None else 0
    found = []
    for number in range(start, len(page.lines)):
        line = page.lines[number]
        if line.zone in FRAME_ZONES or not line.images:
            continue
        targets = [href for _, _, href in line.images if href]
        to_pictures = bool(targets) and all(PICTURE_NAME.search(urlsplit(href).path) for href in targets)
        if to_pictures or (called and (not targets or _same_folder(page, zones, targets))):
            found.append(number)
    return found


def _same_folder(page: Page, zones: Zones, targets: list[str]) -> bool:
    return all(_SAYS_SO.search(urlsplit(href).path) for href in targets) and bool(page.lines and zones.content)


def _is_caption(lines: list[Line], number: int, line: Line) -> bool:
    """A caption stands with its picture or right under it."""
    if len(line.text) > CAPTION:
        return False
    return bool(line.images) or (number > 0 and bool(lines[number - 1].images) and not lines[number - 1].text)
