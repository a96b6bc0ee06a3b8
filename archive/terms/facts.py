"""What is known of one fetch, whatever came of it: the facts a capture row keeps, never altered afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.terms.outcomes import FetchOutcome, FoundBy

Headers = tuple[tuple[str, str], ...]
"""Ordered name/value pairs as the HTTP library gives them; bytes that are not ASCII are kept as Latin-1 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charset:
    """Which character encoding a payload declared, which was used, and why."""

    declared: str | None
    used: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A URL within scope that a page led to: canonical URL, how it was found, and the redirects that led there."""

    url: str
    urlkey: str
    found_by: FoundBy
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFacts:
    """The facts of one fetch of one resource in one crawl.

    `url` is the canonical URL that was due, `urlkey` its key; `fetched` is when the last request was sent (UTC,
    microseconds), `seconds` how long it took; `wire_length` counts the body's bytes before content decoding (after
    transfer decoding), `coding` names the Content-Encoding that was undone ("" for none). `redirect` is the absolute
    target of a 3xx answer, `redirects` the hops that led to this resource in this crawl. `reason` is in words and
    stands wherever nothing was stored.
    """

    portal: str
    crawl: int
    url: str
    urlkey: str
    outcome: FetchOutcome
    fetched: datetime
    found_by: FoundBy
    seconds: float = 0.0
    request_headers: Headers = ()
    address: str | None = None
    http_version: str | None = None
    status: int | None = None
    response_headers: Headers = ()
    redirect: str | None = None
    redirects: tuple[str, ...] = ()
    tries: int = 1
    reason: str | None = None
    flags: tuple[str, ...] = ()
    coding: str = ""
    wire_length: int | None = None
    charset: Charset | None = None
    sniffed_type: str | None = None
