"""Reading speed: ours against trafilatura with metadata, on the same pages in the same run, medians and their ratio.

    pip install trafilatura lxml_html_clean; python benchmarks/parse.py [--pages 40] [--folder SAVED_PAGES]

Without --folder the pages are those of the crawl benchmark (50 kB, an article in a portal's frame), read as a stranger's
and with the template that eight others of them teach, and once with a body of 5 MB; a folder's `*.html` and `*.html.gz` files
are read as strangers' pages.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawl import page, words
from outcome import Row, conclude

from scraper.parsers.registry import PageContext, parse
from scraper.parsers.template import Learner, Template

ROUNDS = 3
FLOOR, FLOOR_KNOWN = 1.5, 4.0
LARGE, CEILING_LARGE = 5_000_000, 3.0
LEARNED_FROM = range(1_000, 1_008)
CAPTURED = datetime(2018, 3, 5, tzinfo=UTC)


def context(url: str, template: Template | None = None, *, sketched: bool = False) -> PageContext:
    return PageContext(
        url=url, content_type="text/html; charset=utf-8", captured=CAPTURED, template=template, sketched=sketched
    )


def address(number: int) -> str:
    return f"http://127.0.0.1:8000/art,{number},{number}.html"


def ours(payload: bytes, url: str) -> None:
    parse(payload, context(url))


def learned() -> Template:
    """Return the template of the portal of the crawl benchmark, from pages that are not measured."""
    learner = Learner()
    for number in LEARNED_FROM:
        sketch = parse(page(number, 2000), context(address(number), sketched=True)).page.sketch
        assert sketch is not None
        learner.learn(sketch)
    return learner.template()


def large() -> float:
    """Return the seconds of the processor for a page of 5 MB of paragraphs of a sentence each."""
    sentence = words(1, 14)
    text = "".join(f"<p>{number}. {sentence}.</p>\n" for number in range(LARGE // (len(sentence.encode()) + 16)))
    payload = f"<html><head><title>Sprawozdanie</title></head><body><h1>Sprawozdanie</h1>{text}</body></html>".encode()
    began = time.process_time()
    ours(payload, address(0))
    return time.process_time() - began


def theirs(payload: bytes, url: str) -> None:
    import trafilatura

    trafilatura.bare_extraction(payload, url=url, with_metadata=True, include_links=True)


def median(reader: Callable[[bytes, str], None], pages: list[bytes]) -> float:
    """Return the median milliseconds of a page."""
    taken = []
    for _ in range(ROUNDS):
        for number, payload in enumerate(pages):
            began = time.perf_counter()
            reader(payload, address(number))
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
    rows = [
        Row(work=f"reading a page{known}, no template known", unit="ms", ours=mine, peer_name="trafilatura", peer=other,
            bound=FLOOR, inverse=True)
    ]  # fmt: skip
    if not options.folder:
        template = learned()
        settled = median(lambda payload, url: parse(payload, context(url, template)), pages)
        rows += [
            Row(work="reading a page of a portal, its template known", unit="ms", ours=settled, peer_name="trafilatura",
                peer=other, bound=FLOOR_KNOWN, inverse=True),
            Row(work="reading a page of 5 MB of sentences", unit="s", ours=large(), peer_name="limit", peer=CEILING_LARGE,
                bound=1, most=True),
        ]  # fmt: skip
    conclude(rows, as_json=options.json)


if __name__ == "__main__":
    main()
