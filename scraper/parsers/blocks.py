"""Flattens a page while lxml reads it: a parser target, so no tree is built and no depth of nesting loses text."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from scraper.parsers.lines import Line, Page, fold, without_controls
from scraper.parsers.mail import address_of, link_target, script_address
from scraper.parsers.traits import HIDDEN, OF_TAG, is_hidden, of_names

__all__ = ["Line", "Page", "flatten", "fold"]

MAX_LINKS = 5_000
MAX_DEPTH = 250
"""Levels of boxes that are kept apart; what lies deeper is read as part of the box above it."""

MAX_LINES = 200_000
"""Lines that are kept apart, so that memory has a bound; the text after them is kept, as one line."""

MAX_DATA = 500_000
"""Characters of JSON-LD kept of a page."""

EMPTY = 200
"""Characters of text under which a page is read again with its <noscript>."""

_END = "page-end"
"""An element put at the end of a page: where it does not come out, what stands before it was not read to its end."""

_INLINE, _SKIP, _BREAK, _IMAGE, _LINK, _TITLE, _META, _SCRIPT, _NOSCRIPT, _IFRAME, _TIME, _HTML, _FRAME, _LAST = range(
    14
)
_BLOCK, _HEADING, _ITEM, _TABLE = range(14, 18)
_CODES = (
    dict.fromkeys(("style", "template", "object", "select", "svg", "textarea", "math"), _SKIP)
    | dict.fromkeys(
        {"abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd"}
        | {"label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var"}
        | {"wbr", "button", "input", "picture", "source", "o:p", "head", "body"},
        _INLINE,
    )
    | dict.fromkeys(("meta", "link", "base"), _META)
    | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING)
    | {"br": _BREAK, "img": _IMAGE, "a": _LINK, "title": _TITLE, "script": _SCRIPT, "noscript": _NOSCRIPT}
    | {"iframe": _IFRAME, "embed": _IFRAME, "time": _TIME, "html": _HTML, "frame": _FRAME, "li": _ITEM, "table": _TABLE}
    | {_END: _LAST}
)  # fmt: skip
_ZONES = {"nav": "nav", "aside": "aside", "footer": "footer", "header": "header", "main": "main", "article": "main"}
_ROLES = {"navigation": "nav", "complementary": "aside", "contentinfo": "footer", "banner": "header", "main": "main"}
_TOLD_BY_TAG = {tag: (OF_TAG.get(tag, 0), _ZONES.get(tag)) for tag in OF_TAG.keys() | _ZONES.keys()}
_NOTHING = (0, None)
_VIDEO = re.compile(r"(^|\.)(youtube(-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|tvp\.pl|facebook\.com)$")
_FEED = re.compile("rss|atom")
_FRAMES = re.compile(r"</?(?:noframes|frameset)\b[^>]{0,1000}>", re.IGNORECASE)
_NO_SIZE = frozenset({"0", "1", "0px", "1px"})
_UNREAD = "a comment, a tag or an element that is not shown has no end: what stands in it is not read"


def flatten(text: str) -> Page:
    """Return the lines of a page's text; never raises, linear in the text."""
    text = without_controls(text)
    page = _flattened(text, noscript=False)
    if "frameset" in page.tags:
        return _flattened(_FRAMES.sub("", text), noscript=True)
    if "<noscript" in text and sum(len(line.text) for line in page.lines) < EMPTY:
        return _flattened(text, noscript=True)
    return page


def _flattened(text: str, *, noscript: bool) -> Page:
    target = _READER.target
    target.begin(noscript=noscript)
    try:
        etree.fromstring(f"{text}<{_END}>".encode("utf-8", "replace"), _READER.parser)
    except (etree.LxmlError, ValueError, AssertionError):
        if target.boxes:  # an empty page raises after its end; whatever was read stands
            target.warnings.append("the parser stopped before the page's end")
    return target.page()


def _bits_of(attrib: Mapping[str, str]) -> int:
    names = attrib.get("class", "") + " " + attrib.get("id", "")
    bits = of_names(names) if names != " " else 0
    if "hidden" in attrib or ("style" in attrib and is_hidden(attrib["style"])):
        bits |= HIDDEN
    return bits


class _Target:
    """What lxml tells of the page, element by element; only blocks make boxes, inline elements leave no trace."""

    def __init__(self) -> None:
        self.begin(noscript=False)

    def begin(self, *, noscript: bool) -> None:
        """Begin a page; nothing of the one before is left."""
        self.noscript = noscript
        self.lines: list[Line] = []
        self.parents = [0]
        self.tags = ["html"]
        self.traits = [0]
        self.head: dict[str, list[str]] = {}
        self.json: list[str] = []
        self.warnings: list[str] = []
        self.boxes: list[tuple[int, str, int]] = []
        self.box = 0
        self.zone = ""
        self.heading = 0
        self.items = 0
        self.links: list[tuple[str, str]] = []
        self.images: list[tuple[str, str, str]] = []
        self.linked = 0
        self.gap = True
        self.rule = False
        self.stamp = ""
        self.above = ""
        self.parts: list[str] = []
        self.kept = self.parts
        self.skipped = 0
        self.aside = ""
        self.href: str | None = None
        self.anchor = 0
        self.pictures: list[str] = []
        self.written = False
        self.ended = False
        self.reached = False
        self.count = 0
        self.tables: list[int] = []

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """Take an opening tag."""
        if self.skipped:
            self.skipped += 1
            return
        code = _CODES.get(tag, _BLOCK)
        if code == _INLINE:
            if attrib and "data-cfemail" in attrib:
                self._hidden_address(attrib["data-cfemail"])
        elif code >= _BLOCK:
            self._open(tag, attrib, code)
        elif code == _LINK:
            self._open_link(attrib)
        elif code == _BREAK:
            self._flush(gap=False)
        elif code == _IMAGE:
            self._image(attrib)
        else:
            self._rare(tag, code, attrib)

    def data(self, text: str) -> None:
        """Take text; the white space between two elements, most of the pieces of a page, says nothing."""
        if self.parts or not text.isspace():
            self.parts.append(text)

    def end(self, tag: str) -> None:
        """Take a closing tag; lxml gives one for each opening tag, in order."""
        if self.skipped:
            self.skipped -= 1
            if not self.skipped:
                self._end_aside()
            return
        code = _CODES.get(tag, _BLOCK)
        if code >= _BLOCK:
            self._close(code)
        elif code == _LINK:
            self._close_link()

    def close(self) -> None:
        """Take the end of the page; nothing is left to do."""

    def page(self) -> Page:
        """Return what was read."""
        self._close_link()
        self.ended = True
        if len(self.lines) >= MAX_LINES:
            self.warnings.append(f"more than {MAX_LINES} lines: the rest is read as one")
        self._flush(gap=True)
        if not self.reached:
            self.warnings.append(_UNREAD)
            if self.lines:  # in <xmp> a tag is text
                self.lines[-1].text = self.lines[-1].text.removesuffix(f"<{_END}>")
        page = Page(self.lines, self.parents, self.tags, self.head, self.warnings, self.traits, self.json)
        self.begin(noscript=False)  # the page is not held on to
        return page

    def _rare(self, tag: str, code: int, attrib: Mapping[str, str]) -> None:
        if code == _META:
            self._meta(tag, attrib)
        elif code == _TIME:
            self.stamp = self.stamp or attrib.get("datetime") or ""
        elif code == _HTML:
            self._note("lang", attrib.get("lang"))
        elif code == _NOSCRIPT and self.noscript:
            pass
        elif code == _LAST:
            self.reached = True
        elif code == _FRAME:
            self._flush(gap=True)
            self._part(attrib)
        else:
            if code == _IFRAME:
                self._video(attrib)
            self._skip(tag if code != _SCRIPT else attrib.get("type") or tag)

    def _hidden_address(self, hidden: str) -> None:
        """Put the address where it is hidden; the words that hold its place are left out."""
        if address := address_of(hidden):
            self.parts.append(address)
            self._skip("address")

    def _skip(self, name: str) -> None:
        """Leave an element out of the text; what stands in a title or script is looked at when it ends."""
        self.aside, self.skipped = name, 1
        self.parts = []

    def _end_aside(self) -> None:
        text, self.parts = self.parts, self.kept
        if self.aside == "title":
            if "title" not in self.head:
                self._note("title", "".join(text).removesuffix(f"<{_END}>"))
        elif "ld+json" in self.aside:
            if len(self.json) < 50 and sum(map(len, text)) < MAX_DATA:
                self.json.append("".join(text))
        elif "script" in self.aside and (address := script_address(text)):
            self.parts.append(address)

    def _note(self, key: str, value: str | None) -> None:
        if value and (value := fold(value)):
            self.head.setdefault(key, []).append(value)

    def _meta(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag == "base":
            self._note("base", attrib.get("href"))
        elif tag == "link":
            rel = (attrib.get("rel") or "").lower().split()
            if "next" in rel or ("alternate" in rel and _FEED.search(attrib.get("type") or "")):
                self._note("follow", attrib.get("href"))
        else:
            get = attrib.get
            name = get("property") or get("name") or get("itemprop") or get("http-equiv") or ""
            self._note(name.lower(), get("content"))

    def _open(self, tag: str, attrib: Mapping[str, str], code: int) -> None:
        if self.parts or self.links or self.images:
            self._flush(gap=True)
        else:
            self.gap = True
        box = self.box
        self.boxes.append((box, self.zone, self.items))
        bits, zone = _TOLD_BY_TAG.get(tag, _NOTHING)
        if attrib:
            bits |= _bits_of(attrib)
            if "role" in attrib:
                zone = _ROLES.get(attrib["role"]) or zone
        if zone is not None and not (zone == "header" and self.zone == "main"):
            self.zone = zone
        if code > _BLOCK:
            self._note_place(tag, code)
        elif tag == "hr":
            self.rule = True
        if len(self.boxes) <= MAX_DEPTH:
            self.traits.append(self.traits[box] | bits)
            self.box = len(self.parents)
            self.parents.append(box)
            self.tags.append(tag)

    def _note_place(self, tag: str, code: int) -> None:
        if code == _ITEM:
            self.items += 1
        elif code == _HEADING:
            self.heading = int(tag[1])
        else:
            if self.tables:
                self.tables[-1] = -1  # holds another table: it lays the page out
            self.tables.append(len(self.lines))

    def _close(self, code: int) -> None:
        if self.parts or self.links or self.images:
            self._flush(gap=True)
        else:
            self.gap = True
        if code == _TABLE and self.tables:
            first = self.tables.pop()
            if first >= 0:
                self._mark_rows(first)
        elif code == _HEADING:
            self.heading = 0
        if self.boxes:
            self.box, self.zone, self.items = self.boxes.pop()

    def _mark_rows(self, first: int) -> None:
        """Give the lines of a table of data the box of their row; a table in a table lays out."""
        lines = [line for line in self.lines[first:] if self.tags[line.box] != "caption"]
        if len(lines) < 4:
            return
        rows: dict[int, list[int]] = {}
        for line in lines:
            cell, row = line.box, self.parents[line.box]
            if self.tags[cell] == "p":
                cell, row = row, self.parents[row]
            if self.tags[cell] not in ("td", "th") or self.tags[row] != "tr" or line.images or len(line.text) > 150:
                return
            rows.setdefault(row, []).append(cell)
        whole = [cells for cells in rows.values() if len(cells) > 1 and len(set(cells)) == len(cells)]
        if len(whole) < 2 or len(whole) < 0.7 * len(rows):
            return
        for line in lines:
            box = self.parents[line.box]
            line.row = box if self.tags[box] == "tr" else self.parents[box]

    def _image(self, attrib: Mapping[str, str]) -> None:
        source = attrib.get("src") or ""
        if not source or source.startswith("data:"):
            source = attrib.get("data-src") or source
        alt = fold(attrib.get("alt") or "")
        self.images.append((source, alt, self.href or ""))
        self.pictures.append(alt)

    def _video(self, attrib: Mapping[str, str]) -> None:
        source = attrib.get("src") or attrib.get("data-src") or ""
        try:
            host = urlsplit(source).hostname or ""
        except ValueError:
            return
        if _VIDEO.search(host) and ("facebook" not in host or "video" in source):
            self._note_link(source, fold(attrib.get("title") or ""))
        elif not host and not _NO_SIZE.intersection((attrib.get("height"), attrib.get("width"))):
            self._part(attrib)

    def _part(self, attrib: Mapping[str, str]) -> None:
        """Take a frame: a page of the portal that is shown as part of this one."""
        source = attrib.get("src")
        if source and not source.startswith("about:"):
            self._note_link(source, fold(attrib.get("title") or attrib.get("name") or ""))

    def _open_link(self, attrib: Mapping[str, str]) -> None:
        self._close_link()
        self.href = link_target(attrib.get("href"))
        self.anchor = len(self.parts)
        self.written = False
        if self.pictures:
            self.pictures = []
        if "data-cfemail" in attrib:
            self.parts.append(address_of(attrib["data-cfemail"]))

    def _close_link(self) -> None:
        href = self.href
        if href is None:
            return
        self.href = None
        text = " ".join("".join(self.parts[self.anchor :]).split())
        if not text and self.written and not self.pictures:
            return
        self._add_link(href, text)

    def _add_link(self, href: str, text: str) -> None:
        self._note_link(href, text or next(filter(None, self.pictures), ""))
        self.linked += len(text) - text.count(" ")

    def _note_link(self, href: str, text: str) -> None:
        self.count += 1
        if self.count <= MAX_LINKS:
            self.links.append((href, text))
        elif self.count == MAX_LINKS + 1:
            self.warnings.append(f"more than {MAX_LINKS} links: the rest is left out")

    def _flush(self, *, gap: bool) -> None:
        """End the line in hand; a link that goes on in the next line is a link of both."""
        parts = self.parts
        if len(self.lines) >= MAX_LINES and not self.ended and (parts or self.links or self.images):
            parts.append(" ")
            return
        text = " ".join("".join(parts).split()) if parts else ""
        if not text and not self.images and not self.links:
            self.gap = True
            if parts:
                parts.clear()
                self.anchor = 0
            return
        if self.href is not None and text:
            said = " ".join("".join(parts[self.anchor :]).split())
            if said:
                self._add_link(self.href, said)
                self.written = True
                self.pictures = []
        parts.clear()
        self.anchor = 0
        self.lines.append(
            Line(
                text, self.box, self.heading, self.gap, self.items > 0, self.zone, self.links, self.images, self.linked,
                0, self.rule, self.stamp, self.above,
            )
        )  # fmt: skip
        self.above = text
        self.gap = gap or not text
        self.links, self.images = [], []
        self.linked, self.rule, self.stamp = 0, False, ""


class _Reader(threading.local):
    """A parser and its target, one of each a thread: making them, a twentieth of a page's time, is done once."""

    def __init__(self) -> None:
        self.target = _Target()
        told: Any = self.target  # the stubs want bytes and comments taken too; lxml gives str, no comments
        self.parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", no_network=True, target=told)


_READER = _Reader()
