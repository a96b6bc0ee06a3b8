"""Pages read again a second: `kronika reparse` with one worker and with two, and trafilatura, in one run.

    python benchmarks/reparse.py [--pages 200] [--states 3]     (needs trafilatura)

The archive holds pages of the generated portal (portal_states.py). A rate counts from the first pages that are done, so
that the start of the processes, the same for any archive, is not in it. trafilatura extracts with its defaults from the
same payloads, in one process; it stores nothing, Kronika everything.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from portal_states import address, page

from archive.crawls import PortalTerms, begin, finish
from archive.db import open_archive
from archive.terms.clock import SystemClock
from archive.terms.facts import FetchFacts
from archive.terms.marks import Reader
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer
from pipelines.reparse import reparse

FLOOR_TRAFILATURA = 5.0
FLOOR_TWO = 1.7
MOST_FOR_TRAFILATURA = 100


def fill(path: str, pages: int, states: int) -> None:
    """Capture every state of every page, as read by a reader that is no more."""
    portal = PortalTerms(
        name="miasto", hosts=("www.miasto.example",), seeds=tuple(map(address, range(pages))), delay=0.0
    )
    with open_archive(path, write=True, create=True) as archive:
        for state in range(states):
            handle = begin(archive, portal, full=False, fresh=False, clock=SystemClock())
            writer = Writer(archive, handle)
            numbers = {urlkey(address(n)): n for n in range(pages)}
            while due := writer.lease(16).result():
                waiting = []
                for one in due:
                    facts = FetchFacts(
                        portal="miasto", crawl=handle.seq, url=one.url, urlkey=one.urlkey, outcome=FetchOutcome.FETCHED,
                        fetched=datetime(2026, 1, 1 + state, tzinfo=UTC), found_by=FoundBy.SEED, status=200,
                    )  # fmt: skip
                    old = PageContent(
                        url=one.url, kind=PageKind.ARTICLE, reader=Reader(name="old", version=1), title="stary",
                        articles=(ArticleContent(title="stary", body="Tekst."),),
                    )  # fmt: skip
                    waiting.append(
                        writer.submit(NewCapture(facts=facts, payload=page(numbers[one.urlkey], state), content=old))
                    )
                for future in waiting:
                    future.result()
            writer.close()
            finish(archive, handle, limited=False, clock=SystemClock())
            handle.close()


def rate_of(path: str, workers: int) -> float:
    told: list[tuple[float, int]] = []
    with open_archive(path, write=True) as archive:
        done = reparse(archive, workers=workers, watch=lambda _, count: told.append((time.perf_counter(), count)))
        if done.problems:
            sys.exit(done.problems[0])
    first, last = told[workers - 1], told[-1]
    return (last[1] - first[1]) / (last[0] - first[0])


def trafilatura_rate(bodies: list[bytes]) -> float:
    import trafilatura

    trafilatura.extract(bodies[0])
    began = time.perf_counter()
    for body in bodies:
        trafilatura.extract(body)
    return len(bodies) / (time.perf_counter() - began)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--states", type=int, default=3)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one, two = str(Path(folder) / "one.db"), str(Path(folder) / "two.db")
        fill(one, asked.pages, asked.states)
        shutil.copy(one, two)
        rates = rate_of(one, 1), rate_of(two, 2)
    peer = trafilatura_rate([page(n, 0) for n in range(min(asked.pages, MOST_FOR_TRAFILATURA))])
    result = {
        "one_worker_pages_s": round(rates[0], 1),
        "two_workers_pages_s": round(rates[1], 1),
        "trafilatura_pages_s": round(peer, 1),
        "two_to_one": round(rates[1] / rates[0], 2),
        "one_to_trafilatura": round(rates[0] / peer, 2),
    }
    print(json.dumps(result, indent=1))
    return 0 if rates[1] / rates[0] >= FLOOR_TWO and rates[0] / peer >= FLOOR_TRAFILATURA else 1


if __name__ == "__main__":
    sys.exit(main())
