"""Bytes a state, and what writing and reading one take: Kronika against WARC.gz by warcio, in one run.

    python benchmarks/payloads.py [--pages 300] [--states 10]     (needs warcio)

A generated portal (portal_states.py) is captured state after state, each state one crawl with its end. Writing is the
whole of storing a payload in its transaction's batch (look-up of the anchor, encoding, reading back, the row), without the
commit; it is measured once the portal has a dictionary and before. Reading is `load_payload` in an open transaction, of
payloads in random order. Times are this process's own, so that a machine that is busy does not count; reading is shown by
the clock as well.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from outcome import Row, conclude
from portal_states import address, page
from sqlalchemy import func, insert, select

from archive.coding import sha256
from archive.db import Archive, open_archive
from archive.log.verify import verify
from archive.models import CaptureRow, CrawlRow, DictionaryRow, PayloadRow, PortalRow, ResourceRow, SnapshotRow
from archive.payloads import NewPayload, PayloadWriter, load_payload
from archive.terms.clock import SystemClock
from archive.terms.urls import urlkey
from archive.upkeep.condense import condense
from archive.upkeep.vacuum import vacuum

PORTAL = "miasto"
BATCH = 16
FLOOR_SMALLER = 10.0
CEILING_READ_MS = 0.2
CEILING_WRITE_MS = 0.6


def warc_bytes(pages: int, states: int) -> int:
    """Return the bytes of a WARC.gz of the same captures, a response record each, as crawlers write them."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for state in range(states):
        for number in range(pages):
            body = page(number, state)
            fields = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
            headers = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                address(number), "response", payload=io.BytesIO(body), http_headers=headers
            )
            writer.write_record(record)
    return out.tell()


def prepare(archive: Archive, pages: int) -> None:
    """Write the rows that payloads hang on: portal, crawl, resources, each with its first snapshot."""
    now = SystemClock().now()
    with archive.writing() as connection:
        connection.execute(insert(PortalRow), {"name": PORTAL, "hosts": [], "seeds": [], "delay": 0.0})
        connection.execute(
            insert(CrawlRow), {"seq": 1, "portal": PORTAL, "status": "running", "started": now, "settled": False}
        )
        connection.execute(insert(ResourceRow), [
            {"id": n + 1, "portal": PORTAL, "url": address(n), "urlkey": urlkey(address(n)), "kind": "article", "state": "live",
             "found_by": "seed", "found_crawl": 1} for n in range(pages)
        ])  # fmt: skip


def captured(archive: Archive, pages: int, state: int) -> None:
    """Write the captures of one state, so that the archive knows what shows its payloads."""
    now = SystemClock().now()
    with archive.writing() as connection:
        if state:
            connection.execute(
                insert(CrawlRow),
                {"seq": state + 1, "portal": PORTAL, "status": "running", "started": now, "settled": False},
            )
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(insert(CaptureRow), [
            {"seq": state * pages + n + 1, "crawl": state + 1, "resource": n + 1, "fetch_outcome": "fetched", "outcome": "new",
             "url": address(n), "fetched": now, "seconds": 0.1, "redirects": [], "tries": 1, "flags": [], "request_headers": [],
             "headers": [], "coding": "identity", "payload": sha256(page(n, state))} for n in range(pages)
        ])  # fmt: skip
        if not state:
            connection.exec_driver_sql(
                "INSERT INTO extractions (id, payload, resource, parser, parser_version, knowledge, digest, content)"
                " SELECT seq, payload, resource, 'none', 1, 0, payload, '{}' FROM captures"
            )
            connection.execute(insert(SnapshotRow), [
                {"resource": n + 1, "n": 1, "digest": b"", "cause": "first", "extraction": n + 1, "first_capture": n + 1,
                 "last_capture": n + 1, "last_full": n + 1} for n in range(pages)
            ])  # fmt: skip


def write_state(archive: Archive, pages: int, state: int) -> float:
    """Store one state of all pages in batches; return milliseconds a page of this process's time."""
    writer = PayloadWriter(PORTAL)
    spent = 0.0
    for start in range(0, pages, BATCH):
        bodies = [(n, page(n, state)) for n in range(start, min(pages, start + BATCH))]
        with archive.writing() as connection:
            began = time.thread_time()
            batch = [NewPayload(address=sha256(body), body=body, resource=n + 1, whole=state > 0) for n, body in bodies]
            writer.write(connection, batch)
            spent += time.thread_time() - began
    return spent / pages * 1000


def read_back(archive: Archive) -> tuple[list[float], list[float]]:
    """Return milliseconds for each of 2 000 payloads in random order: of this process's time, and by the clock."""
    times, clock = [], []
    with archive.reading() as connection:
        addresses = [
            address for (address,) in connection.execute(select(PayloadRow.sha256).where(PayloadRow.codec == "zstd"))
        ]
        random.Random(1).shuffle(addresses)
        load_payload(connection, addresses[0])
        gc.disable()
        for one in addresses[:2000]:
            began = time.thread_time(), time.perf_counter()
            load_payload(connection, one)
            times.append((time.thread_time() - began[0]) * 1000)
            clock.append((time.perf_counter() - began[1]) * 1000)
        gc.enable()
    return sorted(times), sorted(clock)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=300)
    options.add_argument("--states", type=int, default=10)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    states = asked.pages * asked.states
    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(str(Path(folder) / "k.db"), write=True, create=True) as archive,
    ):
        prepare(archive, asked.pages)
        writing = []
        for state in range(asked.states):
            writing.append(write_state(archive, asked.pages, state))
            captured(archive, asked.pages, state)
            began = time.perf_counter()
            done = condense(archive, PORTAL)
            if done.payloads:
                print(
                    f"after crawl {state + 1}: dictionary, {done.payloads} payloads encoded again, {time.perf_counter() - began:.1f} s"
                )
        reading, by_clock = read_back(archive)
        checked = verify(archive).damaged
        with archive.reading() as connection:
            stored = connection.execute(select(func.sum(func.length(PayloadRow.stored)))).scalar_one()
            dictionary = connection.execute(
                select(func.sum(PayloadRow.length)).where(PayloadRow.sha256.in_(select(DictionaryRow.payload)))
            ).scalar()
            vacuum(archive, SystemClock())
            pages_used = connection.exec_driver_sql(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%payloads%'"
            ).scalar_one()
    warc = warc_bytes(asked.pages, asked.states)
    later = statistics.median(writing[1:])
    p95 = reading[int(len(reading) * 0.95)]
    result = {
        "page_bytes": len(page(0, 0)),
        "states": states,
        "warc_bytes_a_state": round(warc / states, 1),
        "bytes_a_state": round(stored / states, 1),
        "of_it_dictionary": round((dictionary or 0) / states, 1),
        "bytes_a_state_with_table_and_indexes": round(pages_used / states, 1),
        "smaller_than_warc": round(warc / stored, 2),
        "smaller_with_table": round(warc / pages_used, 2),
        "write_ms": round(later, 3),
        "write_ms_first_state": round(writing[0], 3),
        "read_ms_median": round(statistics.median(reading), 3),
        "read_ms_p95": round(p95, 3),
        "read_ms_median_by_the_clock": round(statistics.median(by_clock), 3),
        "read_ms_p95_by_the_clock": round(by_clock[int(len(by_clock) * 0.95)], 3),
        "damaged": len(checked),
    }
    print(json.dumps(result), file=sys.stderr)
    if checked:
        raise SystemExit(f"{len(checked)} payloads are damaged")
    rows = [
        Row(work="bytes a state", unit="bytes", ours=stored / states, peer_name="warcio, gzip", peer=warc / states,
            bound=FLOOR_SMALLER, inverse=True),
        Row(work="a payload read back, 95th of 100", unit="ms", ours=p95, peer_name="limit", peer=CEILING_READ_MS,
            bound=1, most=True),
        Row(work="a payload written", unit="ms", ours=later, peer_name="limit", peer=CEILING_WRITE_MS, bound=1,
            most=True),
    ]  # fmt: skip
    conclude(rows, as_json=asked.json)


if __name__ == "__main__":
    main()
