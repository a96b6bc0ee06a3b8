"""Office files are zips of XML: opened under strict limits, read in place, never extracted (FAULTS A12-A16, A51-A53, D35)."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

MAX_ENTRIES = 5_000
MAX_PART = 64 * 1024 * 1024
"""Bytes one part may have unpacked."""
MAX_TOTAL = 128 * 1024 * 1024
"""Bytes all parts may have unpacked, as declared; what a part really unpacks to is counted again."""
MAX_RATIO = 200
FREE = 1024 * 1024
"""Bytes up to which the ratio is not looked at."""


class Unreadable(Exception):
    """A document that cannot or must not be read; the message is a sentence part for `warnings`."""


class Container:
    """The parts of a zip by name. Raises Unreadable for what is no sound zip, is encrypted or would unpack to too much."""

    def __init__(self, payload: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(payload))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise Unreadable(f"the zip is damaged ({error})") from None
        parts = self._zip.infolist()
        if len(parts) > MAX_ENTRIES:
            raise Unreadable(f"the zip has {len(parts)} entries; at most {MAX_ENTRIES} are read")
        names = {part.filename for part in parts}
        if len(names) != len(parts):
            raise Unreadable("the zip has several entries of one name")
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("the zip is encrypted")
        if sum(part.file_size for part in parts) > MAX_TOTAL:
            raise Unreadable(f"the zip unpacks to more than {MAX_TOTAL} bytes")
        if any(_bomb(part) for part in parts):
            raise Unreadable(f"a part of the zip is larger than {MAX_PART} bytes or {MAX_RATIO} times its packed size")
        self.names = frozenset(names)

    def read(self, name: str) -> bytes:
        """Return a part unpacked. Raises Unreadable where it is missing, damaged or larger than it declares."""
        try:
            part = self._zip.getinfo(name)
            with self._zip.open(part) as stream:
                unpacked = stream.read(part.file_size + 1)
        except KeyError:
            raise Unreadable(f"the part {name[:100]} is missing") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            EOFError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise Unreadable(f"the part {name[:100]} is damaged ({error})") from None
        if len(unpacked) > part.file_size:
            raise Unreadable(f"the part {name[:100]} is larger than it declares")
        return unpacked

    def xml(self, name: str) -> Any:
        """Return the root of an XML part. Raises Unreadable, also where it declares a DTD or is nested too deep."""
        return parse_xml(self.read(name), name)

    def refuse_dtds(self) -> None:
        """Raise Unreadable where any XML part has a DTD, for a library that parses the parts by itself."""
        for name in self.names:
            if name.endswith((".xml", ".rels")):
                _refuse_dtd(self.read(name), name)


def parse_xml(part: bytes, name: str) -> Any:
    """Return the root of an XML part; office formats know no DTD, so one is an attack (A51, A52)."""
    _refuse_dtd(part, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"the part {name[:100]} is no sound XML ({str(error)[:120]})") from None


def _refuse_dtd(part: bytes, name: str) -> None:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Unreadable(f"the part {name[:100]} declares a DTD")
    if b"\0" in part[:200] or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(f"the part {name[:100]} is not in UTF-8")


def _bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MAX_PART or part.file_size > max(FREE, part.compress_size * MAX_RATIO)
