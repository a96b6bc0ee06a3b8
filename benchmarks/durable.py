"""Rows written durably: the archive's writing transaction against raw sqlite3 in WAL with synchronous FULL.

    python benchmarks/durable.py [--batches 100] [--batch 50] [--json]

Both write the same rows of captures, a batch a transaction, into a file of their own with the archive's schema; they take
turns batch by batch, so that what else the disk does meets them alike; the first batch, for which the statement is made, is
not counted. Of fifty rows were the batches of the study that the ratio comes from; a transaction of its own costs 0.1 ms
more than sqlite3's, whatever its size, so that small ones reach less.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from outcome import Row, conclude
from sqlalchemy import insert

from archive.crawls import PortalTerms, begin
from archive.db import open_archive
from archive.models import CaptureRow
from archive.terms.clock import SystemClock

FLOOR = 0.8
BEGIN = datetime(2026, 1, 5, 6, tzinfo=UTC)
TABLE = CaptureRow.__table__
ASKED = (("User-Agent", "Kronika"), ("Accept", "text/html"), ("Accept-Language", "pl,en;q=0.5"))


def row(seq: int) -> dict[str, Any]:
    """Return a capture's values by column, as the archive's writer hands them over."""
    return {
        "seq": seq,
        "crawl": 1,
        "resource": seq,
        "fetch_outcome": "fetched",
        "outcome": "unchanged",
        "url": f"http://127.0.0.1:8000/art,{seq},{seq}.html",
        "fetched": BEGIN + timedelta(seconds=seq),
        "seconds": 0.05,
        "status": 200,
        "redirects": [],
        "tries": 1,
        "flags": [],
        "address": "127.0.0.1",
        "http_version": "HTTP/1.1",
        "request_headers": ASKED,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("Server", "Apache"), ("ETag", f'"{seq:x}"')),
        "coding": "",
        "wire_length": 50_000,
        "payload": None,
    }


def bare(values: dict[str, Any]) -> tuple[Any, ...]:
    """Return values as one writes them by hand for sqlite3: lists as JSON, times in microseconds."""
    return tuple(
        json.dumps(value)
        if isinstance(value, list | tuple)
        else round(value.timestamp() * 1_000_000)
        if isinstance(value, datetime)
        else value
        for value in values.values()
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--batches", type=int, default=100)
    arguments.add_argument("--batch", type=int, default=50)
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    statement = insert(TABLE)
    ours = peer = 0.0
    with tempfile.TemporaryDirectory() as folder:
        ours_at, peer_at = (str(Path(folder) / f"{name}.db") for name in ("ours", "peer"))
        seeds = tuple(row(seq + 1)["url"] for seq in range(options.batches * options.batch))
        terms = PortalTerms(name="rows", hosts=("127.0.0.1:8000",), seeds=seeds, delay=0.0)
        for path in (ours_at, peer_at):
            with open_archive(path, write=True, create=True) as archive:
                begin(archive, terms, full=False, fresh=False, clock=SystemClock()).close()
        with open_archive(ours_at, write=True) as archive, closing(sqlite3.connect(peer_at)) as raw:
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA synchronous=FULL")
            names = list(row(1))
            words = f"INSERT INTO captures ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            raw.execute("PRAGMA foreign_keys=ON")
            for number in range(options.batches):
                batch = [row(number * options.batch + place + 1) for place in range(options.batch)]
                began = time.perf_counter()
                with raw:
                    raw.executemany(words, [bare(values) for values in batch])
                between = time.perf_counter()
                with archive.writing() as connection:
                    connection.execute(statement, batch)
                if number:
                    peer += between - began
                    ours += time.perf_counter() - between
    count = (options.batches - 1) * options.batch
    conclude(
        [
            Row(
                work=f"durable rows in batches of {options.batch}",
                unit="rows/s",
                ours=count / ours,
                peer_name="raw sqlite3",
                peer=count / peer,
                bound=FLOOR,
            )
        ],
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
