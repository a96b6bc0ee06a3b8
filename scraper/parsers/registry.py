"""Chooses the parser of a payload by what it is: HTML, feed, plain text or document."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.terms.facts import Charset
from pipelines.polish.charset import PRESCAN, Decoded, declared_charsets, decode
from scraper.items import ParsedPage
from scraper.parsers.blocks import flatten
from scraper.parsers.context import PageContext, PortalHints
from scraper.parsers.documents import read_document
from scraper.parsers.feed import ROOTS, read_feed, root_name
from scraper.parsers.html import read_html

__all__ = ["PageContext", "Parsed", "PortalHints", "lines_of", "parse"]

MAX_TEXT = 16 * 1024 * 1024
"""Bytes of a page that are parsed, as many as are fetched; of a larger one the head is, and it is flagged (A19)."""

_NEXT_LINE = "\x85"
"""No white space in HTML as it is in Python: the letter ą read by a wrong table has it, and `&#133;` is read as …"""

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"MZ", "application/x-msdownload"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"RIFF", "application/octet-stream"),
    (b"wOF", "font/woff"),
)
_TAG = re.compile(rb"<[a-z!/?]", re.IGNORECASE)
_PAGE = re.compile(rb"<(!doctype|!--|html|head|title|body|meta|div|table|h1|p)[\s>-]", re.IGNORECASE)
"""What a page's head has even where bytes stand that no text has; a film may have any `<` among its first bytes."""

_NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_NO_PAGES = frozenset(
    {"application/json", "application/javascript", "text/javascript", "text/css", "text/csv", "text/plain"}
)
"""What is declared so and does not begin with a tag is no page, whatever tags stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A payload as read, in which encoding, and what its first bytes say it is."""

    page: ParsedPage
    charset: Charset | None
    sniffed_type: str


def sniff(payload: bytes) -> str:
    """Return the media type the first bytes speak of."""
    head = payload[:1024]
    binary = _NO_TEXT.search(head) is not None
    for magic, name in _MAGIC:
        if payload.startswith(magic) and (binary or not magic.isalnum()):
            return name
    head = _begun(head).replace(b"\0", b"").lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")):
        return "text/xml"
    if (_PAGE if binary else _TAG).search(head):
        return "text/html"
    return "application/octet-stream" if binary else "text/plain"


def _begun(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")


def parse(payload: bytes, context: PageContext) -> Parsed:
    """Return a payload as read. Never raises for any bytes; what could not be read is said in `warnings`."""
    sniffed = sniff(payload)
    if sniffed == "text/html" and _declared(context) in _NO_PAGES and not _begun(payload[:1024]).startswith(b"<"):
        sniffed = "text/plain"
    if sniffed == "text/xml" and len(payload) <= 2 * MAX_TEXT and root_name(payload) in ROOTS:
        return Parsed(page=read_feed(payload, context), charset=None, sniffed_type=sniffed)
    if not _is_text(sniffed, context):
        document = read_document(payload, sniffed, context)
        return Parsed(page=document.page, charset=document.charset, sniffed_type=document.media_type)
    warnings = []
    if len(payload) > MAX_TEXT:
        warnings.append(f"the page has {len(payload)} bytes; the first {MAX_TEXT} are parsed, the rest is left out")
        payload = _head(payload)
    declared, decoded = _decoded(payload, context)
    warnings.extend(decoded.flaws)
    page = read_html(decoded.text, context)
    charset = Charset(declared=declared, used=decoded.used, why=decoded.why)
    return Parsed(page=replace(page, warnings=(*page.warnings, *warnings)), charset=charset, sniffed_type=sniffed)


def lines_of(payload: bytes, context: PageContext) -> tuple[str, ...]:
    """Return all lines of an HTML page as printed, those of its frame too; none of anything else. Never raises."""
    if sniff(payload) != "text/html":
        return ()
    payload = _head(payload) if len(payload) > MAX_TEXT else payload
    _, decoded = _decoded(payload, context)
    return tuple(line.text for line in flatten(decoded.text).lines)


def _decoded(payload: bytes, context: PageContext) -> tuple[str | None, Decoded]:
    """Return the encoding that is declared first, None for none, and the payload as text."""
    declared = declared_charsets(context.content_type, payload[:PRESCAN])
    decoded = decode(payload, *declared)
    return declared[0] if declared else None, replace(decoded, text=decoded.text.replace(_NEXT_LINE, "…"))


def _head(payload: bytes) -> bytes:
    """Return the head of a page that is too long, cut after a tag where one ends near."""
    end = payload.rfind(b">", MAX_TEXT - 65_536, MAX_TEXT) + 1
    return payload[: end or MAX_TEXT]


def _is_text(sniffed: str, context: PageContext) -> bool:
    if sniffed in ("text/html", "text/xml"):
        return True
    return sniffed == "text/plain" and _declared(context) in ("", "text/html", "application/xhtml+xml")


def _declared(context: PageContext) -> str:
    return (context.content_type or "").partition(";")[0].strip().lower()
