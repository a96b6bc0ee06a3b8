"""Pairs of consecutive captures of live pages: each is crawled old, then new, and `changes --json` says what changed.

    python benchmarks/eval_pairs.py CORPORA

CORPORA holds `pairs.json` and `pairs/` (see its README). Each pair is a portal of its own at a port of its own, whose
robots.txt keeps the crawler to that one page. Exit status 1 when more than 1 of the pairs that differ in noise alone is
called changed, or under 90 % of those whose words differ.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from pipelines.crawling import CrawlOrder, settings_of
from pipelines.history import session_of
from scraper.portals.base import portal_of_seeds
from scraper.running import CrawlRunner, run

MOST_FALSE = 1
LEAST_FOUND = 0.9
PAGE = "/page.html"
ROBOTS = b"User-agent: *\nAllow: /page.html\nDisallow: /\n"
TICK = timedelta(milliseconds=50)


class PairClock:
    """Tells the time a page was captured at; each look at it is TICK later."""

    def __init__(self, moment: str) -> None:
        self._moment = datetime.fromisoformat(moment)

    def now(self) -> datetime:
        self._moment += TICK
        return self._moment


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    body = b""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        known = {PAGE: ("text/html; charset=utf-8", self.server.body), "/robots.txt": ("text/plain", ROBOTS)}
        kind, body = known.get(self.path, ("text/plain", b""))
        self.send_response(200 if self.path in known else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name
        """Say nothing."""


@contextmanager
def _serving(used: set[int]) -> Iterator[_Server]:
    """Serve at a port that none of `used` is, and add it to them."""
    server = _Server(("127.0.0.1", 0), _Handler)
    while server.server_address[1] in used:  # else two pairs would be one page
        server.server_close()
        server = _Server(("127.0.0.1", 0), _Handler)
    used.add(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    corpora = Path(sys.argv[1])
    pairs = json.loads((corpora / "pairs.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "pairs.db")
        urls = run(lambda runner: _crawl_all(runner, archive, corpora, pairs))
        changed = _changed(archive)
    noise, words, other = [], [], []
    for pair, url in zip(pairs, urls, strict=True):
        group = noise if pair["label"] == "noise_only" else words if pair["md_words_differ"] else other
        group.append((pair, changed.get(url)))
    false = [pair for pair, said in noise if said]
    missed = [pair for pair, said in words if not said]
    found = 1 - len(missed) / max(len(words), 1)
    print(f"noise only: {len(false)} of {len(noise)} called changed (at most {MOST_FALSE})")
    print(f"words differ: {len(words) - len(missed)} of {len(words)} called changed (at least {LEAST_FOUND:.0%})")
    print(f"only links or mark-up differ: {sum(bool(said) for _, said in other)} of {len(other)} called changed")
    for name, group in (("FALSE ", false), ("MISSED", missed)):
        for pair in group:
            print(f"  {name} {pair['id']} {pair['file']} {changed.get(urls[pairs.index(pair)], '')}")
    sys.exit(1 if len(false) > MOST_FALSE or found < LEAST_FOUND else 0)


async def _crawl_all(runner: CrawlRunner, archive: str, corpora: Path, pairs: list[dict[str, Any]]) -> list[str]:
    urls: list[str] = []
    used: set[int] = set()
    for pair in pairs:
        with _serving(used) as server:
            url = f"http://127.0.0.1:{server.server_address[1]}{PAGE}"
            for side in ("old", "new"):
                server.body = gzip.decompress((corpora / "pairs" / f"{pair['id']}_{side}.html.gz").read_bytes())
                await _crawl(runner, archive, url, PairClock(pair[f"{side}_time"]))
        urls.append(url)
    return urls


async def _crawl(runner: CrawlRunner, archive: str, url: str, clock: PairClock) -> None:
    """Crawl as `crawl_once` does, but read in this process: starting a worker takes longer than reading one page."""
    settings = settings_of(archive, portal_of_seeds((url,), delay=0.0), CrawlOrder(allow_private=True), clock)
    crawler = await runner.crawl(settings | {"KRONIKA_PARSE_WORKERS": 0}, lambda _: None)
    result = session_of(crawler).result
    if result is None or result.status != "finished":
        raise SystemExit(f"the crawl of {url} did not end well: {result}")


def _changed(archive: str) -> dict[str, str]:
    kronika = str(Path(sys.executable).with_name("kronika"))
    words = [kronika, "--archive", archive, "changes", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    return {change["url"]: ", ".join(change["fields"]) for change in changes}


if __name__ == "__main__":
    main()
