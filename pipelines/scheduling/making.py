"""Makes a schedule from the words of the command line."""

from __future__ import annotations

from dataclasses import replace

from archive.db import Archive
from archive.schedules import store
from archive.schedules.decide import CrawlOptions, Schedule
from archive.schedules.due import first_rhythm, parse_every, parse_window
from archive.terms.clock import SystemClock
from archive.terms.errors import BadInput
from scraper.portals.base import parse_gone_after, portal_of_seeds
from scraper.portals.registry import PORTALS, portal_named


def make_schedule(archive: Archive, portal: str, *, every: str, window: str | None, options: CrawlOptions) -> Schedule:
    """Store a schedule and return it. Raises BadInput for what no crawl could be started with."""
    hours = parse_window(window) if window is not None else None
    rhythm = first_rhythm(parse_every(every), hours, SystemClock().now())
    if options.gone_after is not None:
        parse_gone_after(options.gone_after)
    with archive.writing() as connection:
        known = store.seeds_of(connection, portal) if portal not in PORTALS else ()
        schedule = Schedule(
            portal=portal, rhythm=rhythm, options=_seeded(portal, options, known), next_due=rhythm.first
        )
        store.add(connection, schedule)
    return schedule


def _seeded(portal: str, options: CrawlOptions, known: tuple[str, ...]) -> CrawlOptions:
    """Return the options with the seeds a portal is crawled by that nobody declared; a declared one has its own."""
    if portal in PORTALS:
        if options.seeds:
            raise BadInput(f"{portal} is declared with seeds of its own; leave --seed out")
        return options
    seeds = options.seeds or known
    if not seeds:
        portal_named(portal)
    named = portal_of_seeds(seeds).name
    if named != portal:
        raise BadInput(f"crawls of {seeds[0]} are of the portal {named}; schedule it by that name")
    return replace(options, seeds=seeds)
