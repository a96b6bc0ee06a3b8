"""Downloader middlewares, outermost first: robots, patience, address guard, strict decoding.

They replace all of Scrapy's own (settings.py): what reaches the spider is a whole, decoded body or an error that says
why there is none. What they learn goes into `request.meta` under the keys named here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.http.request import NO_CALLBACK

from archive.terms.clock import Clock
from archive.terms.errors import BadUrl
from archive.terms.urls import canonical_url, host_of, root_of, split_host
from scraper.errors import BadBody, Deferred, Refused, UnknownCoding
from scraper.fetch.addresses import check_host
from scraper.fetch.decoding import ACCEPT_ENCODING, Limits, undo
from scraper.fetch.patience import LONGEST_WAIT, PASSING_ERRORS, PASSING_STATUS, TRIES, retry_after
from scraper.fetch.robots import RobotRules, rules_of, unreachable
from scraper.portals.base import Portal

TRY = "kronika_try"
SENT = "kronika_sent"
CODING = "kronika_coding"
WIRE_LENGTH = "kronika_wire_length"
UNREAD = "kronika_unread"
"""Why the body of an answer is kept as it was sent, undecoded and unparsed."""
ROBOTS = "kronika_robots"
MAX_HEADERS = 200
MAX_HEADER_BYTES = 64 * 1024
MAX_ROBOTS_HOPS = 5


def request_headers(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers every request carries."""
    return {
        "User-Agent": settings["USER_AGENT"],
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "pl,en;q=0.5",
        "Accept-Encoding": ACCEPT_ENCODING,
    }


class _Middleware:
    """Holds the crawler, its portal and its clock."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.portal: Portal = crawler.settings["KRONIKA_PORTAL"]
        self.clock: Clock = crawler.settings["KRONIKA_CLOCK"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> _Middleware:
        """Build as Scrapy asks for it."""
        return cls(crawler)

    async def _again(self, request: Request) -> Request | None:
        """Return the request to try once more, None where it was tried often enough or the crawl is ending."""
        number = request.meta.get(TRY, 1)
        if number >= TRIES or not self.crawler.spider or getattr(self.crawler.spider, "stopping", False):
            return None
        await asyncio.sleep(self.portal.delay * 2 ** (number - 1))
        return request.replace(dont_filter=True, meta={**request.meta, TRY: number + 1})


class RobotsMiddleware(_Middleware):
    """Asks each host's robots.txt once a crawl, obeys it, and slows the portal down to its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Task[RobotRules]] = {}

    async def process_request(self, request: Request) -> None:
        """Raise Refused for what robots.txt does not allow."""
        if request.meta.get(ROBOTS):
            return
        root = root_of(request.url)
        if root not in self._rules:
            self._rules[root] = asyncio.ensure_future(self._fetch(root))
        rules = await asyncio.shield(self._rules[root])
        refusal = rules.refusal_of(request.url, self.crawler.settings["USER_AGENT"])
        if refusal is not None:
            raise Refused(refusal)

    async def _fetch(self, root: str) -> RobotRules:
        url = root + "robots.txt"
        for _ in range(MAX_ROBOTS_HOPS):
            try:
                response = await self._download(url)
            except (IgnoreRequest, *PASSING_ERRORS, OSError, ValueError) as error:
                return unreachable(str(error) or type(error).__name__)
            if not 300 <= response.status < 400:
                break
            target = self._target(response)
            if target is None:
                return RobotRules()
            url = target
        else:
            return RobotRules()
        rules = rules_of(response.status, response.body)
        self._slow_down(rules)
        return rules

    async def _download(self, url: str) -> Response:
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(
            Request(
                url,
                headers=request_headers(self.crawler.settings),
                meta={ROBOTS: True, "download_slot": self.portal.name, "download_timeout": 30},
                callback=NO_CALLBACK,
                dont_filter=True,
            )
        )

    def _target(self, response: Response) -> str | None:
        location = (response.headers.get("Location") or b"").decode("latin-1")
        try:
            target = canonical_url(location, base=response.url)
        except BadUrl:
            return None
        return target if self.portal.in_scope(target) else None

    def _slow_down(self, rules: RobotRules) -> None:
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(self.portal.name)
        if slot is not None:
            slot.delay = max(slot.delay, rules.delay(self.crawler.settings["USER_AGENT"]))
        self.crawler.signals.send_catch_log(signal=ROBOTS, sitemaps=rules.sitemaps())


class PatienceMiddleware(_Middleware):
    """Tries again what may pass, at most TRIES times, and leaves a host alone for as long as it asks."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._quiet_until = 0.0

    async def process_request(self, request: Request) -> None:
        """Wait while the host wants to be left alone."""
        wait = self._quiet_until - monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Hand an answer on, or the request again when its failure may pass."""
        if response.status not in PASSING_STATUS:
            return response
        asked = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1") or None, self.clock.now())
        if asked is not None and asked > LONGEST_WAIT:
            if response.status == 429:
                until = self.clock.now() + timedelta(seconds=asked)
                raise Deferred(f"HTTP 429 asks to come back in {asked:.0f} s", until)
            return response
        if asked:
            self._quiet_until = max(self._quiet_until, monotonic() + asked)
        return await self._again(request) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Try again after a failure of the connection."""
        if not isinstance(exception, PASSING_ERRORS):
            return None
        return await self._again(request)


class AddressMiddleware(_Middleware):
    """Refuses addresses that spell out a private place; names are checked where they are resolved."""

    def process_request(self, request: Request) -> None:
        """Raise Refused for a blocked address."""
        host, _, _ = split_host(request.url)
        check_host(host, allow_private=self.crawler.settings.getbool("KRONIKA_ALLOW_PRIVATE"))
        in_scope = self.portal.in_scope  # a lease's address is canonical, one of a redirect may have an alias for host
        if not (in_scope(request.url) or in_scope(canonical_url(request.url, rules=self.portal.url_rules))):
            raise Refused(f"{host_of(request.url)} is outside the portal's scope")
        request.meta[SENT] = self.clock.now()


class DecodingMiddleware(_Middleware):
    """Bounds the headers and undoes the content coding strictly."""

    limits = Limits()

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response with its decoded body, or the request again for a cut one. Raises BadBody, Refused.

        A body in an unknown coding is handed on as sent (FAULTS A32).

        Tried again here: Scrapy takes an error of process_response to no other middleware's process_exception.
        """
        _check_headers(response.headers)
        coding = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        request.meta[WIRE_LENGTH] = len(response.body)
        request.meta[CODING] = coding
        request.meta.pop(UNREAD, None)  # of an answer that was tried again
        if not coding or not response.body:
            return response
        try:
            body = undo(response.body, coding, self.limits)
        except UnknownCoding as error:
            request.meta[UNREAD] = str(error)
            return response
        except BadBody:
            again = await self._again(request)
            if again is None:
                raise
            return again
        return Response(
            response.url,
            status=response.status,
            headers=response.headers,
            body=body,
            flags=response.flags,
            request=response.request,
            certificate=response.certificate,
            ip_address=response.ip_address,
            protocol=response.protocol,
        )


def _check_headers(headers: Headers) -> None:
    pairs = [(name, value) for name, values in headers.items() for value in values]
    size = sum(len(name) + len(value) for name, value in pairs)
    if len(pairs) > MAX_HEADERS or size > MAX_HEADER_BYTES:
        raise Refused(f"the answer has {len(pairs)} headers of {size} bytes; at most {MAX_HEADERS} and 64 kB are taken")
