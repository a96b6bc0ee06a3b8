"""The commands of search: search, trend, reindex."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.invocation import Invocation
    from archive.search.query import Query

JSON_LINES = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--from", "first", metavar="DATE", help="Published on this day, month or year, or later.")
@click.option("--to", "last", metavar="DATE", help="Published on this day, month or year, or before.")
@click.option("--section", metavar="S", help="Only pages of this section.")
@click.option(
    "--latest/--all-snapshots", "latest", default=True, help="Search the latest state of each page, or every state."
)
@click.option("--sort", type=click.Choice(["newest", "relevance"]), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, metavar="N")
@click.option("--explain", is_flag=True, help="Show which forms each word stands for.")
@click.option(
    "--facets", is_flag=True, help="Count the people, acts, streets and sums that the articles found mention."
)
@JSON_LINES
@click.pass_obj
def search(
    invocation: Invocation,
    query: tuple[str, ...],
    first: str | None,
    last: str | None,
    section: str | None,
    latest: bool,
    sort: str,
    limit: int,
    explain: bool,
    facets: bool,
    as_json: bool,
) -> None:
    """Search the archive in Polish: any inflected form finds the others.

    QUERY: words (all have to be found), "a phrase", -excluded, this OR that, kiel*, and the fields section: kind: from:
    to: (publication) seen: (capture) added: removed: (what a change brought or took) amount:>1000000 (złoty)
    mentions:2018-05 (dates in the text). A query that begins with - stands after --.
    """
    from archive.search.query import narrowed, parse_query

    if explain and facets:
        raise click.UsageError("give --explain or --facets, not both")
    asked = narrowed(parse_query(" ".join(query)), first=first, last=last, section=section)
    if facets:
        _print_facets(invocation, asked, limit, latest=latest, as_json=as_json)
        return

    from archive.console.output import print_json_lines  # what is wrongly asked is said before all this is loaded
    from archive.console.search import print_explanation, print_found, say
    from archive.db import open_archive
    from archive.search.finding import count
    from archive.search.finding import search as find
    from archive.search.hits import Sort

    with open_archive(invocation.archive, write=False) as archive, archive.reading() as connection:
        found = find(connection, asked, limit=limit, sort=Sort(sort), every_snapshot=not latest)
        total = count(connection, asked, every_snapshot=not latest) if not as_json and not explain else None
    for note in found.notes:
        say(note)
    if explain:
        print_explanation(found, as_json=as_json)
    elif as_json:
        print_json_lines(hit.to_json() for hit in found.hits)
    else:
        print_found(found, total)


def _print_facets(invocation: Invocation, asked: Query, limit: int, *, latest: bool, as_json: bool) -> None:
    from archive.console.output import print_json_lines
    from archive.console.search import print_facets, say
    from archive.db import open_archive
    from archive.search.facets import facets

    with open_archive(invocation.archive, write=False) as archive, archive.reading() as connection:
        found = facets(connection, asked, most=limit, every_snapshot=not latest)
    for note in found.notes:
        say(note)
    if as_json:
        print_json_lines(value.to_json() for value in found.values)
    else:
        print_facets(found)


@click.command()
@click.argument("word")
@click.option("--by", type=click.Choice(["month", "year"]), default="year", show_default=True)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@JSON_LINES
@click.pass_obj
def trend(invocation: Invocation, word: str, by: str, as_csv: bool, as_json: bool) -> None:
    """Count how often a word was used, in any form, over the years or months of publication.

    Mentions stand beside the words published in the period, so that years with many articles do not look like more.
    """
    from archive.console.output import print_json_lines
    from archive.console.search import print_trend, print_trend_csv
    from archive.db import open_archive
    from archive.search.trend import Step
    from archive.search.trend import trend as counted

    if as_csv and as_json:
        raise click.UsageError("give --csv or --json, not both")
    with open_archive(invocation.archive, write=False) as archive, archive.reading() as connection:
        found = counted(connection, word, by=Step(by))
    if as_json:
        print_json_lines(period.to_json() for period in found.periods)
    elif as_csv:
        print_trend_csv(found)
    else:
        print_trend(found)


@click.command()
@click.option(
    "--words", is_flag=True, help="Only analyse words that today's dictionary has not, and read amounts and dates."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def reindex(invocation: Invocation, words: bool, as_json: bool) -> None:
    """Build the search index anew from the snapshots; interrupted, the same command goes on."""
    from archive.console.output import counted, print_json
    from archive.console.search import progress
    from archive.db import open_archive
    from archive.search.rebuild import finish_index
    from archive.search.rebuild import reindex as build

    with open_archive(invocation.archive, write=True) as archive, progress() as watch:
        done = {"articles": 0, "words": finish_index(archive, watch, again=True)} if words else build(archive, watch)
    if as_json:
        print_json(done)
    else:
        articles, words_done = counted(done["articles"], "article", "articles"), counted(done["words"], "word", "words")
        click.echo(f"{articles} indexed, {words_done} analysed")
