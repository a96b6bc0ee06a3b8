"""Reading and writing an archive that grew: the same questions at 2 000 and at 200 000 captures, as ratios.

    python benchmarks/scale.py [--large 200000] [--keep FOLDER] [--json]

Two archives are written by the archive's own writer, without a network: ten crawls each, 50 pages edited a crawl, the
other pages as before. `timeline`, `show` and `changes --since` (the last crawl's) are asked of both, as the functions
behind the commands, in an open archive; and the writer's captures per second are compared between the second crawl of
the large archive and its last, by this process's own time, so that a machine that is busy does not count. With --keep the
archives stay in FOLDER and are used again.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outcome import Row, conclude

from archive.crawls import PortalTerms, begin, finish
from archive.db import open_archive
from archive.queries import list_changes, show, timeline
from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Link, Reader
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer

ROOT = "http://www.miasto.example/"
TERMS = PortalTerms(name="miasto", hosts=("www.miasto.example",), seeds=(ROOT,), delay=0.0)
CRAWLS, EDITED, SMALL = 10, 50, 2_000
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
ASKED = 41
CEILING, FLOOR = 1.3, 0.9


@dataclass
class Clock:
    """A day a crawl, a hundredth of a second a capture."""

    moment: datetime = FIRST_DAY

    def now(self) -> datetime:
        """Return the next moment."""
        self.moment += timedelta(milliseconds=10)
        return self.moment


def address(number: int) -> str:
    """Return the address of a page; page 0 is the root."""
    return f"{ROOT}artykul/{number}" if number else ROOT


def capture(crawl: int, number: int, edition: int, pages: int, clock: Clock) -> NewCapture:
    """Return a page of about 1 kB of text as fetched and read."""
    url = address(number)
    body = "\n\n".join(f"Akapit {line} strony {number}, w którym miasto zawiadamia o naborze." for line in range(12))
    article = ArticleContent(title=f"Strona {number}", body=f"{body}\n\nWydanie {edition}.")
    content = PageContent(
        url=url, kind=PageKind.ARTICLE, reader=Reader(name="bench", version=1), language="pl", section=None,
        title=article.title, articles=(article,), navigation=(Link(url=ROOT, text="początek"),),
    )  # fmt: skip
    seen = FetchFacts(
        portal=TERMS.name, crawl=crawl, url=url, urlkey=urlkey(url), fetched=clock.now(), found_by=FoundBy.LINK,
        seconds=0.1, outcome=FetchOutcome.FETCHED, status=200,
    )  # fmt: skip
    links = (address(one) for one in range(1, pages)) if number == 0 else ()
    found = tuple(Found(url=one, urlkey=urlkey(one), found_by=FoundBy.LINK) for one in links)
    return NewCapture(facts=seen, payload=body.encode() + str(edition).encode(), content=content, found=found)


def write(path: Path, captures: int) -> dict[int, float]:
    """Write an archive; return the captures of each crawl per second of this process's time."""
    pages, clock, rates = captures // CRAWLS, Clock(), {}
    edited = max(1, pages // EDITED)
    with open_archive(str(path), write=True, create=True) as archive:
        for crawl in range(CRAWLS):
            clock.moment = FIRST_DAY + timedelta(days=crawl)
            handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
            writer = Writer(archive, handle)
            began, count = time.process_time(), 0
            while due := writer.lease(16).result():
                waiting = []
                for one in due:
                    number = int(one.url.rpartition("/")[2] or 0)
                    edition = crawl if number % edited == 1 % edited else 0
                    waiting.append(writer.submit(capture(handle.seq, number, edition, pages, clock)))
                for future in waiting:
                    future.result()
                count += len(due)
            rates[crawl] = count / (time.process_time() - began)
            writer.close()
            finish(archive, handle, limited=False, clock=clock)
            handle.close()
            print(
                f"{path.name}: crawl {crawl + 1} of {CRAWLS}, {count} captures, {rates[crawl]:.0f}/s", file=sys.stderr
            )
    return rates


def ask(archives: dict[Path, int]) -> list[dict[str, float]]:
    """Return the median milliseconds of each question for each archive, asked in turn of pages spread over it."""
    last = FIRST_DAY + timedelta(days=CRAWLS - 1)
    taken: list[dict[str, list[float]]] = [{"timeline": [], "show": [], "changes --since": []} for _ in archives]
    with ExitStack() as stack:
        opened = [stack.enter_context(open_archive(str(path), write=False)) for path in archives]
        connections = [stack.enter_context(archive.reading()) for archive in opened]
        told = [len(list(list_changes(connection, since=last))) for connection in connections]
        for step in range(ASKED):
            for times, connection, captures in zip(taken, connections, archives.values(), strict=True):
                url = address(1 + step * (captures // CRAWLS - 2) // ASKED)
                times["timeline"].append(seconds(timeline, connection, url))
                times["show"].append(seconds(show, connection, url, snapshot=None, at=None))
                times["changes --since"].append(seconds(lambda one: list(list_changes(one, since=last)), connection))
    print(f"changes since the last crawl: {told}", file=sys.stderr)
    return [{name: 1000 * statistics.median(times) for name, times in one.items()} for one in taken]


def seconds(question: Callable[..., object], *words: object, **named: object) -> float:
    """Return how long a question takes."""
    began = time.perf_counter()
    question(*words, **named)
    return time.perf_counter() - began


def main() -> None:
    """Print the table, or the rows as JSON; exit with 1 where a bound does not hold."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--large", type=int, default=200_000)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(exist_ok=True)
        small, large, rates = folder / f"{SMALL}.db", folder / f"{options.large}.db", folder / f"{options.large}.json"
        if not small.exists():
            write(small, SMALL)
        if not rates.exists():
            rates.write_text(json.dumps(write(large, options.large)))
        speed = list(json.loads(rates.read_text()).values())
        ours, peer = ask({large: options.large, small: SMALL})
    rows = [
        Row(work=f"{name} at {options.large} captures", unit="ms", ours=ours[name], peer_name=f"at {SMALL}",
            peer=peer[name], bound=CEILING, most=True)
        for name in ours
    ]  # fmt: skip
    rows.append(
        Row(work="writer at the last crawl", unit="captures/s", ours=speed[-1], peer_name="at the second",
            peer=speed[1], bound=FLOOR)
    )  # fmt: skip
    conclude(rows, as_json=options.json)


if __name__ == "__main__":
    main()
