"""A page flattened once to its lines in reading order; each knows its box, heading level, links and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

MAX_LINKS = 5_000
_SKIP = frozenset({"script", "style", "noscript", "template", "head", "iframe", "object", "select", "svg", "textarea"})
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd"}
    | {"label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"}
    | {"var", "wbr", "button", "input", "img", "picture", "source", "br", "data", "o:p"}
)
_ZONES = {"nav": "nav", "aside": "aside", "footer": "footer", "header": "header", "main": "main", "article": "main"}
_ROLES = {"navigation": "nav", "complementary": "aside", "contentinfo": "footer", "banner": "header", "main": "main"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LOOSE = frozenset(
    {"p", "li", "td", "tr", "th", "dt", "dd", "option", "br", "hr", "img", "input", "meta", "link", "area"}
)
_NESTING = re.compile(
    r"</?(?:div|section|article|span|font|b|i|em|strong|u|table|tbody|tr|td|ul|ol|li|center|blockquote)\b[^>]*>",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"<a\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MAX_DEPTH = 250


@dataclass(slots=True)
class Line:
    """One line as a person sees it; `gap` says that a paragraph begins with it."""

    text: str = ""
    box: int = 0
    heading: int = 0
    gap: bool = True
    item: bool = False
    zone: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    images: list[tuple[str, str, str]] = field(default_factory=list)
    linked: int = 0

    @property
    def dense(self) -> bool:
        """Tell whether the line is nothing but links or linked pictures."""
        return bool(self.links) and self.linked >= 0.8 * len(self.text.replace(" ", ""))


@dataclass(slots=True)
class Page:
    """The lines of a page, the parent and tag of each box, and what the head says."""

    lines: list[Line]
    parents: list[int]
    tags: list[str]
    head: dict[str, list[str]]
    warnings: list[str]

    def inside(self, box: int, other: int) -> bool:
        """Tell whether box lies in other (or is it)."""
        while box > other:
            box = self.parents[box]
        return box == other

    def common(self, one: int, two: int) -> int:
        """Return the smallest box that holds both."""
        while one != two:
            if one > two:
                one = self.parents[one]
            else:
                two = self.parents[two]
        return one


def fold(text: str) -> str:
    """Return text with runs of white space folded to one space."""
    if "\u200b" in text or "\ufeff" in text:
        text = text.replace("\u200b", " ").replace("\ufeff", " ")
    return " ".join(text.split())


def flatten(text: str) -> Page:
    """Parse a page's text and return its lines; never raises, linear in the text."""
    warnings: list[str] = []
    text = _CONTROL.sub(" ", text)
    if _depth(text) > MAX_DEPTH:
        text = _ANCHOR.sub("</a><a", _NESTING.sub("<p>", text))
        warnings.append("nested deeper than 250 levels: read without its boxes")
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return Page([], [0], ["html"], {}, [*warnings, "nothing in the page could be parsed"])
    walker = _Walker(warnings)
    walker.walk(root)
    return Page(walker.lines, walker.parents, walker.tags, walker.head, warnings)


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _LOOSE:
            continue
        if match[1]:
            depth = max(depth - 1, 0)
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


class _Walker:
    def __init__(self, warnings: list[str]) -> None:
        self.lines: list[Line] = []
        self.parents = [0]
        self.tags = ["html"]
        self.head: dict[str, list[str]] = {}
        self.warnings = warnings
        self.box = 0
        self.zones: list[str] = [""]
        self.parts: list[str] = []
        self.line = Line()
        self.heading = 0
        self.items = 0
        self.href: str | None = None
        self.anchor = 0
        self.pictures: list[str] = []
        self.count = 0

    def walk(self, root: html.HtmlElement) -> None:
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if element.tag in _SKIP:
                    if element.tag == "head":
                        self._read_head(element)
                    walker.skip_subtree()
                    continue
                self._start(element)
                if element.text:
                    self.parts.append(element.text)
            else:
                if event == "end" and element.tag not in _SKIP:
                    self._end(element)
                if element.tail:
                    self.parts.append(element.tail)
        self._flush(gap=True)

    def _note(self, key: str, value: str | None) -> None:
        if value:
            self.head.setdefault(key, []).append(fold(value))

    def _read_head(self, head: html.HtmlElement) -> None:
        for element in head.iter("title", "meta", "link", "base"):
            if element.tag == "title":
                self._note("title", element.text_content())
            elif element.tag == "base":
                self._note("base", element.get("href"))
            elif element.tag == "link":
                rel = (element.get("rel") or "").lower().split()
                feed = "alternate" in rel and re.search("rss|atom", element.get("type") or "")
                if feed or "next" in rel:
                    self._note("follow", element.get("href"))
            else:
                name = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
                self._note(name, element.get("content"))

    def _start(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self._break()
        elif tag == "img":
            self._image(element)
        elif tag == "a":
            self._close_link()
            self.href = element.get("href")
            self.anchor = len(self.parts)
            self.pictures = []
        elif tag == "html":
            self._note("lang", element.get("lang"))
        elif tag not in _INLINE:
            self._open_box(element, tag)

    def _open_box(self, element: html.HtmlElement, tag: str) -> None:
        self._flush(gap=True)
        self.parents.append(self.box)
        self.tags.append(tag)
        self.box = len(self.parents) - 1
        zone = _ROLES.get(element.get("role") or "") or _ZONES.get(tag) or self.zones[-1]
        if zone == "header" and self.zones[-1] == "main":
            zone = "main"
        self.zones.append(zone)
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.heading = int(tag[1])
        self.items += tag == "li"

    def _end(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self._close_link()
        elif tag not in _INLINE and tag != "html":
            self._flush(gap=True)
            self.box = self.parents[self.box]
            self.zones.pop()
            self.items -= tag == "li"
            if len(tag) == 2 and tag[0] == "h":
                self.heading = 0

    def _image(self, element: html.HtmlElement) -> None:
        source = element.get("src") or element.get("data-src") or ""
        alt = fold(element.get("alt") or "")
        self.line.images.append((source, alt, self.href or ""))
        self.pictures.append(alt)

    def _close_link(self) -> None:
        if self.href is None:
            return
        text = fold("".join(self.parts[self.anchor :]))
        self.count += 1
        if self.count <= MAX_LINKS:
            self.line.links.append((self.href, text or next(filter(None, self.pictures), "")))
        elif self.count == MAX_LINKS + 1:
            self.warnings.append(f"more than {MAX_LINKS} links: the rest is left out")
        self.line.linked += len(text.replace(" ", ""))
        self.href = None

    def _break(self) -> None:
        href = self.href
        self._close_link() if href is not None and fold("".join(self.parts[self.anchor :])) else None
        self._flush(gap=not fold("".join(self.parts)))
        if href is not None and self.href is None:
            self.href = None

    def _flush(self, *, gap: bool) -> None:
        line, text = self.line, fold("".join(self.parts))
        if self.href is not None and text:
            href = self.href
            self._close_link()
            self.href, self.anchor = href, 0
        self.parts.clear()
        self.anchor = 0
        if text or line.images or line.links:
            line.text, line.box, line.heading = text, self.box, self.heading
            line.item, line.zone = self.items > 0, self.zones[-1]
            self.lines.append(line)
            self.line = Line(gap=gap)
        elif gap:
            line.gap = True
