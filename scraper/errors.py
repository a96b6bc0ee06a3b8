"""Errors of the scraper.

ScraperError
├── ContactMissing    a portal on the real network, and nobody to write to
FetchError            one fetch came to nothing; the crawl goes on
├── Refused           a guard, the scope, the size or robots.txt said no; nothing was connected or kept
│   └── UnknownCoding the body is in a content coding that we do not undo; it is kept as sent and never parsed
├── BadBody           the body is cut, corrupt or not what its coding says; never a snapshot
└── Deferred          the host asked to be left alone for longer than a crawl waits; the URL stays due
"""

from __future__ import annotations

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from archive.terms.errors import ScraperError


class ContactMissing(ScraperError):
    """A public portal may not be crawled without a contact."""


class FetchError(IgnoreRequest):
    """One fetch came to nothing; the text says why. Scrapy hands an IgnoreRequest to the errback quietly."""


class Refused(FetchError):
    """A guard said no."""


class UnknownCoding(Refused):
    """The body's content coding is not one we undo."""


class BadBody(FetchError):
    """The body cannot be trusted to be whole."""


class Deferred(FetchError):
    """The host wants to be left alone until `until`."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until
