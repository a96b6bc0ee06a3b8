"""Payloads: the bytes of a body, stored small, addressed and checked by the sha256 of the uncompressed bytes."""

from __future__ import annotations

import hashlib

import zstandard
from sqlalchemy import Connection, select

from archive.errors import DamagedPayload
from archive.models import PayloadRow

LEVEL = 3
RAW = "raw"
ZSTD = "zstd"
MAX_LENGTH = 64 * 1024 * 1024
"""Bytes; no payload is longer than the crawler takes, so a frame that claims more is damaged."""


def sha256(payload: bytes) -> bytes:
    """Return the address of a payload."""
    return hashlib.sha256(payload).digest()


def encode(payload: bytes, address: bytes) -> dict[str, object]:
    """Return a payload's row: compressed where that shrinks it, decoded again and compared before it is handed out."""
    stored = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(payload)
    codec = ZSTD
    if len(stored) >= len(payload):
        codec, stored = RAW, payload
    if decode(codec, stored, address) != payload:
        raise DamagedPayload(f"the payload sha256:{address.hex()} cannot be read back as written; check this machine")
    return {
        "sha256": address,
        "length": len(payload),
        "codec": codec,
        "dictionary": None,
        "anchor": None,
        "stored": stored,
    }


def decode(codec: str, stored: bytes, address: bytes) -> bytes:
    """Return the bytes of a payload. Raises DamagedPayload unless they have the digest they are stored under."""
    try:
        if codec == ZSTD:
            payload = zstandard.ZstdDecompressor().decompress(stored, max_output_size=MAX_LENGTH)
        elif codec == RAW:
            payload = stored
        else:
            raise DamagedPayload(f"the payload sha256:{address.hex()} has the unknown codec “{codec}”; restore a copy")
    except (zstandard.ZstdError, MemoryError) as error:
        raise DamagedPayload(f"the payload sha256:{address.hex()} is damaged ({error}); restore a copy") from error
    if sha256(payload) != address:
        raise DamagedPayload(f"the payload sha256:{address.hex()} is damaged (its digest differs); restore a copy")
    return payload


def load_payload(connection: Connection, address: bytes) -> bytes:
    """Return a stored payload, checked. Raises DamagedPayload also for one that is missing."""
    query = select(PayloadRow.codec, PayloadRow.stored).where(PayloadRow.sha256 == address)
    row = connection.execute(query).first()
    if row is None:
        raise DamagedPayload(f"the payload sha256:{address.hex()} is missing; restore a copy")
    return decode(row.codec, row.stored, address)
