"""Runs Scrapy in this process: one event loop, any number of crawls one after another, and signals that end it well."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any, TypeVar

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

import scraper.settings as defaults
from scraper.processes import collect_seldom
from scraper.spiders.portal import PortalSpider

T = TypeVar("T")


def scrapy_settings(overrides: dict[str, Any]) -> Settings:
    """Return the project's settings with `overrides` on top; scrapy.cfg is not looked for."""
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    settings.setdict(overrides, priority="cmdline")
    return settings


class CrawlRunner:
    """Crawls within a running event loop; `interrupt` asks the crawl in hand to end."""

    def __init__(self) -> None:
        self._crawler: Crawler | None = None
        self._interrupted = False

    async def crawl(self, overrides: dict[str, Any], watch: Callable[[Crawler], None]) -> Crawler:
        """Run one crawl to its end and return its Crawler; `watch` sees it before it starts.

        Raises what kept it from starting.
        """
        runner = AsyncCrawlerRunner(scrapy_settings(overrides))
        crawler = runner.create_crawler(PortalSpider)
        self._crawler = crawler
        watch(crawler)
        if not self._interrupted:
            await runner.crawl(crawler)
        return crawler

    def interrupt(self) -> None:
        """Let what is in flight come in and hand out nothing more."""
        self._interrupted = True
        spider = self._crawler.spider if self._crawler is not None else None
        if isinstance(spider, PortalSpider):
            spider.stop("interrupted")


def run(main: Callable[[CrawlRunner], Awaitable[T]]) -> T:
    """Run a coroutine that crawls, once in a process; the first SIGINT or SIGTERM interrupts, the second exits.

    Returns what the coroutine returns, raises what it raises.
    """
    install_reactor(defaults.TWISTED_REACTOR)
    reactor = _reactor()
    from twisted.internet.defer import Deferred  # noqa: PLC0415

    runner = CrawlRunner()
    outcome: list[T] = []
    failure: list[BaseException] = []

    async def whole() -> None:
        try:
            outcome.append(await main(runner))
        except BaseException as error:  # noqa: BLE001 # raised again below, outside the loop
            failure.append(error)
        finally:
            reactor.callLater(0, reactor.stop)

    def begin() -> None:
        import asyncio  # noqa: PLC0415

        Deferred.fromFuture(asyncio.ensure_future(whole()))

    before = _take_signals(runner)
    collect_seldom()
    try:
        reactor.callWhenRunning(begin)
        reactor.run(installSignalHandlers=False)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if failure:
        raise failure[0]
    return outcome[0]


def _reactor() -> Any:
    from twisted.internet import reactor  # noqa: PLC0415 # importing it installs one

    return reactor


def _take_signals(runner: CrawlRunner) -> dict[signal.Signals, Any]:
    reactor = _reactor()
    seen: list[int] = []

    def on_signal(number: int, frame: FrameType | None) -> None:
        del frame
        seen.append(number)
        if len(seen) > 1:
            os._exit(3)
        reactor.callFromThread(runner.interrupt)

    return {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
