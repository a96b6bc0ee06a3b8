"""`kronika portals check`: saved pages read as a portal declares them, beside what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.console.output import print_json_lines, table
from archive.terms.clock import SystemClock
from archive.terms.outcomes import PageKind
from archive.terms.urls import canonical_url
from archive.types import Json, PageContent
from pipelines.parsing import SavedPage, listed_pages
from pipelines.reading import read_payload
from scraper.portals.base import Portal
from scraper.portals.registry import portal_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One saved page: as read with the declaration, the kind it has without, and what is off in words."""

    page: SavedPage
    in_scope: bool
    content: PageContent
    by_meaning: PageKind
    off: tuple[str, ...]

    @property
    def body(self) -> int:
        """Characters of text."""
        return sum(len(article.body) for article in self.content.articles)

    def to_json(self) -> Json:
        """Return the check as a line of `portals check --json`."""
        first = self.content.articles[0] if self.content.articles else None
        return {
            "file": str(self.page.path),
            "url": self.content.url,
            "in_scope": self.in_scope,
            "kind": self.content.kind.value,
            "kind_by_meaning": self.by_meaning.value,
            "title": self.content.title,
            "published": str(first.published) if first is not None and first.published is not None else None,
            "body": self.body,
            "articles": len(self.content.articles),
            "entries": len(self.content.entries),
            "warnings": list(self.content.warnings),
            "off": list(self.off),
        }


def check_page(portal: Portal, page: SavedPage, payload: bytes, captured: datetime) -> Checked:
    """Read one saved page both ways and compare. Raises BadUrl for an address that is none."""
    url = canonical_url(page.url, rules=portal.url_rules)
    content, by_meaning = (
        read_payload(payload, url=url, portal=name, content_type=page.content_type, captured=captured)
        for name in (portal.name, None)
    )
    in_scope = portal.in_scope(url)
    off = _off(portal, url, content, by_meaning.kind, in_scope=in_scope)
    return Checked(page=page, in_scope=in_scope, content=content, by_meaning=by_meaning.kind, off=tuple(off))


def _off(portal: Portal, url: str, content: PageContent, by_meaning: PageKind, *, in_scope: bool) -> list[str]:
    said: list[str] = []
    if not in_scope:
        said.append("outside the portal")
    if content.kind is PageKind.ERROR:
        return [*said, *content.warnings]
    declared = portal.declared_kind(url)
    if declared is not None and declared is not by_meaning:
        said.append(f"declared {declared.value}, reads like {by_meaning.value}")
    if not content.title:
        said.append("no title")
    return [*said, *_missing(content)]


def _missing(content: PageContent) -> Iterator[str]:
    if content.kind is PageKind.LISTING and not content.entries:
        yield "a list of nothing"
    if content.kind in (PageKind.ARTICLE, PageKind.MONTH_ARCHIVE):
        if not any(article.published for article in content.articles):
            yield "no date"
        if not any(article.body or article.attachments for article in content.articles):
            yield "no text"


def check_command(name: str, lists: Sequence[Path], *, captured: datetime | None, as_json: bool) -> int:
    """Check the pages that lists name, print a line for each, return 1 when something is off, else 0."""
    portal = portal_named(name)
    moment = captured or SystemClock().now()
    pages = [pair for listing in lists for pair in listed_pages(listing)]
    checks = [check_page(portal, page, payload, moment) for page, payload in pages]
    if as_json:
        print_json_lines(check.to_json() for check in checks)
    else:
        table(
            ["page", "in scope", "kind", "by meaning", "title", "date", "text", "off", "warnings"],
            [_row(check.to_json()) for check in checks],
        )
    return 1 if any(check.off for check in checks) else 0


def _row(line: Json) -> list[str]:
    return [
        line["url"],
        "yes" if line["in_scope"] else "NO",
        line["kind"],
        line["kind_by_meaning"],
        line["title"] or "–",
        line["published"] or "–",
        str(line["body"]),
        "; ".join(line["off"]) or "–",
        "; ".join(line["warnings"]) or "–",
    ]
