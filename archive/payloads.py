"""Payloads in the archive: written against dictionary and anchor, read back and checked.

The first payload that showed a resource whole is its anchor. An anchor is never itself stored against one (depth 1): a
resource whose first payload is shared and stored against another resource's anchor takes that one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, insert, select

from archive.coding import ANCHOR_MOST, RAW, Dictionary, decode, encode, sha256, unpack
from archive.errors import DamagedPayload, LostBasis
from archive.models import CaptureRow, DictionaryRow, PayloadRow, SnapshotRow

MOST_DICTIONARIES = 16
"""Dictionaries kept ready in a process, about half a megabyte each."""

MOST_ANCHORS = 64
"""Anchors a `PayloadReader` keeps, for one that reads states of a resource after another."""

_PAYLOADS = cast("Table", PayloadRow.__table__)
_ANCHORS = _PAYLOADS.alias("anchors")


def with_anchors() -> Select[Any]:
    """Return the query of payloads and their anchors that `PayloadReader.read` takes the rows of."""
    return select(
        _PAYLOADS.c.sha256,
        _PAYLOADS.c.length,
        _PAYLOADS.c.codec,
        _PAYLOADS.c.dictionary,
        _PAYLOADS.c.anchor,
        _PAYLOADS.c.stored,
        _ANCHORS.c.codec.label("anchor_codec"),
        _ANCHORS.c.dictionary.label("anchor_dictionary"),
        _ANCHORS.c.anchor.label("anchor_anchor"),
        _ANCHORS.c.stored.label("anchor_stored"),
    ).select_from(_PAYLOADS.outerjoin(_ANCHORS, _ANCHORS.c.sha256 == _PAYLOADS.c.anchor))


_ONE = with_anchors().where(_PAYLOADS.c.sha256 == bindparam("address"))
_DICTIONARY = select(_PAYLOADS.c.codec, _PAYLOADS.c.stored).where(_PAYLOADS.c.sha256 == bindparam("address"))


_READY: dict[bytes, Dictionary] = {}
"""Dictionaries by address, checked once a process."""


class PayloadReader:
    """Reads payloads over one connection; keeps the dictionaries and the latest anchors it needed.

    `afresh`: takes no dictionary from what this process has ready, but reads each from the archive.
    """

    def __init__(self, connection: Connection, *, afresh: bool = False) -> None:
        self._connection = connection
        self._dictionaries = {} if afresh else _READY
        self._anchors: OrderedDict[bytes, bytes] = OrderedDict()

    def load(self, address: bytes) -> bytes:
        """Return a stored payload, checked. Raises DamagedPayload also for one that is missing, LostBasis."""
        row = self._connection.execute(_ONE, {"address": address}).first()
        if row is None:
            raise DamagedPayload(f"the payload sha256:{address.hex()} is missing; restore a copy")
        return self.read(row)

    def read(self, row: Row[Any]) -> bytes:
        """Return the payload of a row of `with_anchors`, checked. Raises DamagedPayload, LostBasis."""
        address = row.sha256
        dictionary = self.dictionary(row.dictionary, address)
        anchor = self._anchor(row) if row.anchor is not None else None
        try:
            return decode(row.codec, row.stored, address, dictionary=dictionary, anchor=anchor)
        except DamagedPayload:
            if anchor is not None and sha256(anchor) != row.anchor:
                del self._anchors[row.anchor]
                raise _lost("anchor", row.anchor, address, "is damaged") from None
            raise

    def dictionary(self, address: bytes | None, payload: bytes) -> Dictionary | None:
        """Return a dictionary by its address, None for none. Raises LostBasis in the name of the payload that needs it."""
        if address is None:
            return None
        ready = self._dictionaries.get(address)
        if ready is None:
            ready = self._stored(address, payload)
            if len(self._dictionaries) >= MOST_DICTIONARIES:
                self._dictionaries.pop(next(iter(self._dictionaries)), None)
            self._dictionaries[address] = ready
        return ready

    def _stored(self, address: bytes, payload: bytes) -> Dictionary:
        row = self._connection.execute(_DICTIONARY, {"address": address}).first()
        if row is None:
            raise _lost("dictionary", address, payload, "is missing")
        if row.codec != RAW:
            raise _lost("dictionary", address, payload, f"is stored as “{row.codec}”, not as it is")
        try:
            return Dictionary(decode(row.codec, row.stored, address))
        except DamagedPayload as error:
            raise _lost("dictionary", address, payload, "is damaged") from error

    def _anchor(self, row: Row[Any]) -> bytes:
        """Return the anchor of a row, not held against its digest: that of what hangs on it tells as much."""
        address: bytes = row.anchor
        known = self._anchors.get(address)
        if known is not None:
            return known
        if row.anchor_codec is None:
            raise _lost("anchor", address, row.sha256, "is missing")
        if row.anchor_anchor is not None:
            raise _lost("anchor", address, row.sha256, "is stored against an anchor itself")
        dictionary = self.dictionary(row.anchor_dictionary, address)
        try:
            anchor = unpack(row.anchor_codec, row.anchor_stored, address, dictionary=dictionary)
        except DamagedPayload as error:
            raise _lost("anchor", address, row.sha256, "is damaged") from error
        self._anchors[address] = anchor
        if len(self._anchors) > MOST_ANCHORS:
            self._anchors.popitem(last=False)
        return anchor


def _lost(what: str, basis: bytes, payload: bytes, fault: str) -> LostBasis:
    return LostBasis(
        f"the payload sha256:{payload.hex()} cannot be read because its {what} sha256:{basis.hex()} {fault};"
        " restore a copy of that",
        basis,
    )


def load_payload(connection: Connection, address: bytes) -> bytes:
    """Return a stored payload, checked. Raises DamagedPayload also for one that is missing, LostBasis."""
    return PayloadReader(connection).load(address)


_KNOWN = select(PayloadRow.sha256).where(PayloadRow.sha256.in_(bindparam("addresses", expanding=True)))
_FIRST = (
    select(SnapshotRow.resource, func.coalesce(PayloadRow.anchor, PayloadRow.sha256).label("anchor"))
    .join(CaptureRow, CaptureRow.seq == SnapshotRow.first_capture)
    .join(PayloadRow, PayloadRow.sha256 == CaptureRow.payload)
    .where(SnapshotRow.resource.in_(bindparam("resources", expanding=True)), SnapshotRow.n == 1)
)
_CHOSEN = with_anchors().where(
    _PAYLOADS.c.sha256.in_(bindparam("addresses", expanding=True)), _PAYLOADS.c.length <= ANCHOR_MOST
)
_OF_PORTAL = select(DictionaryRow.payload).where(DictionaryRow.portal == bindparam("portal"))
_INSERT = insert(_PAYLOADS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayload:
    """A payload to store, and the resource it was seen at; `whole` where that was shown whole before."""

    address: bytes
    body: bytes
    resource: int
    whole: bool = True


class PayloadWriter:
    """Encodes the payloads of one portal, with its dictionary as soon as it has one."""

    def __init__(self, portal: str) -> None:
        self._portal = portal
        self._dictionary: Dictionary | None = None

    def write(self, connection: Connection, payloads: Sequence[NewPayload]) -> None:
        """Store payloads; those that are there already keep the encoding of their first portal."""
        if not payloads:
            return
        fresh = {payload.address: payload for payload in reversed(payloads)}
        for address in connection.execute(_KNOWN, {"addresses": list(fresh)}).scalars():
            del fresh[address]
        if fresh:
            connection.execute(_INSERT, self.encoded(connection, list(fresh.values())))

    def encoded(self, connection: Connection, payloads: Sequence[NewPayload]) -> list[dict[str, object]]:
        """Return the rows of payloads. Raises LostBasis where the portal's dictionary cannot be read."""
        reader = PayloadReader(connection)
        dictionary = self._own(connection, reader)
        anchors = _anchors(connection, reader, [payload.resource for payload in payloads if payload.whole])
        return [
            encode(
                payload.body,
                payload.address,
                dictionary=dictionary,
                anchor=_against(payload, anchors) if payload.whole else None,
            )
            for payload in payloads
        ]

    def _own(self, connection: Connection, reader: PayloadReader) -> Dictionary | None:
        if self._dictionary is None:
            address = connection.execute(_OF_PORTAL, {"portal": self._portal}).scalar()
            self._dictionary = reader.dictionary(address, address) if address is not None else None
        return self._dictionary


def _anchors(connection: Connection, reader: PayloadReader, resources: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
    """Return the anchors of resources, (address, bytes); none for a resource that was never seen whole."""
    if not resources:
        return {}
    first = {row.resource: row.anchor for row in connection.execute(_FIRST, {"resources": resources})}
    if not first:
        return {}
    rows = connection.execute(_CHOSEN, {"addresses": list(set(first.values()))})
    bodies = dict(_readable(reader, rows))
    return {resource: (address, bodies[address]) for resource, address in first.items() if address in bodies}


def _readable(reader: PayloadReader, rows: Iterable[Row[Any]]) -> Iterator[tuple[bytes, bytes]]:
    """Pass over an anchor that is damaged: what comes now is stored without it, and `verify` names it."""
    for row in rows:
        with suppress(DamagedPayload):
            yield row.sha256, reader.read(row)


def _against(payload: NewPayload, anchors: Mapping[int, tuple[bytes, bytes]]) -> tuple[bytes, bytes] | None:
    anchor = anchors.get(payload.resource)
    return anchor if anchor is not None and anchor[0] != payload.address else None


def store_dictionary(connection: Connection, portal: str, dictionary: Dictionary) -> None:
    """Make a dictionary the one of a portal; it is kept as it is, a payload like others."""
    if connection.execute(_KNOWN, {"addresses": [dictionary.address]}).first() is None:
        row = {
            "sha256": dictionary.address,
            "length": len(dictionary.content),
            "codec": RAW,
            "dictionary": None,
            "anchor": None,
            "stored": dictionary.content,
        }
        connection.execute(_INSERT, row)
    connection.execute(insert(DictionaryRow), {"portal": portal, "payload": dictionary.address})
