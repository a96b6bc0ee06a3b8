"""Lists of other pages: each entry a title link with the teaser and date beside it."""

from __future__ import annotations

import re

from archive.terms.urls import resolve
from scraper.items import ParsedEntry
from scraper.parsers.blocks import Line, Page
from scraper.parsers.bylines import byline_of
from scraper.parsers.words import DOCUMENT_NAME, MORE, PAGER
from scraper.parsers.zones import Zones, dated_link, is_entry

LEAST = 3
"""Entries that make a list where the content does not begin with one."""

PROSE_AN_ENTRY = 500
"""Characters of prose an entry's teaser has at most, on average; more is an article with links in it."""

RELATED = re.compile(
    r"(?=[»›>\szcpsoinrwm])[»›>\s]*((zobacz|czytaj|przeczytaj|sprawdź|obejrzyj|polecamy)( też| także| również)"  # noqa: RUF001 # as printed
    r"|(powiązane|podobne|inne|pokrewne|ostatnie|najnowsze|pozostałe)"
    r" (artykuły|wiadomości|aktualności|strony|informacje|wpisy|tematy|komunikaty)|polecamy|(więcej )?na ten temat"
    r"|(więcej|pozostałe) (aktualności|wiadomości|artykułów|informacji|newsów)|na skróty|more (news|stories)"
    r"|see also|read also|related (articles|news|posts|content|pages|stories))\s*[:…]*",
    re.IGNORECASE,
)
"""A heading of links to other pages, which are no part of a text."""

_MORE_AT_END = re.compile(rf"(?:{MORE.pattern})\s*$", re.IGNORECASE)
_PAGES = re.compile(r"(strona|page) \d+ (z|of) \d+", re.IGNORECASE)

PARAGRAPHS = 2
"""Paragraphs of prose that are a text and no teaser."""

LEAD, LONG_LEAD = 240, 700
"""Characters of prose before the first entry of a list at most: of any list, and of one whose entries have dates."""


def looks_like_listing(page: Page, zones: Zones) -> bool:
    """Tell whether a page's content is a list of links to other pages, and not an article with links in or under it."""
    lines = [page.lines[number] for number in without_related(page, zones.content)]
    places = [n for n, line in enumerate(lines) if is_entry(line) and not DOCUMENT_NAME.search(line.links[0][0])]
    prose = sum(len(line.text) for line in lines if not line.dense)
    addresses = {lines[place].links[0][0] for place in places}
    dated = sum(_has_date(lines, place) for place in places)
    begins = next((n for n, line in enumerate(lines) if not line.dates), None)
    begun = bool(places) and begins == places[0] and len(lines) > 1
    titles = dated or (begun and lines[places[0]].heading)
    beside = sum(dated_link(lines[place]) is not None for place in places)
    least = LEAST - 1 if beside else 1 if begun and titles else LEAST
    if len(addresses) < least or prose > PROSE_AN_ENTRY * len(addresses):
        return False
    if _has_lead(lines[: places[0]], most=LONG_LEAD if dated > 1 and dated * 2 >= len(places) else LEAD):
        return False
    if _is_menu_and_text(lines, places):
        return False
    return len(places) * 2 >= sum(1 for line in lines if line.text and not line.dense and len(line.text) > 160)


def _is_menu_and_text(lines: list[Line], places: list[int]) -> bool:
    """Tell whether all prose stands under the one of many links, paragraphs of it: a menu, and the text beside it."""
    ends = [*places[1:], len(lines)]
    prose = [sum(line.prose for line in lines[start:end]) for start, end in zip(places, ends, strict=True)]
    return len(places) >= LEAST and max(prose) >= PARAGRAPHS and sum(prose) == max(prose)


def _has_date(lines: list[Line], place: int) -> bool:
    """Tell whether a date stands by an entry: in the line before it or the two after."""
    if dated_link(lines[place]) is not None:
        return True
    return any(line.dates for line in (*lines[max(place - 1, 0) : place], *lines[place + 1 : place + 3]))


def _has_lead(lines: list[Line], *, most: int) -> bool:
    """Tell whether prose stands before the first entry as an article's text does.

    Of a page that prints its own date by the title, and whose entries have none, a sentence is text already.
    """
    lead = sum(len(line.text) for line in lines if not line.dense and not line.dates)
    own_date = most == LEAD and len(lines) > 1 and any(line.dates for line in lines[:3])
    return lead > (0 if own_date else most)


def without_related(page: Page, numbers: list[int]) -> list[int]:
    """Return line numbers without headings like `Zobacz także` and the links, dates and teasers right under them."""
    kept: list[int] = []
    lines = page.lines
    place = 0
    while place < len(numbers):
        line = lines[numbers[place]]
        if kept and len(line.text) < 60 and not line.links and RELATED.fullmatch(line.text):
            end = place + 1
            while end < len(numbers) and _is_beside_link(lines[numbers[end]]):
                end += 1
            if any(_leads_on(lines[number]) for number in numbers[place + 1 : end]):
                place = end
                continue
        kept.append(numbers[place])
        place += 1
    return kept


def _leads_on(line: Line) -> bool:
    return line.dense or dated_link(line) is not None or any(href for _, _, href in line.images)


def _is_beside_link(line: Line) -> bool:
    return line.dense or not line.text or len(line.text) < 60 or bool(line.dates) or dated_link(line) is not None


class _Entries:
    """Gathers entries line by line; `pending` is a date, `before` the text, that belongs to the title still to come."""

    def __init__(self) -> None:
        self.found: list[ParsedEntry] = []
        self.rest: list[Line] = []
        self.seen: set[str] = set()
        self.pending: str | None = None
        self.title: tuple[str, str] | None = None
        self.card: set[str] = set()
        self.teaser: list[str] = []
        self.before: list[str] = []
        self.date: str | None = None

    def begin(self, url: str, title: str) -> None:
        """Take a title link."""
        self.end()
        self.title, self.date, self.pending = (url, title), self.pending, None
        self.teaser, self.before = self.before, []
        self.seen.add(url)

    def end(self) -> None:
        """Close the entry in hand."""
        if self.title is not None:
            url, title = self.title
            self.found.append(ParsedEntry(url=url, title=title, text="\n".join(self.teaser), published_text=self.date))
        self.title, self.teaser, self.date = None, [], None

    def take_date(self, printed: str, *, of_next: bool) -> None:
        """Take a date for the entry in hand, or for the one to come."""
        if self.title is None or self.date is not None or of_next:
            self.end()
            self.pending = printed
        else:
            self.date = printed

    def take_of_card(self, line: Line, printed: str | None) -> None:
        """Take a line of a link around a whole entry: its day, or its teaser, before the title or after it."""
        begun = line.links[0][0] in self.card
        if printed is not None:
            self.take_date(printed, of_next=not begun)
        elif begun:
            self.teaser.append(line.text)
        else:
            self.end()
            self.before.append(line.text)

    def take_text(self, line: Line) -> None:
        """Take a line of prose: teaser of the entry in hand, else text of the page's own."""
        if self.title is None or (line.heading and not line.links):
            self.end()  # a heading of what follows, no teaser
            self.rest.append(line)
        elif line.text:
            self.teaser.append(_MORE_AT_END.sub("", line.text).strip() if line.links else line.text)


def _cards(page: Page, zones: Zones) -> frozenset[int]:
    """Return the lines of links that hold a whole entry (day, title, teaser) but the one that is its title."""
    lines = page.lines
    runs: list[list[int]] = []
    for number in zones.content:
        line = lines[number]
        if not line.dense or len(line.links) != 1 or not line.text:
            continue
        if (
            runs
            and runs[-1][-1] == number - 1
            and lines[number - 1].links == [(line.links[0][0], lines[number - 1].text)]
        ):
            runs[-1].append(number)
        else:
            runs.append([number])
    found: set[int] = set()
    for run in runs:
        named = [number for number in run if not lines[number].dates] or run
        title = next((number for number in named if lines[number].heading), named[0])
        found.update(number for number in run if number != title)
    return frozenset(found)


def entries_of(page: Page, zones: Zones, base: str) -> tuple[tuple[ParsedEntry, ...], list[Line], list[int]]:
    """Return the entries, the lines before the first one, and the numbers of all lines they were read from."""
    entries = _Entries()
    rows = {
        line.row: number for number in reversed(zones.content) if (line := page.lines[number]).row and is_entry(line)
    }
    cards = _cards(page, zones)
    taken: list[int] = []
    for number in zones.content:
        line = page.lines[number]
        url = resolve(line.links[0][0], base) if line.links else None
        if number in cards:
            entries.take_of_card(line, _date(line))
        elif is_entry(line) and url is not None and url not in entries.seen:
            beside = dated_link(line)
            entries.begin(url, line.text if beside is None else line.links[0][1])
            entries.card = {line.links[0][0]}
            entries.date = entries.date or beside
        elif not line.dense or _date(line) is not None:
            of_next = number < rows.get(line.row, 0)  # a cell before the one with its row's link
            if not _take(entries, line, of_next=of_next, dated_next=of_next or _next_is_entry(page, zones, number)):
                continue
        elif not MORE.fullmatch(line.text) and url not in entries.seen:
            continue
        taken.append(number)
    entries.end()
    return tuple(entries.found), entries.rest, taken


def _take(entries: _Entries, line: Line, *, of_next: bool, dated_next: bool) -> bool:
    """Take a line that is no title link; return whether its links, if it has any, are the entry's too."""
    printed = _date(line)
    if printed is not None:
        entries.take_date(printed, of_next=dated_next)
        if line.dates:
            return True
    if of_next and not line.links:
        entries.before.append(line.text)
    elif not line.links and (PAGER.fullmatch(line.text) or _PAGES.fullmatch(line.text)):
        return False
    elif printed is not None and entries.title is None:
        entries.before.append(line.text)
    else:
        entries.take_text(line)
    return not line.links or bool(line.images)  # the links of a teaser are of the page, whoever takes its words


def _date(line: Line) -> str | None:
    """Return the day of publication that a line gives and says nothing else but who wrote; None for any other line."""
    if line.dates:
        return next((printed for role, printed in line.dates if role != "updated"), None)
    said = byline_of(line.text) if not line.links else None
    return said.printed if said is not None and said.role != "updated" else None


def _next_is_entry(page: Page, zones: Zones, number: int) -> bool:
    """A date belongs to the title after it where the list begins with a date, else to the one before it."""
    first = next((one for one in zones.content if _date(page.lines[one]) or is_entry(page.lines[one])), None)
    begins_with_date = first is not None and _date(page.lines[first]) is not None
    following = page.lines[number + 1] if number + 1 < len(page.lines) else None
    return begins_with_date and following is not None and is_entry(following)
