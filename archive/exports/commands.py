"""The command `export`: what the archive holds, as files for other programs."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from archive.invocation import Invocation

NEWEST = 500
"""Changes in a feed without --since: a reader that comes by once a week has seen the older ones."""


@click.command()
@click.option(
    "--format", type=click.Choice(["atom"]), required=True, expose_value=False, help="atom: a feed of changes."
)
@click.option("--since", metavar="TIME", help=f"First seen at this time or later (default: the newest {NEWEST}).")
@click.option("--kind", metavar="KIND", help="published, edited, moved, gone, returned, attachment or links.")
@click.option("--silent", is_flag=True, help="Only changes that nothing printed on the page declares.")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.pass_obj
def export(invocation: Invocation, since: str | None, kind: str | None, silent: bool, target: Path) -> None:
    """Write changes to FILE (- for standard output); a file that was there is replaced when the new one is whole."""
    from archive.db import open_archive
    from archive.explained import explained
    from archive.exports.atom import atom_feed
    from archive.queries import change_kind, list_changes
    from archive.terms.clock import SystemClock, parse_time

    wanted, first = change_kind(kind), parse_time(since) if since else None
    with open_archive(invocation.archive, write=False) as archive, archive.reading() as connection:
        every = list_changes(connection, since=first, kind=wanted, silent=silent)
        changes = list(every) if first else deque(every, maxlen=NEWEST)
        spans = {change.id: why.spans for change, why in explained(connection, changes)}
        feed = atom_feed(changes, origin=_origin(connection), made=SystemClock().now(), spans=spans)
    _write(target, feed)


def _origin(connection: Connection) -> str:
    """Return words that are an archive's own for its life: where and when its first crawl began."""
    from archive.crawls import crawls_of
    from archive.terms.clock import format_time

    first = next(iter(crawls_of(connection)), None)
    return f"kronika {first.portal} {format_time(first.started)}" if first is not None else "kronika"


def _write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises BadInput where its folder takes none."""
    from tempfile import NamedTemporaryFile

    from archive.terms.errors import BadInput

    if str(target) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as half:
            half.write(content)
        Path(half.name).chmod(0o644)
        Path(half.name).replace(target)
    except OSError as error:
        raise BadInput(f"{target} cannot be written ({error.strerror}); choose a folder that takes files") from None
