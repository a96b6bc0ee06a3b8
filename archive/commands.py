"""The reading commands: crawls, crawl-report, pages, timeline, show, diff, blame, verify, db."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.db import Archive
    from archive.invocation import Invocation

JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print JSON (JSON Lines for lists).")


def _open(invocation: Invocation) -> Archive:
    from archive.db import open_archive

    return open_archive(invocation.archive, write=False)


@click.command()
@JSON_OPTION
@click.pass_obj
def crawls(invocation: Invocation, as_json: bool) -> None:
    """List past crawls, oldest first."""
    from archive.console.crawls import print_crawls
    from archive.console.output import print_json_lines
    from archive.crawls import crawls_of
    from archive.types import crawl_json

    with _open(invocation) as archive, archive.reading() as connection:
        rows = crawls_of(connection)
        if as_json:
            print_json_lines(crawl_json(row) for row in rows)
        else:
            print_crawls(rows)


@click.command("crawl-report")
@click.argument("crawl", type=click.IntRange(min=1), metavar="ID")
@click.option("--all", "whole", is_flag=True, help="List stored pages too.")
@JSON_OPTION
@click.pass_obj
def crawl_report(invocation: Invocation, crawl: int, whole: bool, as_json: bool) -> None:
    """Account for one crawl: what was due, what came of it, and why where nothing was stored."""
    from archive.console.output import print_json
    from archive.console.reports import print_report
    from archive.report import crawl_report as account

    with _open(invocation) as archive, archive.reading() as connection:
        report = account(connection, crawl, whole=whole)
    if as_json:
        print_json(report.to_json())
    else:
        print_report(report)


@click.command()
@click.option("--section", metavar="S", help="Only pages of this section.")
@click.option("--kind", metavar="K", help="Only pages of this kind: article, month_archive, listing, static…")
@JSON_OPTION
@click.pass_obj
def pages(invocation: Invocation, section: str | None, kind: str | None, as_json: bool) -> None:
    """List the pages of the archive, newest change first."""
    from archive.console.output import print_json_lines
    from archive.console.reports import print_pages, resource_json
    from archive.queries import list_pages
    from archive.terms.errors import BadInput
    from archive.terms.outcomes import PageKind

    if kind is not None and kind not in list(PageKind):
        raise BadInput(f"“{kind}” is no kind of page; the kinds are {', '.join(PageKind)}")
    with _open(invocation) as archive, archive.reading() as connection:
        rows = list_pages(connection, section=section, kind=kind)
        if as_json:
            print_json_lines(resource_json(row) for row in rows)
        else:
            print_pages(rows)


@click.command()
@click.argument("url")
@JSON_OPTION
@click.pass_obj
def timeline(invocation: Invocation, url: str, as_json: bool) -> None:
    """Show the snapshots of a page, the captures behind them, and the gaps."""
    from archive.console.output import print_json
    from archive.console.reports import print_timeline, timeline_json
    from archive.queries import timeline as states
    from archive.same_notes import with_same_notes

    with _open(invocation) as archive, archive.reading() as connection:
        found = with_same_notes(connection, states(connection, url))
    if as_json:
        print_json(timeline_json(found))
    else:
        print_timeline(found)


@click.command()
@click.argument("url")
@click.option("--snapshot", type=click.IntRange(min=1), metavar="N", help="The snapshot of this number.")
@click.option("--at", metavar="TIME", help="The snapshot in force at this time.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "html", "raw", "markdown"]),
    default="text",
    help="raw writes the payload to the byte.",
)
@click.option("--parser", metavar="NAME@VERSION", help="As this parser read it, as long ago as that was.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def show(
    invocation: Invocation,
    url: str,
    snapshot: int | None,
    at: str | None,
    shape: str,
    parser: str | None,
    as_json: bool,
) -> None:
    """Show one snapshot of a page: the latest, number N, or what was there at a time, and how surely that is known."""
    from archive.moments import look
    from archive.queries import raw, reader_named
    from archive.queries import show as shown
    from archive.terms.clock import parse_time

    if snapshot is not None and at is not None:
        raise click.UsageError("give --snapshot or --at, not both")
    moment = parse_time(at) if at is not None else None
    with _open(invocation) as archive, archive.reading() as connection:
        known = look(connection, url, moment) if moment is not None else None
        if shape == "raw" and not as_json:
            sys.stdout.buffer.write(raw(connection, url, snapshot=snapshot, at=moment))
            return
        found = shown(connection, url, snapshot=snapshot, at=moment, parser=reader_named(parser))
    from archive.console.snapshots import print_snapshot

    print_snapshot(found, "json" if as_json else shape, known)


@click.command()
@click.argument("url")
@click.argument("snapshots", required=False, metavar="[A..B]")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "html", "rendered"]),
    default="text",
    help="rendered is the page as it looked, what came and went marked in its place.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--fields", metavar="F,G", help="Only these fields: body, title, published…")
@click.pass_obj
def diff(
    invocation: Invocation, url: str, snapshots: str | None, shape: str, as_json: bool, fields: str | None
) -> None:
    """Compare two snapshots of a page, by default the two latest; every word of both sides is there."""
    from archive.console.differences import print_diff, snapshot_pair
    from archive.file_states import differing_files
    from archive.queries import show as shown
    from archive.queries import timeline as states

    wanted = tuple(name.strip() for name in fields.split(",")) if fields else None
    with _open(invocation) as archive, archive.reading() as connection:
        found = states(connection, url)
        first, second = snapshot_pair(snapshots, found)
        old = shown(connection, url, snapshot=first)
        new = shown(connection, url, snapshot=second)
        if shape == "rendered" and not as_json:
            from archive.rendering import rendered

            sys.stdout.write(rendered(connection, found.url, first, second))
            return
        files = differing_files(connection, old, new)
    print_diff(found.url, old, new, shape="json" if as_json else shape, fields=wanted, files=files)


@click.command()
@click.argument("url")
@JSON_OPTION
@click.pass_obj
def blame(invocation: Invocation, url: str, as_json: bool) -> None:
    """Say of each sentence of a page which snapshot and change brought it, and of removed ones when they went."""
    from archive.blame import blame_json, blame_page
    from archive.console.blame import print_blame
    from archive.console.output import print_json

    with _open(invocation) as archive, archive.reading() as connection:
        found = blame_page(connection, url)
    if as_json:
        print_json(blame_json(found))
    else:
        print_blame(found)


@click.command()
@click.option("--deep", is_flag=True, help="Have the database check all of its own pages too.")
@JSON_OPTION
@click.pass_obj
def verify(invocation: Invocation, deep: bool, as_json: bool) -> None:
    """Check every payload's digest, every row's leaf in the log and the stored roots; exit status 1 for damage."""
    from archive.console.output import print_json
    from archive.console.reports import print_verification
    from archive.log.verify import verify as check

    with _open(invocation) as archive:
        report = check(archive, deep=deep)
    if as_json:
        print_json(report.to_json())
    else:
        print_verification(report)
    click.get_current_context().exit(0 if report.ok else 1)


@click.group()
def db() -> None:
    """Look after the archive's schema."""


@db.command()
@click.pass_obj
def upgrade(invocation: Invocation) -> None:
    """Bring the archive to this program's schema; a copy is made before."""
    from archive.schema import upgrade as bring

    backup = bring(invocation.archive)
    click.echo(f"upgraded; the copy from before is {backup}" if backup else "the schema is up to date")


@db.command()
@JSON_OPTION
@click.pass_obj
def check(invocation: Invocation, as_json: bool) -> None:
    """Tell whether the schema is this program's."""
    from archive.console.output import print_json
    from archive.schema import check as compare

    report = compare(invocation.archive)
    if as_json:
        print_json({"ok": report.ok, "schema": report.schema, "head": report.head})
    else:
        click.echo(f"schema {report.schema}, this program's {report.head}: {'ok' if report.ok else 'not the same'}")
    click.get_current_context().exit(0 if report.ok else 1)
