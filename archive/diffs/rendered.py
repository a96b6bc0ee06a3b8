"""Two states of a page as one page to look at: marked up as the new one, with what came and went in its place.

The output is made anew from a short list of tags without any attribute of the page's and from escaped text: nothing of
an archived page can run, load, submit or lead anywhere. A policy in its head says so once more.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from archive.diffs.text import Op, diff_words

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
INLINE = frozenset({"abbr", "b", "cite", "code", "em", "i", "kbd", "q", "s", "small", "strong", "sub", "sup", "u"})
SILENT = frozenset({
    "applet", "audio", "base", "canvas", "embed", "frame", "frameset", "head", "iframe", "link", "math", "meta", "noembed",
    "noframes", "noscript", "object", "param", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
"""Elements that go out with all that is in them."""
_SHOWN_AS_DIV = frozenset({"form", "fieldset", "center", "details", "summary", "address"})
_EMPTY = frozenset({"hr"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = "ins{background:#d7f5dd}del{background:#fbdcdc}.moved{background:#dce9fb;text-decoration:none}"


@dataclass(slots=True)
class _Flat:
    """A page as one text, lines for its blocks, and the tags and stretches of text it is made of, in order."""

    text: list[str] = field(default_factory=list)
    parts: list[str | tuple[int, int]] = field(default_factory=list)
    length: int = 0
    ends_in_space: bool = True

    def tag(self, tag: str) -> None:
        self.parts.append(tag)

    def words(self, text: str | None) -> None:
        """Add text, white space folded as a browser does."""
        shown = text or ""
        if "  " in shown or not shown.isprintable():
            shown = _UNSEEN.sub("", _SPACE.sub(" ", shown))
        if self.ends_in_space:
            shown = shown.lstrip(" ")
        if shown:
            self.parts.append((self.length, self.length + len(shown)))
            self._add(shown)
            self.ends_in_space = shown.endswith(" ")

    def line(self) -> None:
        """End a line of the text, if one is begun."""
        if self.length and not self.text[-1].endswith("\n"):
            self._add("\n")
        self.ends_in_space = True

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)


def render_diff(old: str, new: str, *, title: str) -> str:
    """Return a page that shows the new HTML with insertions in `ins` and deletions in `del`, in place.

    Links stand as their text, pictures as their alternative text; scripts, styles, frames, forms' fields and every
    attribute are left out. Takes any text, never raises for it; linear but for the diff.
    """
    before, after = _flat(old), _flat(new)
    steps = diff_words("".join(before.text), "".join(after.text))
    body = "".join(_rendered(after, steps))
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    head += f"<title>{html.escape(_UNSEEN.sub('', title))}</title><style>{_STYLE}</style>"
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n"


def _flat(source: str) -> _Flat:
    flat = _Flat()
    parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        root = document_fromstring(_UNSEEN.sub("", source).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # an empty page
        return flat
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag).lower()
        if event == "start" and tag in SILENT:
            walk.skip_subtree()
        elif event == "start":
            _open(flat, tag, element)
        else:
            if tag not in SILENT:
                _close(flat, tag)
            flat.words(element.tail)
    return flat


def _open(flat: _Flat, tag: str, element: etree._Element) -> None:
    if tag in BLOCKS or tag == "br":
        flat.line()
    if tag == "br" or tag in _EMPTY:
        flat.tag(f"<{tag}>")
    elif tag in BLOCKS or tag in INLINE:
        flat.tag(f"<{_shown(tag)}>")
    if tag == "img":
        alt = element.get("alt")
        flat.words(f"[{alt}]" if alt else "")
    flat.words(element.text)


def _close(flat: _Flat, tag: str) -> None:
    if tag in BLOCKS:
        flat.line()
    if (tag in BLOCKS or tag in INLINE) and tag not in _EMPTY:
        flat.tag(f"</{_shown(tag)}>")


def _shown(tag: str) -> str:
    return "div" if tag in _SHOWN_AS_DIV else tag


def _rendered(page: _Flat, steps: Sequence[Op]) -> Iterator[str]:
    """Yield the tags and texts of a page; where a step begins, what went there."""
    marks = _Marks(steps)
    for part in page.parts:
        if isinstance(part, str):
            yield part
        else:
            yield from marks.between(*part)
    yield from marks.rest()


class _Marks:
    """The steps of a diff by their place in the new text, handed out as the text is written."""

    def __init__(self, steps: Sequence[Op]) -> None:
        self._steps = steps
        self._starts = []
        at = 0
        for step in steps:
            self._starts.append(at)
            at += len(step.new)
        self._gone = 0

    def between(self, start: int, end: int) -> Iterator[str]:
        """Yield the text of a stretch as HTML, before each of its steps what that step took away."""
        place = start
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self._steps)):
            at, step = self._starts[index], self._steps[index]
            if at >= end:
                break
            yield from self._deleted(index + 1)
            stop = min(end, at + len(step.new))
            if stop > place:
                text = html.escape(step.new[place - at : stop - at])
                yield text if step.op == "equal" else f"<ins{_kind(step)}>{text}</ins>"
                place = stop

    def rest(self) -> Iterator[str]:
        """Yield what was taken away behind the last text."""
        yield from self._deleted(len(self._steps))

    def _deleted(self, until: int) -> Iterator[str]:
        for step in self._steps[self._gone : until]:
            gone = html.escape(step.old.strip("\n")).replace("\n", "<br>") if step.op != "equal" else ""
            if gone:
                yield f"<del{_kind(step)}>{gone}</del>"
        self._gone = max(self._gone, until)


def _kind(step: Op) -> str:
    return ' class="moved"' if step.op == "move" else ""
