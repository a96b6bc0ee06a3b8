"""Which character encoding a payload really is in: strict UTF-8 first, else a vote on the Polish letters.

The label breaks a tie and is believed where the letters are not Polish; only labels of the WHATWG standard are labels.
Of a page in mixed encodings each run is read in its own. Linear in the payload.
"""

from __future__ import annotations

import codecs
import re
import string
from dataclasses import dataclass

import webencodings


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text, the encoding it was read in, why that one, and what a reader of the text must know (`flaws`)."""

    text: str
    used: str
    why: str
    flaws: tuple[str, ...] = ()


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ONLY_1250 = b"\xb9\xa5\x9c\x8c\x9f\x8f"  # ą Ą ś Ś ź Ź of windows-1250
_ONLY_8859_2 = b"\xb1\xa1\xb6\xa6\xbc\xac"  # the same of ISO-8859-2
_SHARED = b"\xa3\xb3\xc6\xca\xd1\xd3\xe6\xea\xf1\xf3\xaf\xbf"  # Ł ł Ć Ę Ń Ó ć ę ń ó Ż ż of both
_KINDS = bytearray(b" " * 256)
for _kind, _bytes in ((b"1", _ONLY_1250), (b"2", _ONLY_8859_2), (b"a", _SHARED + string.ascii_letters.encode())):
    for _byte in _bytes:
        _KINDS[_byte] = _kind[0]
"""Each byte as what it votes for: 1, 2, a letter of both tables, or nothing."""
_QUOTES_1250 = re.compile(rb"[\x82\x84\x85\x91-\x97]")
"""„ ” – … of windows-1250 are controls in ISO-8859-2, which no page means."""
_POLISH = ("windows-1250", "iso-8859-2")
_NO_TABLE = frozenset({"utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined"})
_POLISH_UTF8 = re.compile(
    rb"[\xc2-\xc5\xe2](?:(?<=\xc3)[\xb3\x93]|(?<=\xc4)[\x84-\x87\x98\x99]|(?<=\xc5)[\x81-\x84\x9a\x9b\xb9-\xbc]"
    rb"|(?<=\xe2)\x80[\x90-\xa6]|(?<=\xc2)[\xa0-\xbf])"
)
"""Polish letters and typography in UTF-8: what no page in a Polish table has, since ``Ä™`` or ``Ăł`` is no text."""
_ESCAPED = re.compile("[\udc80-\udcff]")
_C1_QUOTES = re.compile("[\x82\x84\x85\x91-\x97]")
_WIDE = re.compile("[^\x00-\x7f\udc80-\udcff]+")
_POLISH_BYTES = _ONLY_1250 + _ONLY_8859_2 + _SHARED
_NOT_LETTERS = bytes(range(0xC0)).translate(None, _POLISH_BYTES)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"'>]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([^\s;\"'/>]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
PRESCAN = 2_048
"""Bytes of a page's head that are searched for a declaration."""


def declared_charsets(content_type_header: str | None, head: bytes) -> tuple[str, ...]:
    """Return the charsets a payload declares, as written, the strongest first: header, `<meta>`, XML declaration."""
    scanned = head[:PRESCAN]
    header = _HEADER.search(content_type_header) if content_type_header else None
    inside = (_META.search(_COMMENT.sub(b"", scanned)), _XML.search(scanned))
    found = [header[1]] if header is not None else []
    found.extend(match[1].decode("ascii", "replace") for match in inside if match is not None)
    return tuple(found)


def declared_charset(content_type_header: str | None, head: bytes) -> str | None:
    """Return the strongest charset a payload declares, as written; None where it declares none."""
    return next(iter(declared_charsets(content_type_header, head)), None)


def decode(payload: bytes, *declared: str | None) -> Decoded:
    """Return a payload as text; `declared` are its labels, the strongest first.

    Never raises: what nothing reads is read with U+FFFD, and `why` and `flaws` say so.
    """
    labels = [name for name in map(_lookup, declared) if name is not None]
    for bom, name in _BOMS:
        if payload.startswith(bom):
            body = payload[len(bom) :]
            return _utf8(body, "byte order mark") or _table(body, name, labels, "byte order mark")
    wide = _utf16(payload, labels)
    if wide is not None:
        return _read(payload, *wide)
    return _utf8(payload, "valid UTF-8") or _not_utf8(payload, labels)


def _utf8(payload: bytes, why: str) -> Decoded | None:
    try:
        return Decoded(text=payload.decode("utf-8"), used="utf-8", why=why)
    except UnicodeDecodeError:
        return None


def _utf16(payload: bytes, labels: list[str]) -> tuple[str, str] | None:
    """Return the name of UTF-16 and why, where every other byte of the head is mostly NUL: no other text is so."""
    head = payload[:512]
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    enough = len(head) // 2 * (0.2 if any(label.startswith("utf-16") for label in labels) else 0.7)
    if max(even, odd) < enough or min(even, odd) > 0.1 * max(even, odd):
        return None
    return ("utf-16-le" if odd > even else "utf-16-be"), "NUL bytes as UTF-16 has them"


def _not_utf8(payload: bytes, labels: list[str]) -> Decoded:
    text = payload.decode("utf-8", "surrogateescape")
    strays = len(_ESCAPED.findall(text))
    sequences = len(text) - strays - len(text.encode("ascii", "ignore"))
    if sequences > strays:
        return _mostly_utf8(text, sequences, labels)
    usable = [label for label in labels if label not in _NO_TABLE]
    label = usable[0] if usable else None
    polish_runs = _POLISH_UTF8.search(payload) is not None
    counted = _POLISH_UTF8.sub(b" ", payload) if polish_runs else payload
    windows, iso = _votes(counted)
    if windows != iso and (label in {None, *_POLISH} or windows + iso > 1) and _speaks_polish(counted, label):
        name = _POLISH[0] if windows > iso else _POLISH[1]
        why = f"vote of the Polish letters, {max(windows, iso)} to {min(windows, iso)}"
        return _table(payload, name, labels, why, runs=polish_runs)
    if label is not None:
        return _table(payload, label, labels, "declared", runs=polish_runs and label in _POLISH)
    if labels and labels[0] == "utf-8" and not windows and not iso and not _speaks_polish(counted, label):
        return _read(payload, "utf-8", "declared")
    return _table(payload, _POLISH[0], labels, "neither valid UTF-8 nor usefully declared", runs=polish_runs)


def _votes(payload: bytes) -> tuple[int, int]:
    """Return how many letters of windows-1250 and of ISO-8859-2 alone stand beside a letter."""
    kinds = payload.translate(_KINDS)
    windows, iso = (
        kinds.count(b"a" + kind) + kinds.count(kind + b"a") - kinds.count(b"a" + kind + b"a") for kind in (b"1", b"2")
    )
    return windows, iso


def _mostly_utf8(text: str, sequences: int, labels: list[str]) -> Decoded:
    """Read UTF-8 with bytes of a Polish table in it; a stray byte that is no Polish letter or quote is U+FFFD."""
    windows, iso = _votes(_WIDE.sub(" ", text).encode("ascii", "surrogateescape"))
    name = _POLISH[1] if iso > windows or (iso == windows and "iso-8859-2" in labels) else _POLISH[0]
    letters = _ONLY_8859_2 if name == _POLISH[1] else _ONLY_1250
    known = letters + _SHARED + b"\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa7\xab\xb0\xbb"
    table = {chr(0xDC00 + byte): _char(byte, name) if byte in known else "\ufffd" for byte in range(0x80, 0x100)}
    text = _ESCAPED.sub(lambda match: table[match[0]], text)
    why = f"mostly UTF-8 ({sequences} letters), other bytes read as {name} where that gives Polish letters"
    return _flawed(text, "utf-8", why, mixed=True)


def _char(byte: int, name: str) -> str:
    codec = "windows-1250" if byte < 0xA0 else name
    return bytes([byte]).decode(codec, "replace")


def _table(payload: bytes, name: str, labels: list[str], why: str, *, runs: bool = False) -> Decoded:
    """Read a payload in one table; `runs`: but Polish UTF-8 in it as what it is."""
    if name == "utf-8":
        return _not_utf8(payload, [*labels, "utf-8"])
    quotes = name == "iso-8859-2" and _QUOTES_1250.search(_POLISH_UTF8.sub(b"", payload)) is not None
    if not runs and not quotes:
        return _read(payload, name, why)
    texts = []
    end = 0
    for match in _POLISH_UTF8.finditer(payload) if runs else ():
        texts += [_run(payload[end : match.start()], name, quotes=quotes), match[0].decode("utf-8")]
        end = match.end()
    texts.append(_run(payload[end:], name, quotes=quotes))
    if quotes:
        why += "; quotes and dashes of windows-1250 in it"
    if runs:
        why += "; runs of UTF-8 in it read as such"
    return _flawed("".join(texts), name, why, mixed=True)


def _run(part: bytes, name: str, *, quotes: bool) -> str:
    text = _codec(name).decode(part, "replace")[0]
    if not quotes:
        return text
    return _C1_QUOTES.sub(lambda match: match[0].encode("latin-1").decode("windows-1250", "replace"), text)


def _lookup(declared: str | None) -> str | None:
    encoding = webencodings.lookup(declared) if declared else None
    return str(encoding.name) if encoding is not None else None


def _speaks_polish(payload: bytes, label: str | None) -> bool:
    """Tell whether most letters over ASCII are Polish ones in a Polish table, so that another label is not believed.

    Without a label half of them are enough, since nothing speaks for another language.
    """
    letters = payload.translate(None, _NOT_LETTERS)
    foreign = len(letters.translate(None, _POLISH_BYTES))
    return foreign <= (0.2 if label is not None else 0.5) * len(letters)


def _codec(name: str) -> codecs.CodecInfo:
    encoding = webencodings.lookup(name)
    return encoding.codec_info if encoding is not None else codecs.lookup(name)


def _read(payload: bytes, name: str, why: str) -> Decoded:
    codec = _codec(name)
    try:
        return Decoded(text=codec.decode(payload, "strict")[0], used=name, why=why)
    except UnicodeDecodeError:
        return _flawed(codec.decode(payload, "replace")[0], name, why, mixed=False)


def _flawed(text: str, name: str, why: str, *, mixed: bool) -> Decoded:
    flaws = [f"mixed encodings: {why}"] if mixed else []
    lost = text.count("\ufffd")
    if lost:
        why += "; some bytes could not be read and are shown as U+FFFD"
        flaws.append(f"{lost} characters could not be read as {name} and are shown as U+FFFD")
    return Decoded(text=text, used=name, why=why, flaws=tuple(flaws))
