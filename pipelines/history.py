"""A crawl's hold on the archive: its lock, its one writer, and the frontier the spider leases from."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from archive.crawls import CrawlHandle, PortalTerms, begin, finish, interrupt
from archive.db import Archive, open_archive
from archive.ingest import Ingested
from archive.knowledge import latest, load
from archive.terms.clock import Clock
from archive.terms.errors import KronikaError
from archive.types import Crawl, NewCapture
from archive.upkeep.condense import condense, learn
from archive.writer import Writer
from pipelines.reading import read_beside, read_payload
from scraper.parsers.sketch import Sketch
from scraper.parsers.template import Learner, Template, template_from_json, template_to_json
from scraper.portals.base import Portal
from scraper.protocols import Lease

_LOG = logging.getLogger(__name__)

LEARNED_AFTER = 500
"""Captures of a crawl after which its portal's dictionary is trained, beside the crawl; smaller portals learn at the end."""


class CrawlSession:
    """One crawl of one portal: begun when made, ended by `end`."""

    def __init__(self, target: str, portal: Portal, *, full: bool, fresh: bool, clock: Clock) -> None:
        self._clock = clock
        self.archive: Archive = open_archive(target, write=True, create=True)
        try:
            self.handle: CrawlHandle = begin(self.archive, terms_of(portal), full=full, fresh=fresh, clock=clock)
        except BaseException:
            self.archive.close()
            raise
        with self.archive.reading() as connection:
            known = load(connection, portal.name, self.handle.knowledge)
            newest = load(connection, portal.name, latest(connection, portal.name))
        self.template: Template | None = template_from_json(known) if known is not None else None
        self.learner = Learner(template_from_json(newest))
        again = partial(read_payload, template=self.template)
        self.writer = Writer(self.archive, self.handle, reread=again, beside=read_beside)
        self.result: Crawl | None = None
        self._stored = 0
        self._learning: asyncio.Task[None] | None = None

    async def lease(self, most: int) -> Sequence[Lease]:
        """Return what is due next."""
        due = await asyncio.wrap_future(self.writer.lease(most))
        return [
            Lease(
                url=row.url,
                urlkey=row.urlkey,
                found_by=row.found_by,
                chain=row.chain,
                etag=row.etag,
                last_modified=row.last_modified,
            )
            for row in due
        ]

    async def store(self, capture: NewCapture) -> Ingested:
        """Hand a capture to the writer; return when it is committed."""
        ingested = await asyncio.wrap_future(self.writer.submit(capture))
        self._stored += 1
        if self._stored == LEARNED_AFTER:
            self._learning = asyncio.create_task(asyncio.to_thread(self._small, learn))
        return ingested

    async def end(self, reason: str | None, *, limited: bool) -> None:
        """Commit what is under way and state how the crawl ended; `reason` is None when nothing was due any more."""
        if self._learning is not None:
            await self._learning
        await asyncio.to_thread(self._end, reason, limited=limited)

    def _end(self, reason: str | None, *, limited: bool) -> None:
        self.writer.close()
        learned = template_to_json(self.learner.template())
        try:
            if reason is None:
                self.result = finish(self.archive, self.handle, limited=limited, clock=self._clock, learned=learned)
            else:
                self.result = interrupt(self.archive, self.handle, reason=reason, clock=self._clock, learned=learned)
            if reason is None:
                self._small(_condense)
        finally:
            self.handle.close()
            self.archive.close()

    def _small(self, make: Callable[[Archive, str], object]) -> None:
        """Make the portal's payloads small; what cannot be done now is left to the next end."""
        try:
            make(self.archive, self.handle.portal.name)
        except KronikaError as error:
            _LOG.warning("the payloads of this crawl stay larger than they need be: %s", error)


def _condense(archive: Archive, portal: str) -> None:
    for problem in condense(archive, portal).problems:
        _LOG.warning("%s", problem)


def terms_of(portal: Portal) -> PortalTerms:
    """Return what the archive has to know of a portal."""
    return PortalTerms(
        name=portal.name,
        hosts=portal.hosts,
        seeds=portal.seeds,
        delay=portal.delay,
        gone_after_checks=portal.gone_after.checks,
        gone_after_span=portal.gone_after.span,
    )


_SESSIONS: WeakKeyDictionary[Crawler, CrawlSession] = WeakKeyDictionary()


def session_of(crawler: Crawler) -> CrawlSession:
    """Return the session of a running crawl, begun at the first call from its settings."""
    if crawler not in _SESSIONS:
        settings: Any = crawler.settings
        _SESSIONS[crawler] = CrawlSession(
            settings["KRONIKA_ARCHIVE"],
            settings["KRONIKA_PORTAL"],
            full=settings.getbool("KRONIKA_FULL"),
            fresh=settings.getbool("KRONIKA_NEW"),
            clock=settings["KRONIKA_CLOCK"],
        )
    return _SESSIONS[crawler]


class ArchiveFrontier:
    """The scraper's Frontier on the archive."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveFrontier:
        """Build as the spider asks for it; begins the crawl."""
        return cls(session_of(crawler))

    @property
    def crawl(self) -> int:
        """The sequence number of the crawl."""
        return self._session.handle.seq

    @property
    def knowledge(self) -> int:
        """The number of what is known of the portal's template."""
        return self._session.handle.knowledge

    @property
    def template(self) -> Template | None:
        """What is known of the portal's template."""
        return self._session.template

    def wants(self, url: str) -> bool:
        """Tell whether what the page of an address teaches would be taken."""
        return self._session.learner.wants(url)

    def learn(self, sketch: Sketch) -> None:
        """Take what a page teaches."""
        self._session.learner.learn(sketch)

    async def lease(self, most: int) -> Sequence[Lease]:
        """Return what is due next."""
        return await self._session.lease(most)
