"""The commands that need both sides: crawl, parse, portals, demo. Imports happen when a command runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.invocation import Invocation


@click.command()
@click.argument("portal", required=False)
@click.option(
    "--seed", "seeds", multiple=True, metavar="URL", help="Where to begin; alone, crawls within its host and port."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Fetch at most N URLs; the rest stays due.")
@click.option("--full", is_flag=True, help="Ignore validators and the revisit plan: fetch every body anew.")
@click.option(
    "--resume/--new", "resume", default=True, help="Go on with an interrupted crawl (default), or give it up."
)
@click.option("--allow-private", is_flag=True, help="Permit loopback and private addresses.")
@click.option("--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Seconds between two requests.")
@click.option("--gone-after", metavar="CHECKS/SPAN", help="How many 404 answers over what span make a page gone: 3/3d.")
@click.option(
    "--contact", metavar="ADDRESS", help="Who to write to about this crawler (e-mail or URL), sent to the portal."
)
@click.option("--json", "as_json", is_flag=True, help="Print the crawl as JSON.")
@click.pass_obj
def crawl(
    invocation: Invocation,
    portal: str | None,
    seeds: tuple[str, ...],
    limit: int | None,
    full: bool,
    resume: bool,
    allow_private: bool,
    delay: float | None,
    gone_after: str | None,
    contact: str | None,
    as_json: bool,
) -> None:
    """Crawl a portal once and keep every state of its pages.

    PORTAL is the name of a known portal (default: kielce). An interrupted crawl of the same portal is resumed.
    """
    from scraper.fetch.spawning import spawn_ahead

    spawn_ahead()  # it loads its modules while this process loads its own
    from pipelines.crawling import CrawlOrder, crawl_command

    order = CrawlOrder(
        portal=portal,
        seeds=seeds,
        limit=limit,
        full=full,
        new=not resume,
        allow_private=allow_private,
        delay=delay,
        gone_after=gone_after,
        contact=contact,
    )
    click.get_current_context().exit(crawl_command(invocation.archive, order, as_json=as_json))


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--url", metavar="URL", help="The address the page was saved from.")
@click.option(
    "--url-list", type=click.Path(path_type=Path), metavar="LIST", help="Lines FILE<TAB>URL[<TAB>CONTENT-TYPE]."
)
@click.option("--captured-at", metavar="TIME", help="When it was saved (RFC 3339); the base of its dates.")
@click.option("--content-type", metavar="VALUE", help="The Content-Type header it came with.")
@click.option("--portal", metavar="NAME", help="Read it as a page of this portal (default: by its address).")
@click.option("--explain", is_flag=True, help="Say what decided kind, title, date and body, line by line.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one document, or a line a file with --url-list.")
def parse(
    file: Path | None,
    url: str | None,
    url_list: Path | None,
    captured_at: str | None,
    content_type: str | None,
    portal: str | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Take saved pages apart, without any archive."""
    from archive.terms.clock import parse_time
    from pipelines.parsing import SavedPage, parse_list, parse_one

    moment: datetime | None = parse_time(captured_at) if captured_at else None
    if url_list is not None:
        if file is not None or url is not None:
            raise click.UsageError("give FILE with --url, or --url-list alone")
        parse_list(url_list, captured=moment, portal=portal, as_json=as_json, explain=explain)
        return
    if file is None or url is None:
        raise click.UsageError("give FILE and --url, or --url-list LIST")
    page = SavedPage(path=file, url=url, content_type=content_type)
    parse_one(page, captured=moment, portal=portal, as_json=as_json, explain=explain)


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_context
def portals(context: click.Context, as_json: bool) -> None:
    """List the portals known: declared ones, and those in the archive."""
    from pipelines.known_portals import print_portals

    invocation: Invocation = context.obj
    if context.invoked_subcommand is None:
        print_portals(invocation.archive, as_json=as_json)


@portals.command()
@click.argument("name")
@click.argument("saved", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--captured-at", metavar="TIME", help="When they were saved (RFC 3339); the base of their dates.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
def check(name: str, saved: tuple[Path, ...], captured_at: str | None, as_json: bool) -> None:
    """Read saved pages with a portal's declaration and say what is off.

    SAVED are lists of lines FILE<TAB>URL[<TAB>CONTENT-TYPE], as for parse --url-list. Exit status 1 when a page lies
    outside the portal, is of another kind than declared, is no page, or misses its title, date or text.
    """
    from archive.terms.clock import parse_time
    from pipelines.portal_check import check_command

    moment = parse_time(captured_at) if captured_at else None
    click.get_current_context().exit(check_command(name, saved, captured=moment, as_json=as_json))


@click.command()
@click.option(
    "--markup",
    default="tables",
    metavar="NAME",
    help="The mark-up of the portal: tables, semantic, divs, xhtml or bip.",
)
@click.option("--serve/--no-serve", default=True, help="Keep the web page up until Ctrl-C (once there is one).")
@click.option("--json", "as_json", is_flag=True, help="Print crawls, changes and verification as JSON.")
@click.pass_obj
def demo(invocation: Invocation, markup: str, serve: bool, as_json: bool) -> None:
    """Crawl the bundled city portal, let days pass, crawl again and report what changed."""
    from pipelines.demo.run import run_demo

    del serve  # the web page comes with a later version; until then the demonstration ends after its report
    chosen = invocation.archive if invocation.archive_given else None
    click.get_current_context().exit(run_demo(chosen, markup=markup, as_json=as_json))


@click.command()
@click.option("--portal", metavar="P", help="Only this portal's payloads.")
@click.option("--since", metavar="TIME", help="Only captures of this time or later.")
@click.option("--workers", type=click.IntRange(min=1), default=1, metavar="N", help="Processes that read (default: 1).")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
@click.pass_obj
def reparse(invocation: Invocation, portal: str | None, since: str | None, workers: int, as_json: bool) -> None:
    """Read every stored payload with today's parsers, and keep what they make of it.

    A page that is read otherwise than before has one technical snapshot more; nothing counts as edited. A run that was
    interrupted goes on where it was.
    """
    from archive.terms.clock import parse_time
    from pipelines.reparse import reparse_command

    moment = parse_time(since) if since else None
    status = reparse_command(invocation.archive, portal=portal, since=moment, workers=workers, as_json=as_json)
    click.get_current_context().exit(status)
