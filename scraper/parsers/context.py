"""What a parser is told besides the bytes: where they come from, and what the portal declares about its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from archive.terms.marks import Reader
from archive.terms.outcomes import PageKind
from pipelines.polish.forms import COMPARE_VERSION
from scraper.parsers.template import Template

PARSERS = 9
"""Raise it with every change of what the parsers read, of a date's value too."""

VERSION = PARSERS + COMPARE_VERSION
"""Version of the reader: a later parser and a later compare form both read old states anew, and both only ever rise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalHints:
    """What a portal declares: pairs of a regular expression searched in the URL, and the kind of those pages."""

    kinds: tuple[tuple[str, PageKind], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """Where a payload comes from: its canonical URL, portal, Content-Type header and time of capture.

    `listed` is the day that a list of the portal prints beside the page's title, as printed, where that is known.
    `template` is what is known of the portal's template; without it a page is read on its own. `sketched`: what the page
    teaches of it is wanted; `explain`: the reasons of what was read are.
    """

    url: str
    portal: str | None = None
    content_type: str | None = None
    captured: datetime | None = None
    hints: PortalHints = field(default_factory=PortalHints)
    listed: str | None = None
    template: Template | None = None
    sketched: bool = False
    explain: bool = False


def reader_of(context: PageContext, kind: PageKind) -> Reader:
    """Return the name and version of the parser that reads a kind of page of a portal."""
    owner = context.portal if context.hints.kinds and context.portal else "generic"
    return Reader(name=f"{owner}.{kind.value}", version=VERSION)
