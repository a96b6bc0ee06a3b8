"""Reading speed: ours against trafilatura with metadata, on the same pages in the same run, medians and their ratio.

    pip install trafilatura lxml_html_clean; python benchmarks/parse.py [--pages 40] [--folder SAVED_PAGES]

Without --folder the pages are those of the crawl benchmark (50 kB, an article in a portal's frame); a folder's `*.html`
and `*.html.gz` files are read as strangers' pages.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawl import page
from outcome import Row, conclude

from scraper.parsers.registry import PageContext, parse

ROUNDS = 3
FLOOR = 1.5
CAPTURED = datetime(2018, 3, 5, tzinfo=UTC)


def ours(payload: bytes, url: str) -> None:
    parse(payload, PageContext(url=url, content_type="text/html; charset=utf-8", captured=CAPTURED))


def theirs(payload: bytes, url: str) -> None:
    import trafilatura

    trafilatura.bare_extraction(payload, url=url, with_metadata=True, include_links=True)


def median(reader: Callable[[bytes, str], None], pages: list[bytes]) -> float:
    """Return the median milliseconds of a page."""
    taken = []
    for _ in range(ROUNDS):
        for number, payload in enumerate(pages):
            began = time.perf_counter()
            reader(payload, f"http://127.0.0.1:8000/art,{number},{number}.html")
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def saved(folder: Path) -> list[bytes]:
    files = sorted(folder.glob("*.html*"))
    return [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=40)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    pages = saved(options.folder) if options.folder else [page(number, 2000) for number in range(options.pages)]
    mine, other = median(ours, pages), median(theirs, pages)
    print(
        f"{len(pages)} pages, median {statistics.median(map(len, pages)) / 1000:.0f} kB: kronika {mine:.2f} ms, trafilatura {other:.2f} ms"
    )
    known = "" if options.folder else " of a portal"
    row = Row(
        work=f"reading a page{known}, no template known", unit="ms", ours=mine, peer_name="trafilatura", peer=other,
        bound=FLOOR, inverse=True,
    )  # fmt: skip
    conclude([row], as_json=options.json)


if __name__ == "__main__":
    main()
