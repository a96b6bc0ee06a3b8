"""Makes an archive small after a crawl: trains a portal's dictionary, and encodes again what was stored before it.

Everything is found in the rows: a payload of the portal that is compressed without a dictionary is still to be done. So
the work may be cut off at any instant, and the next crawl's end or `kronika vacuum` goes on. A payload's old encoding
goes in the transaction that brings the new one, which was read back and compared before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import zstandard
from sqlalchemy import Connection, Table, bindparam, func, literal_column, select, update
from sqlalchemy.orm import aliased

from archive.coding import ANCHOR_MOST, ZSTD, Dictionary, train
from archive.db import Archive
from archive.errors import DamagedPayload
from archive.ingest import lock_log
from archive.models import CaptureRow, DictionaryRow, PayloadRow, ResourceRow, SnapshotRow
from archive.payloads import NewPayload, PayloadReader, PayloadWriter, store_dictionary
from archive.terms.outcomes import PageKind

TRAINED_FROM = 100
"""Pages a portal has at least before a dictionary is trained: ten times its length, roughly."""

MOST_SAMPLES = 400

BATCH = 50
"""Payloads encoded again in one transaction: about 0.1 s, which another writer waits for."""

Watch = Callable[[int], None]


@dataclass(slots=True)
class Condensed:
    """What was done: payloads encoded again, bytes they took before and take now, sentences on those that are damaged."""

    payloads: int = 0
    before: int = 0
    after: int = 0
    problems: list[str] = field(default_factory=list)


def condense(archive: Archive, portal: str, *, watch: Watch | None = None) -> Condensed:
    """Train the dictionary of a portal where it is time, and encode again what was stored without it.

    The caller holds the portal's lock. `watch` is told how many payloads are done. Raises LostBasis.
    """
    done = Condensed()
    if not learn(archive, portal):
        return done
    writer = PayloadWriter(portal)
    last = b""
    while True:
        with archive.writing() as connection:
            lock_log(connection)
            rows = connection.execute(_UNLEARNED, {"last": last, "portal": portal}).all()
            if rows:
                _encode_again(connection, writer, rows, done)
        if not rows:
            return done
        last = rows[-1].sha256
        if watch is not None:
            watch(done.payloads)


def learn(archive: Archive, portal: str) -> bool:
    """Train the dictionary of a portal where it has none yet; return whether it has one now.

    The caller holds the portal's lock. What its writer stores from then on is stored with it.
    """
    if _has_dictionary(archive, portal):
        return True
    trained = _train(archive, portal)
    if trained is None:
        return False
    with archive.writing() as connection:
        lock_log(connection)
        store_dictionary(connection, portal, trained)
    return True


def _has_dictionary(archive: Archive, portal: str) -> bool:
    with archive.reading() as connection:
        query = select(DictionaryRow.portal).where(DictionaryRow.portal == portal)
        return connection.execute(query).first() is not None


def _train(archive: Archive, portal: str) -> Dictionary | None:
    """Return a dictionary of the first states of a portal's pages, spread over all of them; None for too few."""
    with archive.reading() as connection:
        query = (
            select(CaptureRow.payload)
            .join(SnapshotRow, SnapshotRow.first_capture == CaptureRow.seq)
            .join(ResourceRow, ResourceRow.id == SnapshotRow.resource)
            .join(PayloadRow, PayloadRow.sha256 == CaptureRow.payload)
            .where(
                ResourceRow.portal == portal,
                ResourceRow.kind != PageKind.DOCUMENT,
                SnapshotRow.n == 1,
                PayloadRow.length <= ANCHOR_MOST,
            )
            .order_by(ResourceRow.urlkey)
        )
        addresses = list(dict.fromkeys(connection.execute(query).scalars()))
        if len(addresses) < TRAINED_FROM:
            return None
        step = max(1.0, len(addresses) / MOST_SAMPLES)
        chosen = [addresses[int(place * step)] for place in range(min(MOST_SAMPLES, len(addresses)))]
        samples = _samples(connection, [address for address in chosen if address is not None])
    try:
        return train(samples)
    except zstandard.ZstdError:  # pages too short or too much the same: there is nothing to learn
        return None


def _samples(connection: Connection, addresses: Sequence[bytes]) -> list[bytes]:
    reader = PayloadReader(connection)
    samples = []
    for address in addresses:
        try:
            samples.append(reader.load(address))
        except DamagedPayload:
            continue  # `verify` names it
    return samples


_first = aliased(CaptureRow)
_FIRST_CAPTURE = (
    select(func.min(_first.seq)).where(_first.payload == PayloadRow.sha256).correlate(PayloadRow).scalar_subquery()
)
_UNLEARNED = (
    select(PayloadRow.sha256, func.length(PayloadRow.stored).label("size"), ResourceRow.id.label("resource"))
    .select_from(PayloadRow)
    .join(CaptureRow, CaptureRow.seq == _FIRST_CAPTURE)
    .join(ResourceRow, ResourceRow.id == CaptureRow.resource)
    .where(
        PayloadRow.dictionary.is_(None),
        PayloadRow.codec == literal_column(f"'{ZSTD}'"),  # a bound value would not find the partial index
        PayloadRow.sha256 > bindparam("last"),
        ResourceRow.portal == bindparam("portal"),
    )
    .order_by(PayloadRow.sha256)
    .limit(BATCH)
)
"""Payloads whose first capture is of a portal, and which no dictionary made small."""

_ANCHORS = (
    select(CaptureRow.payload)
    .join(SnapshotRow, SnapshotRow.first_capture == CaptureRow.seq)
    .where(CaptureRow.payload.in_(bindparam("addresses", expanding=True)), SnapshotRow.n == 1)
)
"""Those of some payloads with which a resource begins: they may be anchors, and are stored against none."""

_PAYLOADS = cast("Table", PayloadRow.__table__)
_REPLACE = (
    update(_PAYLOADS)
    .where(_PAYLOADS.c.sha256 == bindparam("address"))
    .values({name: bindparam(f"new_{name}") for name in ("codec", "dictionary", "anchor", "stored")})
)


def _encode_again(connection: Connection, writer: PayloadWriter, rows: Sequence[Any], done: Condensed) -> None:
    reader = PayloadReader(connection)
    begin = set(connection.execute(_ANCHORS, {"addresses": [row.sha256 for row in rows]}).scalars())
    payloads: list[NewPayload] = []
    for row in rows:
        try:
            body = reader.load(row.sha256)
        except DamagedPayload as error:
            done.problems.append(str(error))
            continue
        payloads.append(NewPayload(address=row.sha256, body=body, resource=row.resource, whole=row.sha256 not in begin))
    sizes = {row.sha256: row.size for row in rows}
    fresh = writer.encoded(connection, payloads)
    changed = [
        {"address": row["sha256"]} | {f"new_{name}": row[name] for name in ("codec", "dictionary", "anchor", "stored")}
        for row in fresh
    ]
    if changed:
        connection.execute(_REPLACE, changed)
    done.payloads += len(fresh)
    done.before += sum(sizes[payload.address] for payload in payloads)
    done.after += sum(len(cast("bytes", row["stored"])) for row in fresh)
