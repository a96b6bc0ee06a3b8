"""Chooses the parser of a payload by what it is: HTML, feed, plain text or document."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive.terms.facts import Charset
from archive.terms.outcomes import PageKind
from pipelines.polish.charset import PRESCAN, declared_charset, decode
from scraper.items import ParsedArticle, ParsedPage
from scraper.parsers.context import PageContext, PortalHints, reader_of
from scraper.parsers.feed import ROOTS, read_feed, root_name
from scraper.parsers.html import read_html

__all__ = ["PageContext", "Parsed", "PortalHints", "parse"]

MAX_TEXT = 8 * 1024 * 1024
"""Bytes of a page that are parsed; a larger one is kept and flagged (FAULTS A19)."""

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
    if sniffed == "text/xml" and len(payload) <= 4 * MAX_TEXT and root_name(payload) in ROOTS:
        return Parsed(page=read_feed(payload, context), charset=None, sniffed_type=sniffed)
    if not _is_text(sniffed, context):
        return Parsed(page=_document(context), charset=None, sniffed_type=sniffed)
    if len(payload) > MAX_TEXT:
        return Parsed(page=_too_long(payload, context), charset=None, sniffed_type=sniffed)
    declared = declared_charset(context.content_type, payload[:PRESCAN])
    decoded = decode(payload, declared)
    charset = Charset(declared=declared, used=decoded.used, why=decoded.why)
    return Parsed(page=read_html(decoded.text, context), charset=charset, sniffed_type=sniffed)


def _is_text(sniffed: str, context: PageContext) -> bool:
    if sniffed in ("text/html", "text/xml"):
        return True
    declared = (context.content_type or "").partition(";")[0].strip().lower()
    return sniffed == "text/plain" and declared in ("", "text/html", "application/xhtml+xml")


def _document(context: PageContext) -> ParsedPage:
    """A file of which no text is read: its name is its title, its bytes are its state."""
    name = unquote(urlsplit(context.url).path).rpartition("/")[2]
    return ParsedPage(
        url=context.url,
        kind=PageKind.DOCUMENT,
        reader=reader_of(context, PageKind.DOCUMENT),
        base=context.url,
        title=name or None,
        articles=(ParsedArticle(title=name or None),),
    )


def _too_long(payload: bytes, context: PageContext) -> ParsedPage:
    return ParsedPage(
        url=context.url,
        kind=PageKind.OTHER,
        reader=reader_of(context, PageKind.OTHER),
        base=context.url,
        articles=(ParsedArticle(),),
        warnings=(f"the page has {len(payload)} bytes; at most {MAX_TEXT} are parsed",),
    )
