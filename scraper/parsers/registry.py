"""Chooses the parser of a payload by what it is: HTML, feed, plain text or document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.terms.facts import Charset
from pipelines.polish.charset import PRESCAN, declared_charsets, decode
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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A payload as read, in which encoding, and what its first bytes say it is."""

    page: ParsedPage
    charset: Charset | None
    sniffed_type: str


def sniff(payload: bytes) -> str:
    """Return the media type the first bytes speak of."""
    for magic, name in _MAGIC:
        if payload.startswith(magic):
            return name
    head = payload[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")):
        return "text/xml"
    if b"<" in head:
        return "text/html"
    return "application/octet-stream" if b"\0" in payload[:1024] and b"\0<" not in payload[:64] else "text/plain"


def parse(payload: bytes, context: PageContext) -> Parsed:
    """Return a payload as read. Never raises for any bytes; what could not be read is said in `warnings`."""
    sniffed = sniff(payload)
    if sniffed == "text/xml" and len(payload) <= 2 * MAX_TEXT and root_name(payload) in ROOTS:
        return Parsed(page=read_feed(payload, context), charset=None, sniffed_type=sniffed)
    if not _is_text(sniffed, context):
        document = read_document(payload, sniffed, context)
        return Parsed(page=document.page, charset=document.charset, sniffed_type=document.media_type)
    warnings = []
    if len(payload) > MAX_TEXT:
        warnings.append(f"the page has {len(payload)} bytes; the first {MAX_TEXT} are parsed, the rest is left out")
        payload = _head(payload)
    declared = declared_charsets(context.content_type, payload[:PRESCAN])
    decoded = decode(payload, *declared)
    warnings.extend(decoded.flaws)
    page = read_html(decoded.text.replace(_NEXT_LINE, "…"), context)
    charset = Charset(declared=declared[0] if declared else None, used=decoded.used, why=decoded.why)
    return Parsed(page=replace(page, warnings=(*page.warnings, *warnings)), charset=charset, sniffed_type=sniffed)


def lines_of(payload: bytes, context: PageContext) -> tuple[str, ...]:
    """Return all lines of an HTML page as printed, those of its frame too; none of anything else. Never raises."""
    if sniff(payload) != "text/html":
        return ()
    payload = _head(payload) if len(payload) > MAX_TEXT else payload
    decoded = decode(payload, *declared_charsets(context.content_type, payload[:PRESCAN]))
    return tuple(line.text for line in flatten(decoded.text.replace(_NEXT_LINE, "…")).lines)


def _head(payload: bytes) -> bytes:
    """Return the head of a page that is too long, cut after a tag where one ends near."""
    end = payload.rfind(b">", MAX_TEXT - 65_536, MAX_TEXT) + 1
    return payload[: end or MAX_TEXT]


def _is_text(sniffed: str, context: PageContext) -> bool:
    if sniffed in ("text/html", "text/xml"):
        return True
    declared = (context.content_type or "").partition(";")[0].strip().lower()
    return sniffed == "text/plain" and declared in ("", "text/html", "application/xhtml+xml")
