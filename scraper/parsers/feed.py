"""Feeds and sitemaps: RSS, Atom, sitemap and sitemap index, read without entities, network or DTD (FAULTS A51-A53)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from archive.terms.outcomes import PageKind
from archive.terms.urls import resolve
from scraper.items import ParsedEntry, ParsedPage
from scraper.parsers.blocks import flatten, fold
from scraper.parsers.context import PageContext, reader_of

MAX_ENTRIES = 50_000
ROOTS = frozenset({"rss", "feed", "RDF", "urlset", "sitemapindex"})
_ITEMS = frozenset({"item", "entry", "url", "sitemap"})


def root_name(payload: bytes) -> str | None:
    """Return the local name of an XML payload's root, None for what is no XML."""
    head = payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if not head.startswith(b"<") or head[:9].lower().startswith((b"<!doctype", b"<html")):
        return None
    try:
        root = _tree(payload)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return _local(root) if root is not None else None


def _tree(payload: bytes) -> Any:
    """Return the root, None where even recovering finds none (the stubs say otherwise)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    return etree.fromstring(payload, parser=parser)


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def read_feed(payload: bytes, context: PageContext) -> ParsedPage:
    """Return a feed or sitemap as read; its entries are the pages it names."""
    root = _tree(payload)
    entries: list[ParsedEntry] = []
    warnings: list[str] = []
    for element in root.iter() if root is not None else ():
        if _local(element) in _ITEMS:
            entry = _entry(element, context.url)
            if entry is not None:
                entries.append(entry)
        if len(entries) >= MAX_ENTRIES:
            warnings.append(f"more than {MAX_ENTRIES} entries: the rest is left out")
            break
    return ParsedPage(
        url=context.url,
        kind=PageKind.FEED,
        reader=reader_of(context, PageKind.FEED),
        base=context.url,
        title=_title(root),
        entries=tuple(entries),
        warnings=tuple(warnings),
    )


def _title(root: etree._Element | None) -> str | None:
    for element in root.iter() if root is not None else ():
        if _local(element) == "title":
            return fold("".join(map(str, element.itertext()))) or None
        if _local(element) in _ITEMS:
            return None
    return None


def _entry(element: etree._Element, base: str) -> ParsedEntry | None:
    said: dict[str, str] = {}
    for child in element:
        name = _local(child)
        text = fold("".join(map(str, child.itertext())))
        if name == "link" and child.get("href"):
            text = child.get("href", "") if child.get("rel", "alternate") == "alternate" else ""
        if text:
            said.setdefault(name, text)
    address = said.get("link") or said.get("loc") or said.get("id")
    url = resolve(address, base) if address else None
    if url is None or not urlsplit(url).netloc:
        return None
    teaser = said.get("description") or said.get("summary") or ""
    text = "\n".join(line.text for line in flatten(teaser).lines) if "<" in teaser else teaser
    date = (
        said.get("pubDate") or said.get("published") or said.get("date") or said.get("updated") or said.get("lastmod")
    )
    return ParsedEntry(url=url, title=said.get("title", ""), text=text, published_text=date)
