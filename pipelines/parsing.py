"""`kronika parse`: saved pages through the same reading and normalising as a crawl's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.console.output import print_json, print_json_lines
from archive.console.page import print_page
from archive.terms.clock import SystemClock
from archive.terms.errors import BadInput
from archive.terms.urls import canonical_url
from archive.types import PageContent, page_json
from pipelines.reading import read_payload
from scraper.portals.registry import portal_named, portal_of_url


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A file, the address it was saved from, and the Content-Type it came with."""

    path: Path
    url: str
    content_type: str | None = None


def read_page(payload: bytes, page: SavedPage, *, captured: datetime, portal: str | None) -> PageContent:
    """Return a saved page as read. Raises BadInput for an address or portal that is none."""
    url = canonical_url(page.url)
    declared = portal_named(portal) if portal is not None else portal_of_url(url, captured.date())
    name = declared.name if declared is not None else None
    return read_payload(payload, url=url, portal=name, content_type=page.content_type, captured=captured)


def parse_one(page: SavedPage, *, captured: datetime | None, portal: str | None, as_json: bool) -> None:
    """Read one saved page and print it."""
    content = read_page(_payload(page.path), page, captured=captured or SystemClock().now(), portal=portal)
    if as_json:
        print_json(page_json(content))
    else:
        print_page(content)


def parse_list(listing: Path, *, captured: datetime | None, portal: str | None, as_json: bool) -> None:
    """Read the pages a list names, in its order, and print them.

    Every line is checked and every file read before anything is printed, so that a bad list prints nothing.
    """
    moment = captured or SystemClock().now()
    pages = list(_saved_pages(listing))
    for page in pages:
        canonical_url(page.url)
        if not page.path.is_file():
            raise BadInput(f"{listing} names {page.path}, which is no file; correct the line")
    contents = (read_page(_payload(page.path), page, captured=moment, portal=portal) for page in pages)
    if as_json:
        print_json_lines(page_json(content) for content in contents)
    else:
        for content in contents:
            print_page(content)


def _saved_pages(listing: Path) -> Iterator[SavedPage]:
    try:
        lines = _payload(listing).decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise BadInput(f"{listing} is not UTF-8 text; write lines FILE<TAB>URL") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        fields = line.split("\t")
        if not 2 <= len(fields) <= 3:
            raise BadInput(f"line {number} of {listing} is not FILE<TAB>URL or FILE<TAB>URL<TAB>CONTENT-TYPE")
        yield SavedPage(path=Path(fields[0]), url=fields[1], content_type=fields[2] if len(fields) > 2 else None)


def _payload(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); give the path of a saved page") from None


def listed_pages(listing: Path) -> list[tuple[SavedPage, bytes]]:
    """Return the saved pages a list names, each with its bytes. Raises BadInput for a bad line or file."""
    return [(page, _payload(page.path)) for page in _saved_pages(listing)]
