"""The one spider: leases what is due, fetches it, has it read, and hands over one CapturedPage for each lease."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from archive.terms.clock import format_time
from archive.terms.errors import BadUrl
from archive.terms.facts import FetchFacts, Found
from archive.terms.outcomes import FetchOutcome, FoundBy
from archive.terms.urls import canonical_url, urlkey
from scraper.errors import Deferred
from scraper.fetch.facts import facts_of
from scraper.fetch.judging import REDIRECTS, Judgement, judge_failure, judge_redirect, judge_status
from scraper.fetch.middleware import ROBOTS, UNREAD, request_headers
from scraper.fetch.patience import UNREACHABLE
from scraper.fetch.reading import Answer, ReaderKilled, Reading
from scraper.found import found_in_content, found_in_frame, together
from scraper.items import CapturedPage
from scraper.lists import ReadLists
from scraper.parsers.registry import PageContext, PortalHints
from scraper.portals.base import Portal
from scraper.protocols import Frontier, Lease

MOST_LEASES = 16
"""URLs in flight or not yet committed: what a kill makes us fetch again."""

POLITE_LEASES = 2
"""The same where a delay stands between two requests: more would only wait, and make an interrupt wait for them."""

UNREACHABLE_LIMIT = 10
"""Failures of the connection in a row after which the host counts as unreachable."""

HOPS = "kronika_hops"


class PortalSpider(scrapy.Spider):
    """Crawls one portal until nothing is due, the limit is reached, or it is told to stop."""

    name = "portal"

    def __init__(self, portal: Portal, frontier: Frontier, reading: Reading, limit: int | None = None) -> None:
        super().__init__()
        self.portal = portal
        self.frontier = frontier
        self.reading = reading
        self.crawl = frontier.crawl
        self._hints = PortalHints(kinds=portal.kinds)
        self.limit = limit
        self.most_leases = MOST_LEASES if portal.delay == 0 else POLITE_LEASES
        self.handed_out = 0
        self.in_flight = 0
        self.unreachable = 0
        self.stopping = False
        self.stop_reason: str | None = None
        self._progress = asyncio.Event()
        self._sitemaps: list[str] = []
        self._lists = ReadLists()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any, **__: Any) -> PortalSpider:
        """Wire the spider to the frontier named in the settings and to the signals that end a lease."""
        settings = crawler.settings
        frontier: Frontier = load_object(settings["KRONIKA_FRONTIER"]).from_crawler(crawler)
        spider = cls(
            settings["KRONIKA_PORTAL"],
            frontier,
            Reading(settings.getint("KRONIKA_PARSE_WORKERS"), settings["KRONIKA_PORTAL"], frontier.template),
            settings["KRONIKA_LIMIT"],
        )
        spider._set_crawler(crawler)
        spider.reading.start()  # it takes its time while Scrapy's engine is made
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.lease_ended, signal=signal)
        crawler.signals.connect(spider.robots_read, signal=ROBOTS)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each lease; end when nothing is due and nothing is in flight."""
        while not self.stopping:
            room = self.most_leases - self.in_flight
            if room < self.most_leases // 4 and self.in_flight:
                room = 0  # as many come at once as are committed together
            if self.limit is not None:
                room = min(room, self.limit - self.handed_out)
            leases = await self.frontier.lease(room) if room > 0 else ()
            for lease in leases:
                self.in_flight += 1
                self.handed_out += 1
                yield self._request(lease)
            if not leases:
                if not self.in_flight:
                    return
                self._progress.clear()
                await self._progress.wait()

    def _request(self, lease: Lease, url: str | None = None, hops: int = 0, cookie: str | None = None) -> Request:
        headers = request_headers(self.settings)
        if hops == 0 and lease.etag:
            headers["If-None-Match"] = lease.etag
        if hops == 0 and lease.last_modified:
            headers["If-Modified-Since"] = lease.last_modified
        if cookie:
            headers["Cookie"] = cookie
        return Request(
            url or lease.url,
            headers=headers,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            cb_kwargs={"lease": lease},
            meta={
                HOPS: hops,
                "download_slot": self.portal.name,
                "download_timeout": self.settings.getfloat("DOWNLOAD_TIMEOUT"),
            },
        )

    async def parse(self, response: Response, lease: Lease) -> AsyncIterator[CapturedPage | Request]:
        """Yield the one CapturedPage of a lease, or the request that goes on to the same resource elsewhere."""
        self.unreachable = 0
        try:
            yield await self._captured(response, lease)
        except Exception as error:
            self.logger.exception("Kronika could not process %s", lease.url)
            judgement = Judgement(
                outcome=FetchOutcome.FAILED, reason=f"Kronika could not process the answer ({type(error).__name__})"
            )
            facts = self._facts(lease, judgement, response.request, response)
            yield CapturedPage(facts=facts)

    async def _captured(self, response: Response, lease: Lease) -> CapturedPage | Request:
        if response.status in REDIRECTS:
            return self._redirected(response, lease)
        conditional = bool(response.request and (lease.etag or lease.last_modified))
        judgement = judge_status(response.status, body=response.body, conditional=conditional)
        if judgement.outcome is FetchOutcome.FETCHED and UNREAD in response.meta:
            judgement = replace(judgement, reason=response.meta[UNREAD])
        facts = self._facts(lease, judgement, response.request, response)
        payload = response.body or None
        if judgement.outcome is not FetchOutcome.FETCHED or judgement.reason is not None or payload is None:
            return CapturedPage(facts=facts, payload=payload, found=self._take_sitemaps())
        context = PageContext(
            url=response.url,
            portal=self.portal.name,
            content_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
            captured=facts.fetched,
            hints=self._hints,
            sketched=self.frontier.wants(response.url),
        )
        try:
            answer = await self.reading.read(payload, context)
        except ReaderKilled as error:
            facts = replace(facts, reason=str(error), flags=(*facts.flags, "parser-killed"))
            return CapturedPage(facts=facts, payload=payload)
        parsed = answer.parsed
        facts = replace(facts, charset=parsed.charset, sniffed_type=parsed.sniffed_type)
        if parsed.page.sketch is not None:
            self.frontier.learn(parsed.page.sketch)
        return CapturedPage(
            facts=facts,
            payload=payload,
            page=parsed.page,
            found=(*self._found(answer), *self._take_sitemaps()),
            knowledge=self.frontier.knowledge,
        )

    def _found(self, answer: Answer) -> tuple[Found, ...]:
        page = self._lists.leading_on(answer.parsed.page)
        if page is answer.parsed.page:
            content, frame = answer.content, answer.frame
        else:
            content, frame = found_in_content(page, self.portal), found_in_frame(page, self.portal)
        return together(content, frame, page, self.portal)

    def _redirected(self, response: Response, lease: Lease) -> CapturedPage | Request:
        hops: int = response.meta[HOPS]
        location = (response.headers.get("Location") or b"").decode("latin-1")
        judgement = judge_redirect(location, response.url, lease, self.portal, hops=hops)
        if judgement.again and judgement.target is not None:
            cookie = b"; ".join(value.split(b";")[0] for value in response.headers.getlist("Set-Cookie")[:20])
            return self._request(lease, judgement.target, hops + 1, cookie.decode("latin-1")[:4096])
        facts = self._facts(lease, judgement, response.request, response)
        found: tuple[Found, ...] = ()
        if judgement.outcome is FetchOutcome.REDIRECTED and judgement.target is not None:
            chain = (*lease.chain, lease.url)
            target = judgement.target
            found = (Found(url=target, urlkey=urlkey(target), found_by=FoundBy.REDIRECT, chain=chain),)
        return CapturedPage(facts=facts, payload=response.body or None, found=(*found, *self._take_sitemaps()))

    async def failed(self, failure: Failure) -> AsyncIterator[CapturedPage]:
        """Yield the capture of a fetch that came to nothing, or stop when the host wants to be left alone."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        lease: Lease = request.cb_kwargs["lease"]
        error = failure.value or ValueError("a failure without an error")
        if isinstance(error, Deferred):
            self._lease_over()
            self.stop(f"deferred until {format_time(error.until)}: {error}")
            return
        if isinstance(error, UNREACHABLE):
            self.unreachable += 1
            if self.unreachable >= UNREACHABLE_LIMIT:
                self.stop("host unreachable")
        judgement = judge_failure(error)
        facts = self._facts(lease, judgement, request, None)
        yield CapturedPage(facts=facts, found=self._take_sitemaps())

    def _facts(
        self, lease: Lease, judgement: Judgement, request: Request | None, response: Response | None
    ) -> FetchFacts:
        now = self.settings["KRONIKA_CLOCK"].now()
        return facts_of(self.crawl, self.portal, lease, judgement, request, response, now=now)

    def stop(self, reason: str) -> None:
        """Hand out no more leases; what is in flight is still taken."""
        if not self.stopping:
            self.stopping = True
            self.stop_reason = reason
            self._progress.set()

    def lease_ended(self, **_: Any) -> None:
        """Take note that a capture was committed, dropped or lost to an error in a pipeline."""
        self._lease_over()

    def _lease_over(self) -> None:
        self.in_flight -= 1
        self._progress.set()

    def robots_read(self, sitemaps: tuple[str, ...], **_: Any) -> None:
        """Keep the sitemaps that robots.txt names for the next capture to report as found."""
        self._sitemaps.extend(sitemaps)

    def _take_sitemaps(self) -> tuple[Found, ...]:
        found: list[Found] = []
        for address in self._sitemaps:
            try:
                url = canonical_url(address, base=self.portal.seeds[0], rules=self.portal.url_rules)
            except BadUrl:
                continue
            if self.portal.in_scope(url):
                found.append(Found(url=url, urlkey=urlkey(url), found_by=FoundBy.SITEMAP))
        self._sitemaps.clear()
        return tuple(found)

    def closed(self, reason: str) -> None:
        """Stop the reading worker."""
        del reason
        self.reading.close()
