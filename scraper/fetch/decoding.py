"""Strict content decoding: a body is whole and intact, or it is refused.

Scrapy's own decoders accept a gzip, brotli or deflate body cut in half without a word and give an empty body for cut
zstd (FAULTS A29, A30), and expand bombs up to a gigabyte (A12-A15). Here every stream must reach its end and pass its
checksum, at most two layers are undone, and size and ratio are capped while decoding.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import brotli
import zstandard

from scraper.errors import BadBody, Refused, UnknownCoding

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
MAX_LAYERS = 2
_CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes a decoded body may have, and how many times larger than the wire it may be (small bodies excepted)."""

    size: int = 16 * 1024 * 1024
    ratio: int = 200
    free: int = 1024 * 1024
    """Bytes up to which the ratio is not looked at."""


def undo(body: bytes, coding: str, limits: Limits) -> bytes:
    """Return the body without its Content-Encoding (`gzip`, `deflate`, `br`, `zstd`, layered by commas).

    Raises BadBody for a stream that is cut, corrupt or followed by anything; UnknownCoding; Refused for too many layers,
    or a body over the limits.
    """
    layers = [layer for layer in (part.strip().lower() for part in coding.split(",")) if layer not in ("", "identity")]
    if len(layers) > MAX_LAYERS:
        raise Refused(f"the body has {len(layers)} layers of compression; at most {MAX_LAYERS} are undone")
    cap = min(limits.size, max(limits.free, len(body) * limits.ratio))
    for layer in reversed(layers):
        if layer not in _DECODERS:
            raise UnknownCoding(f"the content coding “{layer[:40]}” is not one we undo")
        body = _gather(_DECODERS[layer](body), layer, cap)
    return body


def _gather(chunks: Iterator[bytes], layer: str, cap: int) -> bytes:
    kept: list[bytes] = []
    size = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > cap:
                raise Refused(f"the {layer} body decodes to more than {cap} bytes")
            kept.append(chunk)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise BadBody(f"the {layer} body is corrupt ({error})") from error
    return b"".join(kept)


def _inflate(body: bytes, wbits: int) -> Iterator[bytes]:
    """Yield the members of a zlib or gzip stream; raise BadBody when one is cut."""
    rest = body
    while rest:
        stream = zlib.decompressobj(wbits)
        while not stream.eof:
            chunk = stream.decompress(rest, _CHUNK)
            rest = stream.unconsumed_tail or stream.unused_data
            if not chunk and not rest and not stream.eof:
                raise BadBody("the compressed body is cut before its end")
            yield chunk
        rest = stream.unused_data
        if wbits <= zlib.MAX_WBITS and rest:
            raise BadBody("bytes follow the end of the deflate body")


def _gzip(body: bytes) -> Iterator[bytes]:
    if not body:
        raise BadBody("the gzip body is empty")
    return _inflate(body, 16 + zlib.MAX_WBITS)


def _deflate(body: bytes) -> Iterator[bytes]:
    """RFC 9110 means the zlib format; some servers send a raw deflate stream, told apart by the zlib header."""
    if not body:
        raise BadBody("the deflate body is empty")
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
    return _inflate(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _br(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    chunk = stream.process(body, output_buffer_limit=_CHUNK)
    while True:
        yield chunk
        if stream.is_finished():
            return
        chunk = stream.process(b"", output_buffer_limit=_CHUNK)
        if not chunk and not stream.is_finished():
            raise BadBody("the br body is cut before its end")


def _zstd(body: bytes) -> Iterator[bytes]:
    """Decode frame by frame, so that a cut frame is seen."""
    rest = body
    if not rest:
        raise BadBody("the zstd body is empty")
    while rest:
        stream = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj(write_size=_CHUNK)
        source = io.BytesIO(rest)
        while not stream.eof:
            piece = source.read(1024)
            if not piece:
                raise BadBody("the zstd body is cut before its end")
            yield stream.decompress(piece)
        rest = stream.unused_data + source.read()


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
