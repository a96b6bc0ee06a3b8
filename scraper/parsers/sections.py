"""The section a page lies in: the heading above its title that names a folder, or the way down to it from the home page."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from scraper.parsers.blocks import Line, Page
from scraper.parsers.words import folded, is_section
from scraper.parsers.zones import NAMES_SECTION, Zones

ABOVE, WAY = 3, 8
"""Lines above a title in which its section stands, and in which the way down to the page does."""

_HOME = re.compile(r"(strona główna|główna|start|home( page)?|main page|strona startowa|bip)", re.IGNORECASE)
_HOME_PATH = re.compile(r"/?((pl|en|uk)/?)?((index|start|main)\.\w{3,5})?")
_BETWEEN = re.compile(r"\s*[»›>/→]\s*")  # noqa: RUF001 # as printed
_HERE = re.compile(
    r"(jesteś (tutaj|w)|jesteś tu|tu jesteś|ścieżka( nawigacji)?|lokalizacja|nawigacja|you are here)\b", re.IGNORECASE
)


def section_of(page: Page, zones: Zones, url: str) -> tuple[int, str] | None:
    """Return the number of the line above the title that names the page's section, and the name; None where none does."""
    if zones.title_line is None:
        return None
    path = unquote(urlsplit(url).path)
    for number in range(zones.title_line - 1, max(zones.title_line - ABOVE - 1, -1), -1):
        text = page.lines[number].text
        if is_section(text, path) and folded(text) != folded(zones.title or "") and not _in_menu(page, number, path):
            return number, text
    return _on_the_way(page, zones.title_line, folded(zones.title or ""))


def _on_the_way(page: Page, title: int, slug: str) -> tuple[int, str] | None:
    """Return the last station but the page itself of `Strona główna > Aktualności > …`, on one line or a line each."""
    lines = page.lines
    for number in range(title - 1, max(title - WAY - 1, -1), -1):
        line = lines[number]
        words = _BETWEEN.split(line.text) if not line.links and len(line.text) <= 2 * NAMES_SECTION else ()
        if len(words) > 1 and _HOME.fullmatch(_HERE.sub("", words[0]).strip(" :")):
            stations = [word for word in words[1:] if folded(word) != slug]
            return (number, stations[-1]) if stations else None
        if 1 < len(line.links) <= WAY and (
            _HERE.match(line.text) or (_is_home(*line.links[0]) and _leads_down(line, slug))
        ):
            stations = [text for href, text in line.links if not _is_home(href, text) and folded(text) != slug]
            return (number, stations[-1]) if stations and len(stations[-1]) <= NAMES_SECTION else None
    above = title - 1
    if above < 2 or lines[above].links or folded(lines[above].text) != slug or not lines[above - 1].dense:
        return None  # home, section, page: an entry of a menu would be a link
    name = lines[above - 1].text
    home = any(
        _is_home(*lines[number].links[0]) for number in range(max(above - 5, 0), above - 1) if lines[number].dense
    )
    return (above - 1, name) if home and len(name) <= NAMES_SECTION else None


def _leads_down(line: Line, slug: str) -> bool:
    """Tell whether signs of a way stand between the links of a line, or the page's own title behind them: no menu has them."""
    rest = line.beside_links
    return _BETWEEN.search(rest) is not None or (bool(slug) and folded(rest) == slug)


def _is_home(href: str, text: str) -> bool:
    return (
        _HOME.fullmatch(text) is not None
        or _HOME_PATH.fullmatch(urlsplit(href).path if "//" in href else href) is not None
    )


def _in_menu(page: Page, number: int, path: str) -> bool:
    """Tell whether a line is an entry of a menu: in one by its zone, or a link with a link on the line before or after.

    Links that lead up from the page are its way down from the home page (`Start > Aktualności`), no menu.
    """
    lines = page.lines
    if lines[number].zone == "nav":
        return True
    beside = (*lines[max(number - 1, 0) : number], lines[number + 1])
    return lines[number].dense and any(line.dense and not _leads_up(line, path) for line in beside)


def _leads_up(line: Line, path: str) -> bool:
    folders = [unquote(urlsplit(href).path).rstrip("/") + "/" for href, *_ in line.links]
    return all(path.startswith(folder) and folder != path for folder in folders)
