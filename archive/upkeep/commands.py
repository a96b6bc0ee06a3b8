"""The commands of upkeep: stats, vacuum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.invocation import Invocation

JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@JSON_OPTION
@click.pass_obj
def stats(invocation: Invocation, as_json: bool) -> None:
    """Say how many payloads there are, what they take by kind and year, and what a year more will take."""
    from archive.console.output import print_json
    from archive.console.upkeep import print_stats
    from archive.db import open_archive
    from archive.upkeep.stats import stats_of

    with open_archive(invocation.archive, write=False) as archive, archive.reading() as connection:
        found = stats_of(connection, file=archive.path.stat().st_size if archive.path is not None else None)
    if as_json:
        print_json(found.to_json())
    else:
        print_stats(found)


@click.command()
@JSON_OPTION
@click.pass_obj
def vacuum(invocation: Invocation, as_json: bool) -> None:
    """Encode stored payloads as small as they can be and give free room back; exit status 1 for damage.

    Nothing that is kept goes. May be interrupted, and run again.
    """
    from archive.console.output import print_json
    from archive.console.upkeep import Counting, print_vacuumed
    from archive.db import open_archive
    from archive.terms.clock import SystemClock
    from archive.upkeep.vacuum import vacuum as tidy

    with open_archive(invocation.archive, write=True) as archive, Counting("encoded again") as counting:
        done = tidy(archive, SystemClock(), watch=counting.at)
    if as_json:
        print_json(done.to_json())
    else:
        print_vacuumed(done)
    click.get_current_context().exit(1 if done.problems else 0)
