"""Turns lines into what a reader takes away: bodies, links, attachments, pictures, banners and navigation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import starmap

from archive.terms.marks import Image, Link, SidebarLink
from archive.terms.urls import resolve
from pipelines.polish.dates import split_labelled_dates
from scraper.items import ParsedArticle
from scraper.parsers.blocks import Line, Page
from scraper.parsers.bylines import Byline, byline_of
from scraper.parsers.mail import spelt_out
from scraper.parsers.words import (
    AUTHOR,
    DOCUMENT_NAME,
    FETCH,
    FILES,
    HEADS_FILE,
    HEADS_SIZE,
    NAMES_FILE,
    NAMES_TYPE,
    SIZE,
)


@dataclass(slots=True)
class _Article:
    paragraphs: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attachments: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    files: bool = False
    before: Line | None = None
    row: int = 0
    """The table row that the last file or heading of files stands in; 0 for none."""


def article_of(lines: Iterable[Line], base: str, *, title: str | None, dated: bool = True) -> ParsedArticle:
    """Return the article that lines make; `dated`: the first date lines are its dates, not its text."""
    made = _Article()
    lines = list(lines)
    table = rows_of_files(lines)
    for line in lines:
        if line.row in table and not line.links:
            continue
        if dated and _take_dates(made, line):
            continue
        _take_line(made, line, base)
    return ParsedArticle(
        title=title,
        published_text=made.published,
        updated_text=made.updated,
        author=made.author,
        body="".join(made.paragraphs),
        links=_unique(made.links),
        attachments=_named(made.attachments),
        images=tuple(dict.fromkeys(made.images)),
    )


def _take_dates(made: _Article, line: Line) -> bool:
    if line.of_event or (line.dense and (made.paragraphs or not line.dates)):
        return False  # the link of a date leads to what else is of that day
    if made.author is None and len(line.text) < 100 and (author := AUTHOR.fullmatch(line.text)):
        made.author = author["name"]
        return True
    pairs = line.dates
    if not pairs:
        if not made.paragraphs and (said := byline_of(line.text)) is not None and said.role != "updated":
            return _take_byline(made, said)
        _note_dates(made, line)
    taken = False
    for role, printed in pairs:
        if role == "updated" and made.updated is None:
            made.updated, taken = printed, True
        elif role != "updated" and made.published is None and not made.paragraphs:
            made.published, taken = printed, True
    return taken


def _take_byline(made: _Article, said: Byline) -> bool:
    """Take who and when from the line above the text that says nothing else."""
    if made.published not in (None, said.printed):
        return False
    made.published, made.author = said.printed, made.author or said.author
    return True


def _note_dates(made: _Article, line: Line) -> None:
    """Take labelled dates from a short line above the text that says more (an author, a place); the line stays."""
    if made.paragraphs or len(line.text) > 120:
        return
    for role, printed in split_labelled_dates(line.text):
        if role == "updated" and made.updated is None:
            made.updated = printed
        elif role == "published" and made.published is None:
            made.published = printed


def _take_line(made: _Article, line: Line, base: str) -> None:
    if FILES.fullmatch(line.text):
        made.files, made.row = True, line.row
        return
    links = [(_absolute(href, base), text) for href, text in line.links]
    listed = line.listed and (made.files or (not line.dense and NAMES_TYPE.search(line.text) is not None))
    files = [(url, text) for url, text in links if url and (listed or is_file(url, text))]
    made.attachments.extend(Link(url=url, text=text) for url, text in files)
    made.links.extend(Link(url=url, text=text) for url, text in links if url and (url, text) not in files)
    for source, alt, _ in line.images:
        address = _absolute(source, base)
        if address:
            made.images.append(Image(url=address, alt=alt))
    if files and line.listed and len(files) == len(links):
        made.row = line.row
        return
    if not line.text or line.noise or (line.row and line.row == made.row and _of_file(made, line)):
        return
    if not (line.dense and files):
        made.files = False
    made.paragraphs.append(_joint(made.before, line) + spelt_out(line.text))
    made.before = line


def rows_of_files(lines: Sequence[Line]) -> frozenset[int]:
    """Return the table rows that hold a file and nothing but its number, day, type and size, and the row that heads them."""
    rows: dict[int, list[Line]] = {}
    for line in lines:
        if line.row:
            rows.setdefault(line.row, []).append(line)
    found: set[int] = set()
    head: int | None = None
    for row, cells in rows.items():
        files = [cell for cell in cells if cell.listed and any(is_file(*link) for link in cell.links)]
        rest = [cell.text for cell in cells if not cell.links]
        if files and all(SIZE.fullmatch(text) or text.rstrip(".").isdigit() for text in rest):
            found.update((row, head) if head is not None else (row,))
        elif not files and all(HEADS_FILE.fullmatch(text) or HEADS_SIZE.fullmatch(text) for text in rest):
            head = row
            continue
        head = None
    return frozenset(found)


def _of_file(made: _Article, line: Line) -> bool:
    """Tell whether a cell beside a file, or beside the heading of files, only says what its column holds or its size."""
    return SIZE.fullmatch(line.text) is not None or (made.files and HEADS_SIZE.fullmatch(line.text) is not None)


def _joint(before: Line | None, line: Line) -> str:
    """Return what parts a line from the one before: cells of a row stand on one line, list items on a line each."""
    if before is None:
        return ""
    if line.row and before.row == line.row:
        return " | "
    listed = (line.item and before.item) or (line.row and before.row)
    return "\n" if listed or not line.gap else "\n\n"


def is_file(url: str, text: str) -> bool:
    """Tell whether a link leads to a file, by its address or by what its text names."""
    path = url.partition("?")[0].partition("#")[0]
    return ("." in path[-6:] and DOCUMENT_NAME.search(path) is not None) or NAMES_FILE.search(text) is not None


def _absolute(href: str | None, base: str) -> str | None:
    return resolve(href, base) if href and not href.startswith("#") else None


def _named(files: list[Link]) -> tuple[Link, ...]:
    """Return files without the links that only name the type of one that another link names."""
    named = {file.url for file in files if not _names_nothing(file.text)}
    return _unique([file for file in files if file.url not in named or not _names_nothing(file.text)])


def _names_nothing(text: str) -> bool:
    return SIZE.fullmatch(text) is not None or FETCH.fullmatch(text) is not None


def _unique(links: list[Link]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(links))


def frame_of(
    page: Page, taken: Sequence[int], base: str, title_line: int | None
) -> tuple[tuple[SidebarLink, ...], tuple[Link, ...]]:
    """Return the banners and the navigation: every link of the lines that are no content."""
    content = set(taken)
    rest = [(number, line) for number, line in enumerate(page.lines) if number not in content]
    banners = _pictured(rest, base, title_line)
    navigation: dict[tuple[str, str], None] = {}
    for number, line in rest:
        for href, text in line.links:
            url = _absolute(href, base)
            if url is not None and not _is_of_banner(banners, url, text, number, line):
                navigation.setdefault((url, text))
    for url, text in navigation:
        if url in banners and not banners[url][0].text:
            _caption(banners, banners[url], text)
    return tuple(mark for mark, *_ in banners.values()), tuple(starmap(_link, navigation))


@lru_cache(maxsize=20_000)
def _link(url: str, text: str) -> Link:
    """Return a link; those of a frame are the same on every page of a portal, and making one costs ten times as much."""
    return Link(url=url, text=text)


_Banner = tuple[SidebarLink, str, int]
"""A banner as known so far, its picture's alt, and the line of its picture."""

Banners = dict[str, _Banner]
"""By URL."""

CAPTION = 2
"""Lines from a banner's picture within which a link to the same page is its caption; a menu may lead there as well."""


def _pictured(rest: list[tuple[int, Line]], base: str, title_line: int | None) -> Banners:
    banners: Banners = {}
    for number, line in rest:
        if not line.images or not _in_banner_column(number, line, title_line):
            continue
        for source, alt, href in line.images:
            url, image = _absolute(href, base), _absolute(source, base)
            if url and image:
                banners.setdefault(url, (SidebarLink(url=url, text=alt, image=image), alt, number))
    return banners


def _is_of_banner(banners: Banners, url: str, text: str, number: int, line: Line) -> bool:
    """Take a link that is a banner's caption, or one of its column; return whether it was one."""
    known = banners.get(url)
    if known is None and line.zone == "aside":
        banners[url] = (SidebarLink(url=url, text=text), "", number)
        return True
    if known is not None and abs(number - known[2]) <= CAPTION:
        _caption(banners, known, text)
        return True
    return known is not None and line.zone == "aside"


def _caption(banners: Banners, known: _Banner, text: str) -> None:
    """Give a banner the text a person sees: the caption where there is one, else the alt it has."""
    mark, alt, number = known
    if text and mark.text in ("", alt):
        banners[mark.url] = (SidebarLink(url=mark.url, text=text, image=mark.image), alt, number)


def _in_banner_column(number: int, line: Line, title_line: int | None) -> bool:
    """A banner stands in the aside, or after the title outside header, menu and footer, or alone before it."""
    if line.zone == "aside":
        return True
    if line.zone in ("nav", "header", "footer"):
        return False
    if title_line is None or number > title_line:
        return True
    return len(line.images) == 1 and bool(line.text)
