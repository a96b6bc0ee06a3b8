"""DOCX and ODT: every paragraph in order, read from the XML itself.

python-docx gives no text of content controls, tracked insertions, text boxes or notes, all of them common in office
templates (tests/scraper/parsers/test_documents.py shows it); an archive must not lose them, and the walk is as short.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from lxml import etree

from scraper.parsers.container import Container, Unreadable
from scraper.parsers.reading_text import Gathered

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "created": "created",
    "creation-date": "created",
    "modified": "modified",
    "date": "modified",
    "generator": "program",
    "subject": "subject",
}
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "line-break": "\n", "s": " "}
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "tracked-changes", "annotation", "instrText"})
_ROW = frozenset({"tr", "table-row"})
_CELL = frozenset({"tc", "table-cell"})
CELLS = " | "
"""What stands between the cells of a table's row."""


def read_docx(container: Container, gathered: Gathered) -> None:
    """Gather a DOCX: headers, body, notes. Raises Unreadable for what is none."""
    main = main_part(container)
    _core_properties(container, gathered)
    folder = posixpath.dirname(main)
    further = sorted(
        name for name in container.names if posixpath.dirname(name) == folder and _is_further(posixpath.basename(name))
    )
    headers = [name for name in further if posixpath.basename(name).startswith("header")]
    for name in (*headers, main, *(name for name in further if name not in headers)):
        if not _gather(container.xml(name), gathered):
            return


def read_odt(container: Container, gathered: Gathered) -> None:
    """Gather an ODT. Raises Unreadable for what is none."""
    if "meta.xml" in container.names:
        _say(container.xml("meta.xml"), gathered)
    root = container.xml("content.xml")
    body = root.find(f"{_OFFICE}body")
    if body is None:
        raise Unreadable("it has no body")
    _gather(body, gathered)


def main_part(container: Container) -> str:
    """Return the name of the main part of an OOXML package, by its relationships (ECMA-376 part 2)."""
    for relation in container.xml("_rels/.rels"):
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
    raise Unreadable("it names no main part")


def _is_further(name: str) -> bool:
    stem = name.removesuffix(".xml").rstrip("0123456789")
    return name.endswith(".xml") and stem in ("header", "footer", "footnotes", "endnotes")


def _core_properties(container: Container, gathered: Gathered) -> None:
    for name in sorted(container.names):
        if name.startswith("docProps/") and name.endswith("core.xml"):
            _say(container.xml(name), gathered)


def core_properties(container: Container, gathered: Gathered) -> None:
    """Gather what an OOXML package says of itself; a damaged statement is only warned of."""
    try:
        _core_properties(container, gathered)
    except Unreadable as error:
        gathered.warnings.append(f"the document's properties could not be read: {error}")


def _say(root: Any, gathered: Gathered) -> None:
    for element in root.iter(etree.Element):
        name = _PROPERTIES.get(etree.QName(element).localname)
        if name == "title":
            gathered.title = gathered.title or " ".join((element.text or "").split()) or None
        elif name is not None:
            gathered.say(name, element.text)


def _gather(root: Any, gathered: Gathered) -> bool:
    return all(gathered.add(text) for text in _paragraphs(root))


def _paragraphs(root: Any) -> Iterator[str]:
    """Yield the text of each outermost paragraph; a table's row is one line, the rows of a table one paragraph."""
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        local = _local(element)
        if local in _LEFT_OUT:
            walker.skip_subtree()
        elif _is_paragraph(element, local):
            walker.skip_subtree()
            own, inner = _text_of(element)
            yield own
            yield from inner
        elif local in ("tbl", "table") and element.tag in (f"{_W}tbl", f"{_W_STRICT}tbl", f"{_TABLE}table"):
            walker.skip_subtree()
            yield from _table(element)


def _is_paragraph(element: Any, local: str) -> bool:
    return local in ("p", "h") and element.tag in (f"{_W}p", f"{_W_STRICT}p", f"{_TEXT}p", f"{_TEXT}h")


def _table(table: Any) -> Iterator[str]:
    rows = (CELLS.join(text for text in map(_cell, _nearest(row, _CELL)) if text) for row in _nearest(table, _ROW))
    yield "\n".join(row for row in rows if row)


def _cell(cell: Any) -> str:
    return " ".join(" ".join(_paragraphs(cell)).split())


def _nearest(root: Any, names: frozenset[str]) -> Iterator[Any]:
    """Yield the elements of a name below one, without those inside them: each nested row is read once."""
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if element is not root and _local(element) in names:
            walker.skip_subtree()
            yield element


def _text_of(paragraph: Any) -> tuple[str, list[str]]:
    """Return a paragraph's own text, and the paragraphs that stand inside it (text boxes, notes)."""
    parts: list[str] = []
    inner: list[str] = []
    odf = str(paragraph.tag).startswith(_TEXT)
    walker = etree.iterwalk(paragraph, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        local = _local(element)
        if event == "start" and element is not paragraph:
            if local in _LEFT_OUT:
                walker.skip_subtree()
                continue
            if _is_paragraph(element, local):
                walker.skip_subtree()
                own, further = _text_of(element)
                inner += [own, *further]
                continue
            parts.append(_BREAKS.get(local, ""))
        if event == "start" and element.text and (odf or local == "t"):
            parts.append(element.text)
        if event != "start" and odf and element is not paragraph and element.tail:
            parts.append(element.tail)
    return "".join(parts), inner


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
