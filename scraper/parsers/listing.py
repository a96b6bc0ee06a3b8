"""Lists of other pages: each entry a title link with the teaser and date beside it."""

from __future__ import annotations

from archive.terms.urls import resolve
from pipelines.polish.dates import date_line
from scraper.items import ParsedEntry
from scraper.parsers.blocks import Line, Page
from scraper.parsers.words import DOCUMENT_NAME, MORE
from scraper.parsers.zones import Zones, is_entry

LEAST = 3
"""Entries that make a list where the content does not begin with one."""

PROSE_AN_ENTRY = 500
"""Characters of prose an entry's teaser has at most, on average; more is an article with links in it."""


def looks_like_listing(page: Page, zones: Zones) -> bool:
    """Tell whether a page's content is a list of links to other pages."""
    lines = [page.lines[number] for number in zones.content]
    entries = [line for line in lines if is_entry(line) and not DOCUMENT_NAME.search(line.links[0][0])]
    prose = sum(len(line.text) for line in lines if not line.dense)
    addresses = {line.links[0][0] for line in entries}
    begins = next((line for line in lines if not date_line(line.text)), None)
    least = 1 if begins is not None and begins in entries and len(lines) > 1 else LEAST
    if len(addresses) < least or prose > PROSE_AN_ENTRY * len(addresses):
        return False
    return len(entries) * 2 >= sum(1 for line in lines if line.text and not line.dense and len(line.text) > 160)


def entries_of(page: Page, zones: Zones, base: str) -> tuple[tuple[ParsedEntry, ...], list[Line], list[int]]:
    """Return the entries, the lines before the first one, and the numbers of all lines they were read from."""
    entries: list[ParsedEntry] = []
    rest: list[Line] = []
    taken: list[int] = []
    seen: set[str] = set()
    pending: str | None = None
    title: tuple[str, str] | None = None
    teaser: list[str] = []
    date: str | None = None

    def close() -> None:
        nonlocal title, teaser, date
        if title is not None:
            entries.append(ParsedEntry(url=title[0], title=title[1], text="\n".join(teaser), published_text=date))
        title, teaser, date = None, [], None

    for number in zones.content:
        line = page.lines[number]
        url = resolve(line.links[0][0], base) if line.links else None
        if is_entry(line) and url is not None and url not in seen:
            close()
            title, date, pending = (url, line.text), pending, None
            seen.add(url)
            taken.append(number)
        elif (printed := _date(line)) is not None:
            taken.append(number)
            if title is None or date is not None or _next_is_entry(page, zones, number):
                close()
                pending = printed
            else:
                date = printed
        elif title is None and not line.dense:
            rest.append(line)
            taken.append(number)
        elif line.text and not line.dense:
            teaser.append(MORE.sub("", line.text).strip() if line.links else line.text)
            taken.append(number)
        elif MORE.fullmatch(line.text) or url in seen:
            taken.append(number)
    close()
    return tuple(entries), rest, taken


def _date(line: Line) -> str | None:
    return next((printed for role, printed in date_line(line.text) if role != "updated"), None)


def _next_is_entry(page: Page, zones: Zones, number: int) -> bool:
    """A date belongs to the title after it where the list begins with a date, else to the one before it."""
    first = next((one for one in zones.content if _date(page.lines[one]) or is_entry(page.lines[one])), None)
    begins_with_date = first is not None and _date(page.lines[first]) is not None
    following = page.lines[number + 1] if number + 1 < len(page.lines) else None
    return begins_with_date and following is not None and is_entry(following)
