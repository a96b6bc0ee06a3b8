"""Pages read again a second: `kronika reparse` with one worker and with two, and trafilatura, in one run.

    python benchmarks/reparse.py [--pages 200] [--states 3]     (needs trafilatura)

The archive holds pages of the generated portal (portal_states.py). Against trafilatura, which extracts text, links,
title, author and date from the same payloads (as in parse.py) and stores nothing, Kronika reads and stores in one process
too, and each counts its own processor time; the ratio to trafilatura's text alone is printed beside it. Two workers are held against one by the clock, from the first pages that are done, so that the start of the
processes is not in it: that needs two cores which nobody else uses.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from outcome import Row, conclude
from portal_states import address, page

from archive.cli import LOADED
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


def rate_here(path: str) -> float:
    """Return pages a second of processor time, of all that reading again takes once everything is loaded."""
    told: list[tuple[float, int]] = []
    gc.set_threshold(LOADED)  # as the command does
    with open_archive(path, write=True) as archive:
        reparse(archive, workers=0, watch=lambda _, count: told.append((time.process_time(), count)))
    (begin, first), (end, last) = told[0], told[-1]
    return (last - first) / (end - begin)


def trafilatura_rate(bodies: list[bytes], **wanted: bool) -> float:
    import trafilatura

    trafilatura.bare_extraction(bodies[0], **wanted)
    began = time.process_time()
    for body in bodies:
        trafilatura.bare_extraction(body, **wanted)
    return len(bodies) / (time.process_time() - began)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--states", type=int, default=3)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here, one, two = (str(Path(folder) / f"{name}.db") for name in ("here", "one", "two"))
        fill(here, asked.pages, asked.states)
        shutil.copy(here, one)
        shutil.copy(here, two)
        alone = rate_here(here)
        rates = rate_of(one, 1), rate_of(two, 2)
    bodies = [page(n, 0) for n in range(min(asked.pages, MOST_FOR_TRAFILATURA))]
    peer, text_alone = trafilatura_rate(bodies, with_metadata=True, include_links=True), trafilatura_rate(bodies)
    result = {
        "one_core_pages_s": round(alone, 1),
        "one_worker_pages_s": round(rates[0], 1),
        "two_workers_pages_s": round(rates[1], 1),
        "trafilatura_pages_s": round(peer, 1),
        "two_to_one": round(rates[1] / rates[0], 2),
        "one_core_to_trafilatura": round(alone / peer, 2),
        "one_core_to_trafilatura_text_alone": round(alone / text_alone, 2),
    }
    print(json.dumps(result), file=sys.stderr)
    rows = [
        Row(work="reparse on one core", unit="pages/s", ours=alone, peer_name="trafilatura", peer=peer,
            bound=FLOOR_TRAFILATURA),
        Row(work="reparse, two workers", unit="pages/s", ours=rates[1], peer_name="one worker", peer=rates[0],
            bound=FLOOR_TWO),
    ]  # fmt: skip
    conclude(rows, as_json=asked.json)


if __name__ == "__main__":
    main()
