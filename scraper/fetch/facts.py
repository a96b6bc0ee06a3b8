"""Gathers the facts of one fetch from Scrapy's objects."""

from __future__ import annotations

from datetime import datetime

from scrapy import Request
from scrapy.http import Headers as ScrapyHeaders
from scrapy.http import Response

from archive.terms.facts import FetchFacts, Headers
from scraper.fetch.judging import Judgement
from scraper.fetch.middleware import CODING, SENT, TRY, WIRE_LENGTH
from scraper.portals.base import Portal
from scraper.protocols import Lease


def facts_of(
    crawl: int,
    portal: Portal,
    lease: Lease,
    judgement: Judgement,
    request: Request | None,
    response: Response | None,
    *,
    now: datetime,
) -> FetchFacts:
    """Return what is known of a fetch that ended `now` (UTC); `response` is None where none came."""
    meta = request.meta if request is not None else {}
    sent = meta.get(SENT, now)
    return FetchFacts(
        portal=portal.name,
        crawl=crawl,
        url=lease.url,
        urlkey=lease.urlkey,
        outcome=judgement.outcome,
        fetched=sent,
        found_by=lease.found_by,
        seconds=float(meta.get("download_latency", (now - sent).total_seconds())),
        request_headers=header_pairs(request.headers) if request is not None and SENT in meta else (),
        address=str(response.ip_address) if response is not None and response.ip_address else None,
        http_version=response.protocol if response is not None else None,
        status=response.status if response is not None else None,
        response_headers=header_pairs(response.headers) if response is not None else (),
        redirect=judgement.target,
        redirects=lease.chain,
        tries=meta.get(TRY, 1),
        reason=judgement.reason,
        flags=_flags(response),
        coding=meta.get(CODING, ""),
        wire_length=meta.get(WIRE_LENGTH),
    )


def header_pairs(headers: ScrapyHeaders) -> Headers:
    """Return headers as ordered pairs, bytes kept as Latin-1 characters."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _flags(response: Response | None) -> tuple[str, ...]:
    """Only what the HTTP library lets us see: it keeps a Content-Length beside chunks to itself (FAULTS A24, A26)."""
    return ("completeness-unknown",) if response is not None and "partial" in response.flags else ()
