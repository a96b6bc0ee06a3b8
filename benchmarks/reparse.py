"""Pages read again a second: `kronika reparse` with one worker and with two, and trafilatura, in one run.

    python benchmarks/reparse.py [--pages 200] [--states 3]     (needs trafilatura)

The archive holds pages of the generated portal (portal_states.py). Against trafilatura, which extracts text, links,
title, author and date from the same payloads (as in parse.py) and stores nothing, Kronika reads and stores in one
process too; they take turns, and each counts its own processor time. The ratio to trafilatura's text alone is printed
beside it. Two workers are held against one by the clock, from the first pages that are done, so that the start of the
processes is not in it, the median of three turns each: that needs two cores which nobody else uses.
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
from functools import partial
from itertools import cycle, islice
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
PEER_AT_ONCE = 4
ROUNDS = 3


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


class Peer:
    """trafilatura on the same bodies, a few at a time, by the time of this process."""

    def __init__(self, bodies: list[bytes], **wanted: bool) -> None:
        from trafilatura import bare_extraction

        self._extract = partial(bare_extraction, **wanted)
        self._bodies = cycle(bodies)
        self._extract(bodies[0])
        self._seconds = 0.0
        self._pages = 0

    def read(self) -> None:
        began = time.process_time()
        for body in islice(self._bodies, PEER_AT_ONCE):
            self._extract(body)
        self._seconds += time.process_time() - began
        self._pages += PEER_AT_ONCE

    @property
    def rate(self) -> float:
        return self._pages / self._seconds


def rate_here(path: str, peers: list[Peer]) -> float:
    """Return pages a second of processor time, of all that reading again takes once everything is loaded.

    After each of its chunks the peers read some pages too: a machine that changes its pace meets all of them alike.
    """
    spent = 0.0
    began: float | None = None
    first = last = 0

    def watch(_: str, count: int) -> None:
        nonlocal spent, began, first, last
        if began is None:
            first = count
        else:
            spent += time.process_time() - began
        last = count
        for peer in peers:
            peer.read()
        began = time.process_time()

    gc.set_threshold(LOADED)  # as the command does
    with open_archive(path, write=True) as archive:
        reparse(archive, workers=0, watch=watch)
    return (last - first) / spent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--states", type=int, default=3)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archives = [str(Path(folder) / f"{number}.db") for number in range(1 + 2 * ROUNDS)]
        fill(archives[0], asked.pages, asked.states)
        for copied in archives[1:]:
            shutil.copy(archives[0], copied)
        bodies = [page(n, 0) for n in range(asked.pages)]
        like, text_alone = Peer(bodies, with_metadata=True, include_links=True), Peer(bodies)
        alone = rate_here(archives[0], [like, text_alone])
        rounds = [(rate_of(one, 1), rate_of(two, 2)) for one, two in zip(archives[1::2], archives[2::2], strict=True)]
    one, two = sorted(rounds, key=lambda rates: rates[1] / rates[0])[ROUNDS // 2]
    peer = like.rate
    result = {
        "one_core_pages_s": round(alone, 1),
        "one_worker_pages_s": round(one, 1),
        "two_workers_pages_s": round(two, 1),
        "trafilatura_pages_s": round(peer, 1),
        "two_to_one": round(two / one, 2),
        "one_core_to_trafilatura": round(alone / peer, 2),
        "one_core_to_trafilatura_text_alone": round(alone / text_alone.rate, 2),
    }
    print(json.dumps(result), file=sys.stderr)
    rows = [
        Row(work="reparse on one core", unit="pages/s", ours=alone, peer_name="trafilatura", peer=peer,
            bound=FLOOR_TRAFILATURA),
        Row(work="reparse, two workers", unit="pages/s", ours=two, peer_name="one worker", peer=one,
            bound=FLOOR_TWO),
    ]  # fmt: skip
    conclude(rows, as_json=asked.json)


if __name__ == "__main__":
    main()
