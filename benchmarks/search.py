"""Search over generated snapshots of 1 kB: p95 of each kind of query, index size, indexing rate, cost of expansion.

    python benchmarks/search.py [--snapshots 100000] [--queries 100] [--keep ARCHIVE]

Text is made of our own lemmas, inflected by Morfeusz, and of invented words (`polish_words`): about the spread of words
a portal has, none of its meaning. Queries are words of all ranks in a random form. “Plain” is FTS5 asked for the typed
form alone in the same index. Times are of the whole search: parsing, expansion, SQL, snippets; the dictionary is loaded. CPU
stands beside the clock, for machines that others use too.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from polish_words import Writer
from sqlalchemy import Connection, insert, text

from archive.db import Archive, open_archive
from archive.models import (
    ArticleRow,
    CaptureRow,
    CrawlRow,
    ExtractionRow,
    PayloadRow,
    PortalRow,
    ResourceRow,
    SnapshotRow,
)
from archive.search.dialects import SQLITE
from archive.search.expansion import Expander
from archive.search.finding import count, search
from archive.search.hits import SearchImpossible, Sort
from archive.search.index import Article, Indexer
from archive.search.matching import matching
from archive.search.query import parse_query
from archive.search.rebuild import CHUNK
from archive.search.vocabulary import analyse

SIZE = 840
"""Characters of a body: with title, in UTF-8, about 1 000 bytes a snapshot."""
SUPERSEDED = 10
"""Every tenth snapshot is none of the latest, as after edits."""

BEGIN = date(2005, 1, 1)
DAYS = 7000
SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def skeleton(connection: Connection) -> None:
    """Write what every snapshot refers to."""
    connection.execute(insert(PortalRow), {"name": "p", "hosts": [], "seeds": [], "delay": 0.0})
    crawl = {"seq": 1, "portal": "p", "status": "finished", "started": SEEN, "complete": True, "baseline": True}
    connection.execute(insert(CrawlRow), crawl | {"knowledge": 0, "settled": True, "resumed": False})
    connection.execute(insert(PayloadRow), {"sha256": bytes(32), "length": 0, "codec": "raw", "stored": b""})


def store(connection: Connection, texts: list[tuple[str, str]], days: list[date], first: int) -> list[Article]:
    """Write the rows of snapshots, numbered from `first`, with these titles and bodies; return them as articles to index."""
    many: dict[type, list[dict[str, object]]] = {
        ResourceRow: [],
        ExtractionRow: [],
        SnapshotRow: [],
        CaptureRow: [],
        ArticleRow: [],
    }
    for number, ((title, body), day) in enumerate(zip(texts, days, strict=True), start=first):
        url = f"http://p.example/{number}"
        many[ResourceRow].append(
            {
                "id": number,
                "portal": "p",
                "url": url,
                "urlkey": url,
                "kind": "article",
                "state": "live",
                "found_by": "link",
                "found_crawl": 1,
                "snapshots": 1,
                "missing": 0,
                "unmodified": 0,
            }
        )
        many[ExtractionRow].append(
            {
                "id": number,
                "payload": bytes(32),
                "resource": number,
                "parser": "x",
                "parser_version": 1,
                "knowledge": 0,
                "digest": b"",
                "content": {},
            }
        )
        many[SnapshotRow].append(
            {
                "id": number,
                "resource": number,
                "n": 1,
                "digest": b"",
                "cause": "first",
                "extraction": number,
                "title": title,
                "section": "aktualności",
                "published": day,
                "first_capture": number,
                "last_capture": number,
                "last_full": number,
                "captures": 1,
            }
        )
        many[CaptureRow].append(
            {
                "seq": number,
                "crawl": 1,
                "resource": number,
                "fetch_outcome": "fetched",
                "outcome": "new",
                "url": url,
                "fetched": SEEN,
                "seconds": 0.0,
                "redirects": [],
                "tries": 1,
                "flags": [],
                "request_headers": [],
                "headers": [],
                "coding": "",
                "snapshot": number,
            }
        )
        many[ArticleRow].append(
            {"snapshot": number, "position": 0, "digest": b"", "title": title, "published": day, "body": body}
        )
    for row, values in many.items():
        connection.execute(insert(row.__table__), values)
    return [
        Article(
            snapshot=number,
            position=0,
            section="aktualności",
            kind="article",
            title=title,
            body=body,
            published=day,
            seen=SEEN,
        )
        for number, ((title, body), day) in enumerate(zip(texts, days, strict=True), start=first)
    ]


def generated(writer: Writer, size: int) -> tuple[list[tuple[str, str]], list[date]]:
    """Return titles and bodies, and a day for each."""
    texts = [(" ".join(writer.words(6)), writer.text(SIZE)) for _ in range(size)]
    return texts, [BEGIN + timedelta(days=writer.random.randrange(DAYS)) for _ in range(size)]


def chunk(connection: Connection, writer: Writer, first: int, size: int) -> tuple[list[Article], int]:
    """Write generated snapshots; return them as articles to index, and the bytes of their text."""
    texts, days = generated(writer, size)
    articles = [replace(one, latest=bool(one.snapshot % SUPERSEDED)) for one in store(connection, texts, days, first)]
    return articles, sum(len(title.encode()) + len(body.encode()) for title, body in texts)


def fill(archive: Archive, snapshots: int) -> Writer:
    """Write and index snapshots; print how long the index alone took, loading and as a crawl commits."""
    writer, indexer = Writer(1), Indexer()
    with archive.writing() as connection:
        skeleton(connection)
    taken, cpu, bytes_of_text = 0.0, 0.0, 0
    for first in range(1, snapshots + 1, CHUNK):
        with archive.writing() as connection:
            articles, size = chunk(connection, writer, first, min(CHUNK, snapshots + 1 - first))
        bytes_of_text += size
        began, used = time.perf_counter(), time.process_time()
        with archive.writing() as connection:
            indexer.write(connection, articles)
        taken, cpu = taken + time.perf_counter() - began, cpu + time.process_time() - used
    print(
        f"{snapshots} snapshots of {bytes_of_text / snapshots:.0f} bytes: {snapshots / taken:.0f} a second indexed "
        f"({snapshots / cpu:.0f} a second of CPU), in transactions of {CHUNK}"
    )
    crawl_cost(archive, writer, indexer, snapshots + 1)
    began = time.perf_counter()
    forms = analyse(archive)
    print(f"{forms} words analysed in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    with archive.writing() as connection:
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))
    index, vocabulary = sizes(archive)
    print(
        f"optimized in {time.perf_counter() - began:.1f} s; index {index / bytes_of_text:.2f} of the text, vocabulary {vocabulary / bytes_of_text:.2f}"
    )
    return writer


def crawl_cost(
    archive: Archive, writer: Writer, indexer: Indexer, first: int, batches: int = 100, size: int = 16
) -> None:
    """Print what the index adds to a crawl's transaction of 16 pages, commit and all: every other one goes without."""
    taken: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number in range(batches):
        texts, days = generated(writer, size)
        began, used = time.perf_counter(), time.process_time()
        with archive.writing() as connection:
            articles = store(connection, texts, days, first + number * size)
            if number % 2:
                indexer.write(connection, articles)
        taken[bool(number % 2)].append((time.perf_counter() - began, time.process_time() - used))
    wall, cpu = (
        (statistics.mean(one[at] for one in taken[True]) - statistics.mean(one[at] for one in taken[False]))
        / size
        * 1000
        for at in (0, 1)
    )
    print(
        f"added to a crawl's transaction of {size} pages: {cpu:.2f} ms of CPU a page, {wall:.2f} ms with the longer commit"
    )


def sizes(archive: Archive) -> tuple[int, int]:
    """Return bytes of the full-text index and of the vocabulary's tables."""
    with archive.reading() as connection:
        index = connection.execute(text("SELECT sum(length(block)) FROM search_index_data")).scalar_one()
        index += connection.execute(text("SELECT sum(length(sz) + 8) FROM search_index_docsize")).scalar_one()
        words = connection.execute(
            text("SELECT sum(length(CAST(lemma AS BLOB)) + length(CAST(form AS BLOB)) + 4) FROM vocab")
        ).scalar_one()
        words += connection.execute(
            text(
                "SELECT sum((1 + (folded IS NOT NULL)) * (length(CAST(form AS BLOB)) + coalesce(length(CAST(folded AS BLOB)), 0)) + 4) FROM forms"
            )
        ).scalar_one()
    return index, words


def typed(writer: Writer, number: int) -> list[str]:
    """Return words in a random form, of all ranks."""
    rare = writer.lemmas[-140_000:]
    pool = [writer.random.choice(writer.known if at % 4 else rare) for at in range(number)]
    return [writer.random.choice(writer.forms.get(lemma, (lemma,))) for lemma in pool]


def p95(run: Callable[[str], object], queries: list[str]) -> tuple[float, float, float, float]:
    """Return the median and the 95th percentile of milliseconds, of the clock and of CPU."""
    taken, used = [], []
    for query in queries:
        began, spent = time.perf_counter(), time.process_time()
        with suppress(SearchImpossible):  # given up: its time counts
            run(query)
        used.append((time.process_time() - spent) * 1000)
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    used.sort()
    last = int(len(taken) * 0.95)
    return statistics.median(taken), taken[last], statistics.median(used), used[last]


def phrases(connection: Connection, writer: Writer, number: int) -> list[str]:
    """Return two words in a row from articles."""
    bodies = connection.execute(text("SELECT body FROM articles LIMIT :n"), {"n": number}).scalars()
    found = []
    for body in bodies:
        words = body.split()
        at = writer.random.randrange(len(words) - 1)
        found.append(f'"{words[at]} {words[at + 1]}"')
    return found


def measure(archive: Archive, writer: Writer, number: int) -> None:
    with archive.reading() as connection:
        words = typed(writer, number)
        pairs = [f"{one} {other}" for one, other in zip(words[::2], words[1::2], strict=False)]
        rows = phrases(connection, writer, number)
        plain = text("SELECT rowid FROM search_index WHERE search_index MATCH :fts ORDER BY rowid DESC LIMIT 20")
        plain_count = text("SELECT count(*) FROM search_index WHERE search_index MATCH :fts")

        def quoted(query: str) -> str:
            return query if query.startswith('"') else " AND ".join(f'"{word}"' for word in query.split())

        tests: list[tuple[str, Callable[[str], object], list[str]]] = [
            ("newest 20, one word", lambda q: search(connection, parse_query(q)), words),
            ("newest 20, two words", lambda q: search(connection, parse_query(q)), pairs),
            ("count, one word", lambda q: count(connection, parse_query(q)), words),
            ("count, two words", lambda q: count(connection, parse_query(q)), pairs),
            ("phrase, newest 20", lambda q: search(connection, parse_query(q)), rows),
            ("ranked 20, one word", lambda q: search(connection, parse_query(q), sort=Sort.RELEVANCE), words),
            ("ranked 20, two words", lambda q: search(connection, parse_query(q), sort=Sort.RELEVANCE), pairs),
            ("plain FTS5 newest 20, one word", lambda q: connection.execute(plain, {"fts": quoted(q)}).all(), words),
            ("plain FTS5 count, one word", lambda q: connection.execute(plain_count, {"fts": quoted(q)}).all(), words),
            ("plain FTS5 phrase", lambda q: connection.execute(plain, {"fts": quoted(q)}).all(), rows),
        ]
        asked = text(
            "SELECT f.rowid FROM search_index f WHERE f.search_index MATCH :fts "
            "AND NOT EXISTS (SELECT 1 FROM superseded o WHERE o.id = f.rowid) ORDER BY f.rowid DESC LIMIT 20"
        )
        expanded = {
            query: matching(parse_query(query), Expander(connection).expand(parse_query(query)), SQLITE).words
            for query in [*words, *rows]
        }
        tests += [
            (
                "FTS5 of all forms newest 20, one",
                lambda q: connection.execute(asked, {"fts": expanded[q]}).all(),
                words,
            ),
            ("FTS5 of all forms phrase", lambda q: connection.execute(asked, {"fts": expanded[q]}).all(), rows),
        ]
        for name, run, queries in tests:
            with suppress(SearchImpossible):
                run(queries[0])
            middle, high, cpu, cpu_high = p95(run, queries)
            print(f"{name:32} median {middle:7.2f} ms  p95 {high:7.2f} ms  of CPU {cpu:7.2f} and {cpu_high:7.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--snapshots", type=int, default=100_000)
    arguments.add_argument("--queries", type=int, default=100)
    arguments.add_argument("--keep", type=Path, help="make the archive here, or measure the one that is here")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "search.db"
        there = path.exists()
        with open_archive(str(path), write=True, create=True) as archive:
            writer = Writer(1) if there else fill(archive, options.snapshots)
        with open_archive(str(path), write=False) as archive:
            measure(archive, writer, options.queries)


if __name__ == "__main__":
    main()
