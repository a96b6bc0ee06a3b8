"""The last pipeline: hands captures to the archive's one writer and returns when they are committed."""

from __future__ import annotations

from scrapy.crawler import Crawler

from archive.ingest import Ingested
from archive.terms.errors import KronikaError
from archive.types import NewCapture
from pipelines.history import CrawlSession, session_of
from scraper.spiders.portal import PortalSpider


class StorePipeline:
    """Scrapy's item pipeline of that step; it also ends the crawl in the archive when the spider is done."""

    def __init__(self, crawler: Crawler, session: CrawlSession) -> None:
        self._crawler = crawler
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        """Build as Scrapy asks for it."""
        return cls(crawler, session_of(crawler))

    async def process_item(self, item: NewCapture) -> Ingested:
        """Return what the archive made of a capture, once that is committed. An archive that fails stops the crawl."""
        try:
            return await self._session.store(item)
        except KronikaError as error:
            self._spider().stop(str(error))
            raise

    async def close_spider(self) -> None:
        """State in the archive how the crawl ended."""
        spider = self._spider()
        limited = spider.limit is not None and spider.handed_out >= spider.limit
        await self._session.end(spider.stop_reason, limited=limited)

    def _spider(self) -> PortalSpider:
        spider = self._crawler.spider
        if not isinstance(spider, PortalSpider):
            raise TypeError("the store pipeline serves PortalSpider alone")
        return spider
