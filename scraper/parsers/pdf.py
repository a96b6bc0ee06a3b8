"""PDF: the text of each page by PDFium, its lines put together to paragraphs by how far apart they stand."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from scraper.parsers.container import Unreadable
from scraper.parsers.reading_text import Gathered

MAX_PAGES = 2_000
MAX_PAGE_CHARS = 200_000
"""Characters of one page that are looked at."""
_ITEM = re.compile(r"(?:[-–—•▪◦*·]\s|\d{1,3}[.)]\s|[a-z][.)]\s|§\s?\d|Art\.\s?\d|[IVXLC]{1,6}\.\s)")
_HYPHEN = "\x02"
"""How PDFium gives a hyphen at a line's end (older: U+FFFE)."""
_PIECE = re.compile(r"([^\W\d_]+)[\x02\ufffe]\s*([^\W\d_]+)")
_STATED = {"Author": "author", "Subject": "subject", "Creator": "program", "Producer": "producer"}
_WHEN = {"CreationDate": "created", "ModDate": "modified"}
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    base: float
    size: float


def read_pdf(payload: bytes, gathered: Gathered) -> None:
    """Gather a PDF. Raises Unreadable for what cannot be opened, ImportError where pypdfium2 is not installed."""
    import pypdfium2  # noqa: PLC0415 # an extra

    try:
        document = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        secret = "assword" in str(error)
        raise Unreadable("it needs a password" if secret else f"PDFium cannot open it ({error})") from None
    try:
        _properties(document, gathered)
        pages = len(document)
        empty = 0
        for number in range(min(pages, MAX_PAGES)):
            try:
                lines = _lines(document, number, gathered)
            except pypdfium2.PdfiumError:
                gathered.warnings.append(f"page {number + 1} could not be read")
                continue
            empty += not lines
            if not all(gathered.add(text) for text in _paragraphs(lines)) or not gathered.in_time():
                return
        if pages > MAX_PAGES:
            gathered.cut(f"it has {pages} pages, {MAX_PAGES} were read")
        if empty:
            gathered.warnings.append(f"{empty} of {pages} pages have no text (pictures or a scan)")
    finally:
        document.close()
        _join_hyphens(gathered)


def _properties(document: Any, gathered: Gathered) -> None:
    said = document.get_metadata_dict(skip_empty=True)
    gathered.title = str(said.get("Title", "")).strip("\0 \t\r\n") or None
    for name, ours in _STATED.items():
        gathered.say(ours, str(said.get(name, "")).replace("\0", ""))
    for name, ours in _WHEN.items():
        gathered.say(ours, _moment(str(said.get(name, ""))))


def _moment(text: str) -> str:
    """Return a PDF date (ISO 32000-1, 7.9.4) as far as it goes, without its zone; as written where it is none."""
    match = _DATE.match(text)
    if match is None:
        return text
    year, month, day, hour, minute, second = match.groups()
    day_part = "-".join(part for part in (year, month, day) if part)
    return f"{day_part}T{hour}:{minute}:{second or '00'}" if hour and minute else day_part


def _lines(document: Any, number: int, gathered: Gathered) -> list[_Line]:
    page = document[number]
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > MAX_PAGE_CHARS:
            gathered.warnings.append(f"page {number + 1} has {count} characters; {MAX_PAGE_CHARS} are read")
        text = textpage.get_text_range(0, min(count, MAX_PAGE_CHARS)) if count else ""
        lines = []
        start = 0
        for printed in text.split("\n"):
            line = printed.rstrip("\r")
            if line.strip():
                lines.append(_placed(textpage, line, start))
            start += len(printed) + 1
        return lines
    finally:
        textpage.close()
        page.close()


def _placed(textpage: Any, line: str, start: int) -> _Line:
    """Return a line with the place of its first and last visible characters, in points."""
    from pypdfium2 import raw  # noqa: PLC0415 # an extra

    first = start + len(line) - len(line.lstrip())
    last = start + len(line.rstrip()) - 1
    index = raw.FPDFText_GetCharIndexFromTextIndex(textpage, first)
    left, base, right, unused = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharOrigin(textpage, index, left, base)
    raw.FPDFText_GetCharBox(
        textpage, raw.FPDFText_GetCharIndexFromTextIndex(textpage, last), unused, right, unused, unused
    )
    size = float(raw.FPDFText_GetFontSize(textpage, index))
    return _Line(line, left.value, right.value, base.value, size)


def _paragraphs(lines: list[_Line]) -> list[str]:
    """Return lines put together: a paragraph begins after a wider gap, a short line, an indent or in another size."""
    steps = [old.base - new.base for old, new in pairwise(lines) if 0 < old.base - new.base < 100]
    pitch = median(steps) if steps else 0.0
    edge = max((line.right for line in lines), default=0.0)
    found: list[list[str]] = []
    before: _Line | None = None
    for line in lines:
        if before is None or _begins(before, line, pitch, edge):
            found.append([])
        elif before.right < edge - 0.35 * (edge - before.left):
            found[-1].append("\n")  # a short line stays one: headings, addresses, the line of a date
        else:
            found[-1].append(" ")
        found[-1].append(line.text.strip())
        before = line
    return ["".join(parts).replace(f"{_HYPHEN} ", _HYPHEN) for parts in found]


def _begins(before: _Line, line: _Line, pitch: float, edge: float) -> bool:
    step = before.base - line.base
    if step <= 0:
        return step < -1  # another column; the same height is the same line
    usual = min(pitch, 1.6 * line.size) if line.size > 1 else pitch
    if step > 1.3 * usual or abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return True
    short = before.right < edge - 0.2 * (edge - min(before.left, line.left))
    return (
        bool(_ITEM.match(line.text.strip()))
        or (short and before.text.rstrip()[-1:] in ".:;!?")
        or (line.left > before.left + 1.5 * max(line.size, 6.0) and not short)
    )


def _join_hyphens(gathered: Gathered) -> None:
    """Join a word parted at a line's end where the document has it whole elsewhere; else its hyphen stays."""
    if not any(_HYPHEN in text or "\ufffe" in text for text in gathered.paragraphs):
        return
    known = {word for text in gathered.paragraphs for word in re.findall(r"[^\W\d_]+", text.lower())}

    def joined(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if whole.lower() in known else f"{match[1]}-{match[2]}"

    gathered.paragraphs = [
        _PIECE.sub(joined, text).replace(_HYPHEN, "-").replace("\ufffe", "-") for text in gathered.paragraphs
    ]
