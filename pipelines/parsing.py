"""`kronika parse`: saved pages through the same reading and normalising as a crawl's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

from archive.console.output import print_json, print_json_lines
from archive.terms.clock import SystemClock
from archive.terms.errors import BadInput
from archive.terms.outcomes import PageKind
from archive.terms.urls import canonical_url
from archive.types import Json, PageContent, page_json
from pipelines.normalize import normalize_page
from pipelines.polish.dates import local_day
from pipelines.reading import context_of, explain_payload
from scraper.parsers.claims import Explanation
from scraper.parsers.context import PageContext
from scraper.parsers.registry import parse
from scraper.parsers.sketch import key_of
from scraper.parsers.template import Learner, Template
from scraper.portals.registry import portal_named, portal_of_url

LEARNED_FROM = 24
"""Pages of a portal from which its template is learned; five would nearly do."""

LEAST_SIBLINGS = 2
"""Pages of a portal from which they tell of one another."""

_MAY_LACK_A_DAY = frozenset({PageKind.ARTICLE, PageKind.STATIC})

MOST_TEMPLATES = 64
"""Templates kept at once, about a megabyte each; one that is needed again is learned again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A file, the address it was saved from, and the Content-Type it came with."""

    path: Path
    url: str
    content_type: str | None = None


class SavedPages:
    """Reads saved pages as captured at one moment, each with the template that the other pages of its portal teach."""

    def __init__(self, pages: Sequence[SavedPage], *, captured: datetime, portal: str | None) -> None:
        self._captured = captured
        self._portal = portal_named(portal).name if portal is not None else None
        self._siblings: defaultdict[str, list[SavedPage]] = defaultdict(list)
        for page in pages:
            self._siblings[self._family(page)].append(page)
        self._template = lru_cache(MOST_TEMPLATES)(self._learned)
        self._days = lru_cache(MOST_TEMPLATES)(self._listed)

    def read(self, page: SavedPage) -> PageContent:
        """Return a saved page as read. Raises BadInput for an address that is none."""
        return normalize_page(parse(_payload(page.path), self._context(page)).page, today=local_day(self._captured))

    def explain(self, page: SavedPage) -> tuple[PageContent, Explanation | None]:
        """Return a saved page as read, and why it was read so. Raises BadInput for an address that is none."""
        return explain_payload(_payload(page.path), self._context(page), today=local_day(self._captured))

    def _context(self, page: SavedPage) -> PageContext:
        """Return what the parsers are told of a page: a day that a list prints only where the page itself gives none."""
        family = self._family(page)
        context = context_of(**self._facts(page), template=self._template(family))
        if len(self._siblings[family]) < LEAST_SIBLINGS or context.url not in (days := self._days(family)):
            return context
        read = parse(_payload(page.path), context).page
        dated = any(article.published_text for article in read.articles) or read.kind not in _MAY_LACK_A_DAY
        return context if dated else replace(context, listed=days[context.url])

    def _listed(self, family: str) -> dict[str, str]:
        """Return by URL the days that the lists and feeds among the pages of a portal print beside titles, all agreeing."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for page in self._siblings[family]:
            read = parse(_payload(page.path), context_of(**self._facts(page), template=self._template(family))).page
            for entry in read.entries:
                if entry.published_text and read.url != entry.url:
                    found[canonical_url(entry.url)].add(entry.published_text)
        return {url: min(days) for url, days in found.items() if len(days) == 1}

    def _facts(self, page: SavedPage) -> _Facts:
        url = canonical_url(page.url)
        declared = portal_of_url(url, local_day(self._captured)) if self._portal is None else None
        name = declared.name if declared is not None else self._portal
        return _Facts(url=url, portal=name, content_type=page.content_type, captured=self._captured)

    def _family(self, page: SavedPage) -> str:
        facts = self._facts(page)
        return facts["portal"] or urlsplit(facts["url"]).netloc

    def _learned(self, family: str) -> Template | None:
        """Return the template of the pages of a portal or host: learned from a few of them, the same in any order."""
        siblings = self._siblings[family]
        if len(siblings) < LEAST_SIBLINGS:
            return None
        learner = Learner()
        for page in sorted(siblings, key=lambda page: (key_of(canonical_url(page.url)), str(page.path)))[:LEARNED_FROM]:
            sketch = parse(_payload(page.path), replace(context_of(**self._facts(page)), sketched=True)).page.sketch
            if sketch is not None:
                learner.learn(sketch)
        return learner.template()


class _Facts(TypedDict):
    url: str
    portal: str | None
    content_type: str | None
    captured: datetime


def parse_one(
    page: SavedPage, *, captured: datetime | None, portal: str | None, as_json: bool, explain: bool = False
) -> None:
    """Read one saved page and print it; `explain`: with what decided."""
    reader = SavedPages([page], captured=captured or SystemClock().now(), portal=portal)
    if as_json:
        print_json(_document(reader, page, explain=explain))
    else:
        _show(reader, page, explain=explain)


def parse_list(
    listing: Path, *, captured: datetime | None, portal: str | None, as_json: bool, explain: bool = False
) -> None:
    """Read the pages a list names and print them in its order; what is read does not depend on the order.

    Every line is checked and every file looked for before anything is printed, so that a bad list prints nothing.
    """
    pages = list(_saved_pages(listing))
    for page in pages:
        if not page.path.is_file():
            raise BadInput(f"{listing} names {page.path}, which is no file; correct the line")
    reader = SavedPages(pages, captured=captured or SystemClock().now(), portal=portal)
    if as_json:
        print_json_lines(_document(reader, page, explain=explain) for page in pages)
    else:
        for page in pages:
            _show(reader, page, explain=explain)


def _document(reader: SavedPages, page: SavedPage, *, explain: bool) -> Json:
    if not explain:
        return page_json(reader.read(page))
    from pipelines.explained import explanation_json  # noqa: PLC0415 # it brings rich, which is for people only

    content, explanation = reader.explain(page)
    return page_json(content) | {"explain": explanation_json(explanation) if explanation is not None else None}


def _show(reader: SavedPages, page: SavedPage, *, explain: bool) -> None:
    from archive.console.page import print_page  # noqa: PLC0415 # rich is for people only
    from pipelines.explained import print_explanation  # noqa: PLC0415

    if not explain:
        print_page(reader.read(page))
        return
    content, explanation = reader.explain(page)
    print_page(content)
    print_explanation(explanation)


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
