"""Prints and serialises pages, timelines, crawl reports and verifications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from archive.console.bar import LEGEND, bar, gaps
from archive.console.crawls import print_crawl
from archive.console.output import counted, one_line, plain, reading_console, table
from archive.console.states import STATES
from archive.terms.clock import format_time, second_of
from archive.types import Json, Resource, Timeline

if TYPE_CHECKING:
    from archive.log.verify import VerifyReport
    from archive.report import CrawlReport


def resource_json(resource: Resource) -> Json:
    """Return a page as `kronika pages --json` prints it."""
    document: Json = {
        "url": resource.url,
        "kind": resource.kind.value if resource.kind is not None else None,
        "title": resource.title,
        "published": resource.published.isoformat() if resource.published is not None else None,
        "section": resource.section,
        "state": STATES[resource.state],
        "snapshots": resource.snapshots,
        "last_change": _time(resource.last_change),
        "last_seen": _time(resource.last_seen),
    }
    if resource.moved_to is not None:
        document["moved_to"] = resource.moved_to
    return document


def timeline_json(timeline: Timeline) -> Json:
    """Return a timeline as `kronika timeline --json` prints it."""
    document: Json = {
        "url": timeline.url,
        "state": STATES[timeline.state],
        "snapshots": [
            {
                "n": snapshot.n,
                "digest": snapshot.digest,
                "first_seen": format_time(snapshot.first_seen),
                "last_seen": format_time(snapshot.last_seen),
                "title": snapshot.title,
                "published": snapshot.published.isoformat() if snapshot.published is not None else None,
                "captures": snapshot.captures,
                "cause": snapshot.cause.value,
            }
            for snapshot in timeline.snapshots
        ],
        "frames": timeline.frames,
        "coverage": [
            {"at": format_time(capture.fetched), "outcome": capture.outcome.value, "crawl": capture.crawl}
            for capture in timeline.coverage
        ],
    }
    if unseen := gaps(timeline):
        document["gaps"] = [
            {"since": format_time(gap.since), "until": format_time(gap.until), "changed": gap.changed} for gap in unseen
        ]
    if timeline.same_notes:
        document["same_notes"] = [
            {"article": note.article, "url": note.url, "their_article": note.their_article, "why": note.why}
            for note in timeline.same_notes
        ]
    if timeline.moved_to is not None:
        document["moved_to"] = timeline.moved_to
    return document


def _time(moment: datetime | None) -> str | None:
    return format_time(moment) if moment is not None else None


def print_pages(resources: Iterable[Resource]) -> None:
    """Print a table of pages."""
    table(
        ["kind", "published", "title", "state", "snapshots", "last change", "address"],
        [
            [
                resource.kind.value if resource.kind is not None else "",
                resource.published or "",
                resource.title or "",
                STATES[resource.state],
                resource.snapshots,
                second_of(resource.last_change) if resource.last_change is not None else "",
                resource.url,
            ]
            for resource in resources
        ],
    )


def print_timeline(timeline: Timeline) -> None:
    """Print a bar of a page's time, its snapshots and the captures behind them."""
    _print_bar(timeline)
    table(
        ["n", "first seen", "last seen", "captures", "cause", "published", "title"],
        [
            [
                snapshot.n,
                second_of(snapshot.first_seen),
                second_of(snapshot.last_seen),
                snapshot.captures,
                snapshot.cause.value,
                snapshot.published or "",
                snapshot.title or "",
            ]
            for snapshot in timeline.snapshots
        ],
        title=f"{plain(timeline.url)}: {STATES[timeline.state]}, {timeline.frames} frame states",
    )
    table(
        ["at", "crawl", "outcome", "snapshot", "why"],
        [
            [
                second_of(capture.fetched),
                capture.crawl,
                capture.outcome.value,
                capture.snapshot or "",
                capture.reason or capture.redirect or "",
            ]
            for capture in timeline.coverage
        ],
    )


def _print_bar(timeline: Timeline) -> None:
    if not timeline.coverage:
        return
    console = reading_console()
    looks, stood = bar(timeline, max(20, min(100, console.width - 2)))
    first, last = (second_of(timeline.coverage[place].fetched) for place in (0, -1))
    console.print(f"{first}{last.rjust(len(looks) - len(first))}", style="dim")
    for line in (looks, stood):
        console.print(line, style="bold", no_wrap=True)
    console.print(LEGEND, style="dim")
    for gap in gaps(timeline):
        words = "it changed in between" if gap.changed else "the same before and after"
        console.print(f"nobody looked from {second_of(gap.since)} to {second_of(gap.until)}: {words}")
    for note in timeline.same_notes:
        console.print(one_line(f"the same note: {note.url} ({note.why})"))
    console.print()


def print_report(report: CrawlReport) -> None:
    """Print a crawl's account."""
    print_crawl(report.crawl)
    table(
        ["outcome", "status", "address", "why", "flags"],
        [
            [url["outcome"], url["status"] or "", url["url"], url["reason"] or "", " ".join(url["flags"])]
            for url in report.urls
        ],
        title=f"{sum(report.outcomes.values())} due",
    )


def print_verification(report: VerifyReport) -> None:
    """Print what a verification found."""
    from rich.console import Console

    console = Console(highlight=False)
    payloads, captures = counted(report.checked, "payload", "payloads"), counted(report.size, "capture", "captures")
    console.print(f"{payloads} and {captures} checked", markup=False)
    for problem in report.problems:
        console.print(plain(problem), style="red", markup=False)
    console.print("nothing is wrong" if report.ok else "DAMAGED", style="bold green" if report.ok else "bold red")
