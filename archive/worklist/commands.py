"""The commands of the working list: changes and review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.invocation import Invocation

LAST_REVIEW = "last-review"


@click.command()
@click.option(
    "--since", metavar="TIME", help=f"First known at this time or later; {LAST_REVIEW}: after the last reviewed change."
)
@click.option("--until", metavar="TIME", help="First known before this time.")
@click.option("--kind", metavar="KIND", help="published, edited, moved, gone, returned, attachment or links.")
@click.option("--silent", is_flag=True, help="Only changes that nothing printed on the page declares.")
@click.option("--class", "classes", multiple=True, metavar="CLASS", help="amount, date, deadline…; any of those given.")
@click.option(
    "--significance", type=click.FloatRange(0, 1), default=0.0, metavar="LEAST", help="At least so significant, 0 to 1."
)
@click.option("--finding", metavar="NAME", help="silent, backdated, declared_unseen or undeclared_removal.")
@click.option("--section", metavar="S", help="Only of pages of this section.")
@click.option("--crawl", type=click.IntRange(min=1), metavar="ID", help="Only what this crawl stated.")
@click.option(
    "--text", "texts", multiple=True, metavar="SIDE:WORDS", help="added:WORDS or removed:WORDS; * any ending."
)
@click.option("--explain", is_flag=True, help="Say what each change touches, and the terms of its significance.")
@click.option("--format", "shape", type=click.Choice(["table", "jsonl", "csv"]), default="table")
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
@click.pass_obj
def changes(
    invocation: Invocation,
    since: str | None,
    until: str | None,
    kind: str | None,
    silent: bool,
    classes: tuple[str, ...],
    significance: float,
    finding: str | None,
    section: str | None,
    crawl: int | None,
    texts: tuple[str, ...],
    explain: bool,
    shape: str,
    as_json: bool,
) -> None:
    """List what changed in the whole archive, with what people thought of it."""
    from archive.console.changes import print_changes
    from archive.console.output import print_json_lines
    from archive.db import open_archive
    from archive.queries import change_kind, list_changes
    from archive.terms.clock import parse_time
    from archive.types import change_json
    from archive.worklist.selection import selection
    from archive.worklist.sheets import write_csv

    wanted = selection(
        classes=classes,
        significance=significance,
        finding=finding,
        section=section,
        crawl=crawl,
        texts=texts,
        unreviewed=since == LAST_REVIEW,
    )
    first = parse_time(since) if since and since != LAST_REVIEW else None
    last = parse_time(until) if until else None
    named = change_kind(kind)
    with open_archive(invocation.archive, write=False) as archive, archive.reading() as connection:
        rows = list_changes(connection, since=first, until=last, kind=named, silent=silent, wanted=wanted)
        lines = as_json or shape == "jsonl"
        if explain:
            from archive.console.explained import print_explained

            print_explained(connection, rows, lines=lines)
        elif lines:
            print_json_lines(change_json(row) for row in rows)
        elif shape == "csv":
            write_csv(rows, sys.stdout)
        else:
            print_changes(rows)


@click.command()
@click.argument("change", type=click.IntRange(min=1))
@click.option("--verdict", required=True, metavar="WORD", help="In one word: confirmed, harmless, mistaken, open…")
@click.option("--note", default="", metavar="TEXT", help="Why.")
@click.option("--by", "reviewer", metavar="NAME", help="Who signs it (default: the user of this machine).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def review(invocation: Invocation, change: int, verdict: str, note: str, reviewer: str | None, as_json: bool) -> None:
    """Write down what you think of a change; it is kept for good, and a change of mind is another review."""
    from archive.console.output import one_line, print_json
    from archive.db import open_archive
    from archive.terms.clock import SystemClock
    from archive.types import review_json
    from archive.worklist.reviews import add_review, signed

    name = reviewer if reviewer is not None else _user()
    written = signed(change, verdict=verdict, note=note, reviewer=name, clock=SystemClock())
    with open_archive(invocation.archive, write=True) as archive:
        add_review(archive, written)
    if as_json:
        print_json(review_json(written))
    else:
        click.echo(one_line(f"change {change}: {written.verdict}, signed {written.reviewer}"))


def _user() -> str:
    """Return the name of the machine's user. Raises BadInput where it has none."""
    from getpass import getuser

    from archive.terms.errors import BadInput

    try:
        return getuser()
    except (KeyError, OSError):  # OSError from Python 3.13 on
        raise BadInput("nobody signs this review, since this user has no name; give one with --by") from None
