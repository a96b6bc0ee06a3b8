"""Which character encoding a payload really is in: strict UTF-8 first, else a vote on the Polish letters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import webencodings


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text, the encoding it was read in, and why that one."""

    text: str
    used: str
    why: str


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ONLY_1250 = b"\xb9\xa5\x9c\x8c\x9f\x8f"  # ą Ą ś Ś ź Ź of windows-1250
_ONLY_8859_2 = b"\xb1\xa1\xb6\xa6\xbc\xac"  # the same of ISO-8859-2
_LETTER = rb"[A-Za-z\xa3\xb3\xc6\xca\xd1\xd3\xe6\xea\xf1\xf3\xaf\xbf]"
_VOTE_1250 = re.compile(rb"(?<=%s)[%s]|[%s](?=%s)" % (_LETTER, _ONLY_1250, _ONLY_1250, _LETTER))
_VOTE_8859_2 = re.compile(rb"(?<=%s)[%s]|[%s](?=%s)" % (_LETTER, _ONLY_8859_2, _ONLY_8859_2, _LETTER))
_POLISH = ("windows-1250", "iso-8859-2")
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"'>]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([^\s;\"'/>]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
PRESCAN = 2_048
"""Bytes of a page's head that are searched for a declaration."""


def declared_charset(content_type_header: str | None, head: bytes) -> str | None:
    """Return the charset a payload declares, as written: header, then `<meta>`, then XML declaration; else None."""
    if content_type_header and (match := _HEADER.search(content_type_header)):
        return match[1]
    scanned = head[:PRESCAN]
    found = _META.search(_COMMENT.sub(b"", scanned)) or _XML.search(scanned)
    return found[1].decode("ascii", "replace") if found else None


def decode(payload: bytes, declared: str | None) -> Decoded:
    """Return a payload as text. Never raises: what nothing reads is read with U+FFFD, and `why` says so."""
    for bom, name in _BOMS:
        if payload.startswith(bom):
            return _replacing(payload[len(bom) :], name, "byte order mark")
    try:
        return Decoded(text=payload.decode("utf-8"), used="utf-8", why="valid UTF-8")
    except UnicodeDecodeError:
        pass
    label = _lookup(declared)
    windows, iso = len(_VOTE_1250.findall(payload)), len(_VOTE_8859_2.findall(payload))
    if windows != iso and (windows + iso > 1 or label in {None, *_POLISH}):
        name = _POLISH[0] if windows > iso else _POLISH[1]
        if label in {None, *_POLISH} or _speaks_polish(payload, windows + iso):
            return _replacing(payload, name, f"vote of the Polish letters, {max(windows, iso)} to {min(windows, iso)}")
    if label is not None and label not in {"utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined"}:
        return _replacing(payload, label, "declared")
    if label == "utf-8" and not windows and not iso:
        return _replacing(payload, "utf-8", "declared")
    return _replacing(payload, _POLISH[0], "neither valid UTF-8 nor usefully declared")


def _lookup(declared: str | None) -> str | None:
    encoding = webencodings.lookup(declared) if declared else None
    return str(encoding.name) if encoding is not None else None


def _speaks_polish(payload: bytes, votes: int) -> bool:
    """Tell whether most letters over ASCII would be Polish ones, so that a foreign label is not believed."""
    high = sum(1 for byte in payload if byte > 0x7F)
    polish = votes + sum(map(payload.count, (b"\xb3", b"\xe6", b"\xea", b"\xf1", b"\xf3", b"\xbf", b"\xa3", b"\xaf")))
    return polish >= 0.8 * high


def _replacing(payload: bytes, name: str, why: str) -> Decoded:
    encoding = webencodings.lookup(name)
    codec = encoding.codec_info if encoding is not None else codecs.lookup(name)
    try:
        return Decoded(text=codec.decode(payload, "strict")[0], used=name, why=why)
    except UnicodeDecodeError:
        text = codec.decode(payload, "replace")[0]
        return Decoded(text=text, used=name, why=f"{why}; some bytes could not be read and are shown as U+FFFD")
