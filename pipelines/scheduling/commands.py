"""The command `schedule`: recurring crawls, made, listed, paused, taken away, and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.db import Archive
    from archive.invocation import Invocation


@click.group()
def schedule() -> None:
    """Crawl portals again and again: `add` says when, `run` does it."""


@schedule.command()
@click.argument("portal")
@click.option("--every", required=True, metavar="SPAN", help="6h, 90m: time that passes; 1d, 2w: days of the calendar.")
@click.option("--window", metavar="FROM-TO", help="Only in these hours, Polish wall time: 22:00-06:00.")
@click.option("--seed", "seeds", multiple=True, metavar="URL", help="Where to begin, for a portal nobody declared.")
@click.option("--allow-private", is_flag=True, help="Permit loopback and private addresses.")
@click.option("--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Seconds between two requests.")
@click.option("--gone-after", metavar="CHECKS/SPAN", help="How many 404 answers over what span make a page gone: 3/3d.")
@click.pass_obj
def add(
    invocation: Invocation,
    portal: str,
    every: str,
    window: str | None,
    seeds: tuple[str, ...],
    allow_private: bool,
    delay: float | None,
    gone_after: str | None,
) -> None:
    """Have a portal crawled every SPAN, the first time at once.

    PORTAL is a declared portal, one this archive holds, or with --seed the host and port of the seed. The other options
    are those of `kronika crawl`.
    """
    from archive.console.schedules import print_schedules
    from archive.schedules.decide import CrawlOptions
    from pipelines.scheduling.making import make_schedule

    options = CrawlOptions(seeds=seeds, allow_private=allow_private, delay=delay, gone_after=gone_after)
    with _open(invocation, create=True) as archive:
        made = make_schedule(archive, portal, every=every, window=window, options=options)
    print_schedules([made], running=frozenset())


@schedule.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def list_schedules(invocation: Invocation, as_json: bool) -> None:
    """List the recurring crawls, the one due first first; times for people are Polish time."""
    from archive.console.output import print_json_lines
    from archive.console.schedules import print_schedules, schedule_json
    from archive.db import open_archive
    from archive.lock import is_held
    from archive.schedules.store import schedules

    with open_archive(invocation.archive, write=False) as archive:
        with archive.reading() as connection:
            found = schedules(connection)
        running = frozenset(row.portal for row in found if is_held(archive, row.portal))
    if as_json:
        print_json_lines(schedule_json(row, running=row.portal in running) for row in found)
    else:
        print_schedules(found, running=running)


@schedule.command()
@click.argument("portal")
@click.pass_obj
def pause(invocation: Invocation, portal: str) -> None:
    """Start no more crawls of PORTAL until `resume`; one that runs goes on to its end."""
    from archive.schedules import store

    with _open(invocation) as archive, archive.writing() as connection:
        store.pause(connection, portal)
    click.echo(f"{portal} is paused")


@schedule.command()
@click.argument("portal")
@click.pass_obj
def resume(invocation: Invocation, portal: str) -> None:
    """Go on with a paused schedule; what was due meanwhile is not made up."""
    from archive.console.schedules import print_schedules
    from archive.schedules import store
    from archive.terms.clock import SystemClock

    with _open(invocation) as archive, archive.writing() as connection:
        resumed = store.resume(connection, portal, SystemClock().now())
    print_schedules([resumed], running=frozenset())


@schedule.command()
@click.argument("portal")
@click.pass_obj
def remove(invocation: Invocation, portal: str) -> None:
    """Take a schedule away; what was crawled stays, and a crawl that runs goes on to its end."""
    from archive.schedules import store

    with _open(invocation) as archive, archive.writing() as connection:
        store.remove(connection, portal)
    click.echo(f"{portal} is no longer crawled by schedule")


@schedule.command()
@click.option("--once", is_flag=True, help="Start what is due, wait for its end, then exit: for cron.")
@click.pass_obj
def run(invocation: Invocation, once: bool) -> None:
    """Crawl what is due, when it is due, until Ctrl-C or SIGTERM.

    A crawl that was cut off, by a signal, a kill or the end of its window, is gone on with. A run that was missed is
    made up once. Exit status 3 when a crawl was laid down part-way.
    """
    from pipelines.scheduling.serving import serve_schedules

    click.get_current_context().exit(serve_schedules(invocation.archive, once=once))


def _open(invocation: Invocation, *, create: bool = False) -> Archive:
    from archive.db import open_archive

    return open_archive(invocation.archive, write=True, create=create)
