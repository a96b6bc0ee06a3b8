"""Leaf, version 1: the canonical record of a capture that goes into the log; nothing that may be computed again later."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import rfc8785

from archive.terms.clock import format_time

VERSION = 1


def headers_digest(headers: list[list[str]]) -> str:
    """Return the sha256 (hexadecimal) of headers in canonical form: the RFC 8785 JSON of their ordered pairs."""
    return hashlib.sha256(rfc8785.dumps(headers)).hexdigest()


def leaf_json(
    *,
    seq: int,
    portal: str,
    url: str,
    crawl: int,
    fetched: datetime,
    outcome: str,
    status: int | None,
    payload: bytes | None,
    length: int | None,
    headers: list[list[str]],
    redirect: str | None,
) -> bytes:
    """Return the RFC 8785 JSON of a capture's leaf; `length` counts the payload's bytes."""
    record: dict[str, Any] = {
        "v": VERSION,
        "seq": seq,
        "portal": portal,
        "url": url,
        "crawl": crawl,
        "fetched": format_time(fetched),
        "outcome": outcome,
        "status": status,
        "payload": payload.hex() if payload is not None else None,
        "length": length,
        "headers": headers_digest(headers),
        "redirect": redirect,
    }
    return rfc8785.dumps(record)


def leaf_hash(leaf: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf (section 2.1: sha256 of a zero byte and the leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()
