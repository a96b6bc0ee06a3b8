"""How payloads are made small: zstd alone, with a portal's dictionary, or against dictionary and anchor; pure.

A frame against an anchor takes the dictionary's bytes followed by the anchor's as raw-content dictionary (`zstd -D` of the
two files joined reads it). Identity is always the uncompressed bytes: what is read is held against its sha256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from threading import Lock

import zstandard
from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict, ZstdCompressor, ZstdDecompressor

from archive.errors import DamagedPayload

RAW = "raw"
ZSTD = "zstd"

MAX_LENGTH = 64 * 1024 * 1024
"""Bytes; no payload is longer than the crawler takes, so a frame that claims more is damaged."""

LEVEL = 3

LEVEL_ANCHORED = 2
"""On pages of 55 kB: 583 bytes in 0.3 ms; level 3 makes 522 of them in 0.6 ms, level 1 611 in 0.3 ms."""

DICTIONARY_LENGTH = 112_640
"""Bytes of a trained dictionary, the zstd tool's own default."""

ANCHOR_MOST = 1024 * 1024
"""Bytes; a longer payload is no anchor: reading one state would take as long as reading both."""


def sha256(payload: bytes) -> bytes:
    """Return the address of a payload."""
    return hashlib.sha256(payload).digest()


class Dictionary:
    """What a portal's pages have in common. Safe to share between threads."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.address = sha256(content)
        self._gate = Lock()
        self._compressor: ZstdCompressor | None = None
        self._decompressor = ZstdDecompressor(dict_data=ZstdCompressionDict(content))

    def compress(self, payload: bytes) -> bytes:
        """Return a payload's frame."""
        with self._gate:
            if self._compressor is None:
                # An object of its own, made ready before its first use: one in use already gave corrupt frames.
                shared = ZstdCompressionDict(self.content)
                shared.precompute_compress(level=LEVEL)
                self._compressor = ZstdCompressor(level=LEVEL, dict_data=shared, write_dict_id=False)
            return self._compressor.compress(payload)

    def decompress(self, frame: bytes) -> bytes:
        """Return what a frame holds. Raises ZstdError."""
        with self._gate:
            return self._decompressor.decompress(frame, max_output_size=MAX_LENGTH)


def train(samples: Sequence[bytes]) -> Dictionary:
    """Return the dictionary of a portal's pages; about a second for 400 pages. Raises ZstdError for too few."""
    trained = zstandard.train_dictionary(DICTIONARY_LENGTH, list(samples), level=LEVEL)
    return Dictionary(trained.as_bytes())


def encode(
    payload: bytes, address: bytes, *, dictionary: Dictionary | None = None, anchor: tuple[bytes, bytes] | None = None
) -> dict[str, object]:
    """Return a payload's row, decoded again and compared before it is handed out; `anchor` is (address, bytes).

    `address` is the digest of these very bytes: the caller has just computed it or held it against them. What does not
    shrink is kept as it is. Raises DamagedPayload where this machine cannot read what it wrote.
    """
    codec, stored = ZSTD, _compress(payload, dictionary, anchor)
    if len(stored) >= len(payload):
        codec, stored, dictionary, anchor = RAW, payload, None, None
    if unpack(codec, stored, address, dictionary=dictionary, anchor=anchor[1] if anchor else None) != payload:
        raise DamagedPayload(f"the payload sha256:{address.hex()} cannot be read back as written; check this machine")
    return {
        "sha256": address,
        "length": len(payload),
        "codec": codec,
        "dictionary": dictionary.address if dictionary is not None else None,
        "anchor": anchor[0] if anchor is not None else None,
        "stored": stored,
    }


def decode(
    codec: str, stored: bytes, address: bytes, *, dictionary: Dictionary | None = None, anchor: bytes | None = None
) -> bytes:
    """Return the bytes of a payload. Raises DamagedPayload unless they have the digest they are stored under."""
    payload = unpack(codec, stored, address, dictionary=dictionary, anchor=anchor)
    if sha256(payload) != address:
        raise DamagedPayload(f"the payload sha256:{address.hex()} is damaged (its digest differs); restore a copy")
    return payload


def unpack(
    codec: str, stored: bytes, address: bytes, *, dictionary: Dictionary | None = None, anchor: bytes | None = None
) -> bytes:
    """Return what should be the bytes of a payload, for who holds the digest against it. Raises DamagedPayload."""
    try:
        if codec == ZSTD:
            return _decompress(stored, dictionary, anchor)
    except (zstandard.ZstdError, MemoryError) as error:
        raise DamagedPayload(f"the payload sha256:{address.hex()} is damaged ({error}); restore a copy") from error
    if codec != RAW:
        raise DamagedPayload(f"the payload sha256:{address.hex()} has the unknown codec “{codec}”; restore a copy")
    return stored


def _compress(payload: bytes, dictionary: Dictionary | None, anchor: tuple[bytes, bytes] | None) -> bytes:
    if anchor is not None:
        return ZstdCompressor(level=LEVEL_ANCHORED, dict_data=_joined(dictionary, anchor[1])).compress(payload)
    if dictionary is not None:
        return dictionary.compress(payload)
    return ZstdCompressor(level=LEVEL).compress(payload)


def _decompress(frame: bytes, dictionary: Dictionary | None, anchor: bytes | None) -> bytes:
    if anchor is not None:
        return ZstdDecompressor(dict_data=_joined(dictionary, anchor)).decompress(frame, max_output_size=MAX_LENGTH)
    if dictionary is not None:
        return dictionary.decompress(frame)
    return ZstdDecompressor().decompress(frame, max_output_size=MAX_LENGTH)


def _joined(dictionary: Dictionary | None, anchor: bytes) -> ZstdCompressionDict:
    before = dictionary.content if dictionary is not None else b""
    return ZstdCompressionDict(before + anchor, dict_type=DICT_TYPE_RAWCONTENT)
