"""How long a turn of the event loop takes at most, in a crawl whose pages each lead to 400 new addresses.

    python benchmarks/turns.py [--pages 100]

While a turn lasts nothing is fetched and no deadline is kept. A turn is measured by the time the processor gave the
thread, so that a machine that is busy does not count, from the first byte that comes in on: what Scrapy loads before
holds nothing up. The wall clock's 99th of 100 is told beside it.
"""

from __future__ import annotations

import argparse
import asyncio.events
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

import crawl
from outcome import Row, conclude

from archive.cli import _run

LINKS = 400
CEILING_MS = 20.0


def page(number: int) -> bytes:
    """Return an article of 200 paragraphs over a list of links that no other page has."""
    first = number * LINKS + 1
    links = "".join(
        f'<li><a href="/art,{n}.html">Sprawa numer {n} w mieście</a></li>' for n in range(first, first + LINKS)
    )
    paragraphs = "".join(f"<p>{crawl.words(number * 97 + n, 20)}.</p>" for n in range(200))
    return (
        f'<!DOCTYPE html><html lang="pl"><head><meta charset="utf-8"><title>Sprawa {number} - Miasto</title></head><body>'
        f'<header><a href="/">Miasto</a></header><main><h1>Sprawa {number}</h1><p>{number % 27 + 1} lutego 2018</p>'
        f"{paragraphs}<ul>{links}</ul></main></body></html>"
    ).encode()


def serve(pages: int, queue: multiprocessing.Queue) -> None:
    """Serve the pages; those past the last are not there."""
    answers = {}
    for number in range(pages):
        body = page(number)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        answers[f"/art,{number}.html".encode() if number else b"/"] = head.encode() + body
    asyncio.run(crawl.answer(answers, queue, 0))


class Watch:
    """Takes the time of every turn of the event loop, from the first that reads a socket on."""

    def __init__(self) -> None:
        self.times: list[tuple[float, float]] = []
        self._begun = False
        self._turn = asyncio.events.Handle._run  # noqa: SLF001 # asyncio tells only of turns over 100 ms, in debug mode
        # A method of the watch would not be given the handle.
        asyncio.events.Handle._run = lambda handle: self.run(handle)  # noqa: SLF001, PLW0108

    def run(self, handle: asyncio.Handle) -> None:
        self._begun = self._begun or "_read_ready" in repr(handle)
        began = time.thread_time(), time.perf_counter()
        self._turn(handle)
        if self._begun:
            self.times.append((time.thread_time() - began[0], time.perf_counter() - began[1]))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    queue: multiprocessing.Queue = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(asked.pages, queue), daemon=True)
    server.start()
    port = queue.get()[0]
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder:
        words = ["--archive", str(Path(folder) / "k.db"), "crawl", "--seed", f"http://127.0.0.1:{port}/"]
        _run([*words, "--allow-private", "--delay", "0", "--limit", str(asked.pages)])
    server.terminate()
    by_clock = sorted(clock for _, clock in watch.times)
    longest = max(cpu for cpu, _ in watch.times) * 1000
    told = {
        "turns": len(watch.times),
        "longest_ms": round(longest, 1),
        "p99_by_the_clock_ms": round(by_clock[int(len(by_clock) * 0.99)] * 1000, 1),
    }
    print(json.dumps(told), file=sys.stderr)
    row = Row(
        work="longest turn of the event loop",
        unit="ms",
        ours=longest,
        peer_name="limit",
        peer=CEILING_MS,
        bound=1,
        most=True,
    )
    conclude([row], as_json=asked.json)


if __name__ == "__main__":
    main()
