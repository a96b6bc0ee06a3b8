"""Documents: PDF, DOCX, XLSX, ODT, RTF, CSV and plain text as paragraphs, title and what the file says of itself.

Never raises: of what cannot be read, the name is the title, the bytes are the state, and a warning says why. PDF, XLSX
and RTF need the extra `documents`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive.terms.facts import Charset
from archive.terms.marks import Reader
from archive.terms.outcomes import PageKind
from pipelines.polish.charset import declared_charsets, decode
from pipelines.polish.dates import date_line
from scraper.items import ParsedArticle, ParsedPage
from scraper.parsers.container import Container, Unreadable
from scraper.parsers.context import PageContext, reader_of
from scraper.parsers.office import read_docx, read_odt
from scraper.parsers.pdf import read_pdf
from scraper.parsers.reading_text import MAX_CHARS, Gathered
from scraper.parsers.sheets import read_xlsx

DATED_LINES = 12
"""Lines of a document's head among which the date it prints of itself is looked for."""
MAX_RTF = 2 * 1024 * 1024
"""Bytes of an RTF file that are read; striprtf takes about 1 s a megabyte."""
_RTF_PICTURE = re.compile(r"\{\\(?:pict|\*\\blipuid)[^{}]*\}")
_TEXT_TYPES = frozenset({"text/plain", "text/csv"})
_FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|odt|rtf|pdf|txt|indd|cdr|tmp)$", re.IGNORECASE)
_PROGRAM = re.compile(
    r"^(?:Microsoft (?:Office )?(?:Word|Excel|PowerPoint)|Print|Untitled|Bez tytułu)\b\s*-?\s*", re.IGNORECASE
)
_INSTALL = "its text was not read: install the extra that reads it, pip install 'kronika[documents]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as read, the media type that its inside speaks of, and the encoding of plain text."""

    page: ParsedPage
    media_type: str
    charset: Charset | None


def read_document(payload: bytes, sniffed: str, context: PageContext) -> Document:
    """Return a file as read, whatever it is; `sniffed` is the type its first bytes speak of."""
    gathered = Gathered()
    media_type = sniffed
    installed = True
    try:
        media_type, read = _format(payload, sniffed, context)
        read(gathered)
    except ImportError:
        installed = False
        gathered.warnings.append(_INSTALL)
    except Unreadable as error:
        gathered.warnings.append(f"the document's text could not be read: {error}")
    except (MemoryError, RecursionError) as error:
        gathered = Gathered(warnings=[f"the document's text could not be read ({type(error).__name__})"])
    return Document(page=_page(gathered, context, installed=installed), media_type=media_type, charset=gathered.charset)


def _format(payload: bytes, sniffed: str, context: PageContext) -> tuple[str, Callable[[Gathered], None]]:
    if sniffed == "application/pdf":
        return sniffed, lambda gathered: read_pdf(payload, gathered)
    if sniffed == "application/rtf":
        return sniffed, lambda gathered: _read_rtf(payload, gathered)
    if sniffed == "application/zip":
        return _zipped(payload)
    declared = (context.content_type or "").partition(";")[0].strip().lower()
    if sniffed == "text/plain":
        media_type = declared if declared in _TEXT_TYPES else sniffed
        return media_type, lambda gathered: _read_plain(payload, context, gathered)
    return sniffed, _nothing


def _zipped(payload: bytes) -> tuple[str, Callable[[Gathered], None]]:
    container = Container(payload)
    ooxml = "application/vnd.openxmlformats-officedocument"
    if any(name.startswith("word/") for name in container.names):
        return f"{ooxml}.wordprocessingml.document", lambda gathered: read_docx(container, gathered)
    if any(name.startswith("xl/") for name in container.names):
        return f"{ooxml}.spreadsheetml.sheet", lambda gathered: read_xlsx(payload, container, gathered)
    if "content.xml" in container.names and "mimetype" in container.names:
        media_type = container.read("mimetype")[:100].decode("ascii", "replace").strip()
        return media_type, lambda gathered: read_odt(container, gathered)
    return "application/zip", _nothing


def _nothing(gathered: Gathered) -> None:
    """A file without text of its own (a picture, a program, an archive)."""


def _read_plain(payload: bytes, context: PageContext, gathered: Gathered) -> None:
    declared = declared_charsets(context.content_type, b"")
    decoded = decode(payload, *declared)
    gathered.charset = Charset(declared=declared[0] if declared else None, used=decoded.used, why=decoded.why)
    gathered.warnings.extend(decoded.flaws)
    for paragraph in re.split(r"\n[ \t]*\n", decoded.text.replace("\r\n", "\n").replace("\r", "\n")):
        if not gathered.add(paragraph):
            return


def _read_rtf(payload: bytes, gathered: Gathered) -> None:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 # an extra

    source = _RTF_PICTURE.sub("", payload.decode("latin-1"))
    if len(source) > MAX_RTF:
        raise Unreadable(f"it has {len(source)} bytes without its pictures; at most {MAX_RTF} are read")
    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call] # it has no stubs
    except Exception as error:  # noqa: BLE001 # striprtf raises whatever it meets
        raise Unreadable(f"the RTF is damaged ({type(error).__name__})") from None
    for paragraph in text.split("\n"):
        if not gathered.add(paragraph):
            return


def _page(gathered: Gathered, context: PageContext, *, installed: bool) -> ParsedPage:
    name = unquote(urlsplit(context.url).path).rpartition("/")[2] or None
    title = _title(gathered.title) or name
    reader = reader_of(context, PageKind.DOCUMENT)
    if not installed:  # two states are compared only as read by the same reader
        reader = Reader(name=f"{reader.name}-unread", version=reader.version)
    published, updated = _printed_dates(gathered.paragraphs)
    body = "\n\n".join(gathered.paragraphs)[:MAX_CHARS]
    article = ParsedArticle(title=title, published_text=published, updated_text=updated, body=body)
    return ParsedPage(
        url=context.url,
        kind=PageKind.DOCUMENT,
        reader=reader,
        base=context.url,
        title=title,
        articles=(article,),
        properties=tuple(gathered.properties.items()),
        warnings=tuple(gathered.warnings),
    )


def _title(stated: str | None) -> str | None:
    """Return the title a file states of itself, None where a program put its own or the file's name there."""
    title = _PROGRAM.sub("", (stated or "").strip())
    return None if len(title) < 4 or _FILE_NAME.search(title) else title[:500]


def _printed_dates(paragraphs: list[str]) -> tuple[str | None, str | None]:
    """Return the dates printed on a line of their own in the document's head: published and updated, as printed.

    What the file states (created, modified) says when somebody saved it: a property, no date of publication.
    """
    lines = [line for text in paragraphs[:DATED_LINES] for line in text.split("\n")][:DATED_LINES]
    found: dict[str, str] = {}
    for line in lines:
        for role, printed in date_line(line):
            found.setdefault("updated" if role == "updated" else "published", printed)
    return found.get("published"), found.get("updated")
