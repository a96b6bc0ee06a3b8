"""`kronika crawl`: one crawl of one portal, from the words on the command line to the summary."""

from __future__ import annotations

import resource
from dataclasses import dataclass, replace
from typing import Any

from archive.console.output import print_json
from archive.terms.clock import Clock
from archive.terms.errors import BadInput
from archive.terms.outcomes import UNANSWERED, CrawlStatus
from archive.terms.urls import canonical_url, split_host
from archive.types import Crawl, crawl_json
from pipelines.history import session_of
from pipelines.progress import LiveProgress
from scraper.errors import ContactMissing
from scraper.fetch.addresses import is_private_host
from scraper.portals.base import Portal, parse_gone_after, portal_of_seeds
from scraper.portals.registry import portal_named
from scraper.running import CrawlRunner, run

DEFAULT_PORTAL = "kielce"

OPEN_FILES = 64
"""Files and connections a crawl has open at most: under 30 were seen with eight requests at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """What the command line asks for."""

    portal: str | None = None
    seeds: tuple[str, ...] = ()
    limit: int | None = None
    full: bool = False
    new: bool = False
    allow_private: bool = False
    delay: float | None = None
    gone_after: str | None = None
    contact: str | None = None


def portal_of_order(order: CrawlOrder) -> Portal:
    """Return the portal an order means. Raises BadInput, BadUrl, and ContactMissing for a public one without contact."""
    if order.seeds and order.portal is None:
        portal = portal_of_seeds(order.seeds, delay=0.0 if order.allow_private else 1.0)
    else:
        portal = portal_named(order.portal or DEFAULT_PORTAL)
        if order.seeds:
            portal = replace(portal, seeds=_seeds_within(order.seeds, portal))
    if order.delay is not None:
        portal = replace(portal, delay=order.delay)
    if order.gone_after is not None:
        portal = replace(portal, gone_after=parse_gone_after(order.gone_after))
    if not order.contact and not all(is_private_host(split_host(seed)[0]) for seed in portal.seeds):
        raise ContactMissing(
            f"the portal {portal.name} is on the public network and nobody can be reached about this crawler;"
            " set KRONIKA_CONTACT to an e-mail or web address, or give --contact"
        )
    return portal


def _seeds_within(seeds: tuple[str, ...], portal: Portal) -> tuple[str, ...]:
    canonical = tuple(canonical_url(seed, rules=portal.url_rules) for seed in seeds)
    for seed in canonical:
        if not portal.in_scope(seed):
            raise BadInput(f"{seed} is outside the portal {portal.name}; leave the portal's name out to crawl it")
    return canonical


def settings_of(archive: str, portal: Portal, order: CrawlOrder, clock: Clock | None = None) -> dict[str, Any]:
    """Return the Scrapy settings of one crawl; `clock` tells its time in the machine's place."""
    agent = "Kronika/0.1 (city portal archive)" if not order.contact else f"Kronika/0.1 (+{order.contact})"
    told = {} if clock is None else {"KRONIKA_CLOCK": clock}
    return told | {
        "USER_AGENT": agent,
        "DOWNLOAD_DELAY": portal.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if portal.delay else 8,
        "KRONIKA_ARCHIVE": archive,
        "KRONIKA_PORTAL": portal,
        "KRONIKA_LIMIT": order.limit,
        "KRONIKA_FULL": order.full,
        "KRONIKA_NEW": order.new,
        "KRONIKA_ALLOW_PRIVATE": order.allow_private,
    }


async def crawl_once(
    runner: CrawlRunner, archive: str, portal: Portal, order: CrawlOrder, clock: Clock | None = None
) -> Crawl:
    """Crawl a portal within a running loop and return the crawl as it ended; `clock` tells its time."""
    settings = settings_of(archive, portal, order, clock)
    with LiveProgress(portal.name) as progress:
        crawler = await runner.crawl(settings, progress.watch)
    result = session_of(crawler).result
    if result is None:
        raise BadInput(f"the crawl of {portal.name} ended before it began; run it again")
    return result


def crawl_command(archive: str, order: CrawlOrder, *, as_json: bool) -> int:
    """Crawl, print the summary, return the exit status (0 to its end, 1 nothing fetched, 3 part-way)."""
    from archive.console.crawls import print_crawl  # noqa: PLC0415 # rich is for people only

    portal = portal_of_order(order)
    _require_open_files()
    crawl = run(lambda runner: crawl_once(runner, archive, portal, order))
    if as_json:
        print_json(crawl_json(crawl))
    else:
        print_crawl(crawl)
    return exit_status(crawl)


def _require_open_files() -> None:
    """Refuse to begin what would fail part-way. Raises BadInput."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if allowed != resource.RLIM_INFINITY and allowed < OPEN_FILES:
        raise BadInput(
            f"this process may open {allowed} files at once and a crawl needs {OPEN_FILES}; raise it with ulimit -n {OPEN_FILES}"
        )


def exit_status(crawl: Crawl) -> int:
    """Return the exit status a crawl's end means."""
    if crawl.status is CrawlStatus.INTERRUPTED:
        return 3
    answered = sum(count for outcome, count in crawl.counts.items() if outcome not in UNANSWERED)
    return 0 if answered else 1
