"""`kronika demo`: the bundled portal is crawled, lives on for a day, is crawled again, and what changed is reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic

from archive.console.changes import print_changes
from archive.console.crawls import print_crawl
from archive.console.diffs import print_word_diff
from archive.console.output import print_json
from archive.db import open_archive
from archive.diffs.fields import diff_pages
from archive.log.verify import VerifyReport, verify
from archive.queries import list_changes, show
from archive.terms.errors import BadInput
from archive.terms.outcomes import ChangeKind
from archive.terms.urls import host_of
from archive.types import Change, Crawl, change_json, crawl_json
from pipelines.crawling import CrawlOrder, crawl_once
from pipelines.demo.days import BASE
from pipelines.demo.server import DemoServer, serve
from scraper.portals.base import GoneAfter, Portal
from scraper.running import CrawlRunner, run

DEFAULT_ARCHIVE = "kronika-demo.db"
PORTAL = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What came of it."""

    crawls: tuple[Crawl, ...]
    changes: tuple[Change, ...]
    verify: VerifyReport


class DayClock:
    """Tells the time of a day of the bundled portal: from six in the morning on, as fast as the machine's."""

    def __init__(self, day: int) -> None:
        self._begin = datetime.combine(BASE + timedelta(days=day), time(6), tzinfo=UTC)
        self._started = monotonic()

    def now(self) -> datetime:
        """Return the portal's time in UTC."""
        return self._begin + timedelta(seconds=monotonic() - self._started)


def demo_portal(url: str) -> Portal:
    """Return the declaration of the bundled portal served at `url`; a single 404 makes a page of it gone."""
    return Portal(
        name=PORTAL,
        title="Portal miasta na pokaz",
        seeds=(url,),
        hosts=(host_of(url),),
        delay=0.0,
        gone_after=GoneAfter(checks=1, span=timedelta(0)),
    )


def run_demo(archive: str | None, *, markup: str, as_json: bool) -> int:
    """Run the demonstration, print its report, return the exit status."""
    target = archive or DEFAULT_ARCHIVE
    make_room(target)
    with serve(markup) as server:
        crawls = run(lambda runner: _two_crawls(runner, target, server))
    with open_archive(target, write=False) as opened:
        report = verify(opened)
        with opened.reading() as connection:
            changes = tuple(list_changes(connection))
    demonstration = Demonstration(crawls=crawls, changes=changes, verify=report)
    if as_json:
        print_json(
            {
                "crawls": [crawl_json(crawl) for crawl in demonstration.crawls],
                "changes": [change_json(change) for change in demonstration.changes],
                "verify": report.to_json(),
            }
        )
    else:
        _print(demonstration, target)
    return 0 if report.ok else 1


async def _two_crawls(runner: CrawlRunner, target: str, server: DemoServer) -> tuple[Crawl, ...]:
    order = CrawlOrder(allow_private=True)
    portal = demo_portal(server.url)
    first = await crawl_once(runner, target, portal, order, DayClock(0))
    server.day = 1
    second = await crawl_once(runner, target, portal, order, DayClock(1))
    return first, second


def make_room(target: str) -> None:
    """Remove the archive of an earlier demonstration. Raises BadInput for one that is not of a demonstration."""
    path = Path(target)
    if "://" in target:
        raise BadInput(f"the demonstration keeps its archive in a file, not at {target}; give --archive a path")
    if not path.exists():
        return
    if not _is_of_demo(target):
        raise BadInput(f"{target} was not made by the demonstration and stays as it is; give --archive another path")
    for suffix in ("", "-wal", "-shm"):
        Path(target + suffix).unlink(missing_ok=True)


def _is_of_demo(target: str) -> bool:
    from archive.queries import portal_facts  # noqa: PLC0415 # only where an archive is in the way
    from archive.terms.errors import KronikaError  # noqa: PLC0415

    try:
        with open_archive(target, write=False) as opened, opened.reading() as connection:
            return [facts.name for facts in portal_facts(connection)] == [PORTAL]
    except KronikaError:
        return False


def _print(demonstration: Demonstration, target: str) -> None:
    for crawl in demonstration.crawls:
        print_crawl(crawl)
    print_changes(demonstration.changes)
    silent = next((c for c in demonstration.changes if c.silent and c.kind is ChangeKind.EDITED), None)
    if silent is not None and silent.from_n is not None and silent.to_n is not None:
        with open_archive(target, write=False) as opened, opened.reading() as connection:
            old = show(connection, silent.url, snapshot=silent.from_n).content
            new = show(connection, silent.url, snapshot=silent.to_n).content
        print_word_diff(silent.url, diff_pages(old, new))
    print(f"\nThe archive is {target}. Look yourself: kronika --archive {target} timeline URL")  # noqa: T201
