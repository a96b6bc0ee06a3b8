"""Prints crawls."""

from __future__ import annotations

from collections.abc import Iterable

from archive.console.output import counted, plain, table
from archive.terms.clock import second_of
from archive.types import Crawl


def print_crawl(crawl: Crawl) -> None:
    """Print one crawl in two lines."""
    from rich.console import Console

    counts = ", ".join(f"{count} {outcome.value}" for outcome, count in crawl.counts.items() if count)
    reason = f" ({crawl.reason})" if crawl.reason else ""
    console = Console(highlight=False)
    console.print(
        f"crawl {crawl.seq} of {plain(crawl.portal)} {crawl.status.value}{plain(reason)}", style="bold", markup=False
    )
    snapshots = counted(crawl.snapshots, "snapshot", "snapshots")
    console.print(f"  {counts or 'nothing'}; {snapshots}", markup=False, soft_wrap=True)


def print_crawls(crawls: Iterable[Crawl]) -> None:
    """Print a table of crawls."""
    table(
        ["crawl", "portal", "status", "started", "captures", "snapshots", "reason"],
        [
            [
                crawl.seq,
                crawl.portal,
                crawl.status.value,
                second_of(crawl.started),
                sum(crawl.counts.values()),
                crawl.snapshots,
                crawl.reason or "",
            ]
            for crawl in crawls
        ],
    )
