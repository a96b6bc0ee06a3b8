"""Addresses of the web, e-mail addresses and telephone numbers, as spans. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.polish.mention import Mention, mention

_URL = re.compile(r"(?=[hw])(?<![\w@.])(?:https?://|www\.(?=\w))[^\s<>\"„”«»]{2,2000}", re.IGNORECASE)
_NOT_OF_URL = ".,;:!?'…*"
_EMAIL = re.compile(
    r"(?<![\w.%+@-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}\b(?!@)"
)
_GAP = r"[ \u00a0-]"
_PHONE = re.compile(
    r"(?=[\d(+tfkTFK])(?<![\w/+])(?<!\d[ \u00a0.,/-])(?:(?P<label>\b(?:[Tt]el|[Ff]aks|[Ff]ax|[Kk]om|[Tt]elefon\w{0,3}|TEL|FAX)\b"
    r"[./: \u00a0]{0,4}"
    r"(?:(?:fax|faks|kom)[.: \u00a0]{1,3})?))?"
    r"(?P<number>(?:(?:\+|00)48[ \u00a0-]?)?(?:\(0?\d\d\)|\(?0[ \u00a0-]?\d\d\)|0?\d\d/?|\d{3})"
    rf"(?:{_GAP}?\d){{6,7}})(?![ \u00a0]?[-.,]?\d|/\d{{4}}|[\w%])(?:,?\s?wew(?:n|\.)\.?\s?(?P<extension>\d{{1,5}}))?"
)
_OTHER_NUMBER = re.compile(r"(?:NIP|REGON|KRS|PESEL|kont[oa]|rachun\w+|ISBN|ISSN|n[rR]|Nr|poz\.)[ :\u00a0]{0,3}\Z")
_GROUPS = re.compile(r"[ \u00a0()-]+")
_SHAPES = frozenset({(2, 3, 2, 2), (3, 3, 3), (2, 2, 2, 3), (2, 7), (2, 2, 3, 2), (3, 2, 2, 2), (2, 3, 4), (3, 6)})
"""Digits in the groups of a number as they are printed in Poland, the area's first."""
_MOBILE = frozenset({"45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88"})


def urls(text: str) -> Iterator[Mention]:
    """Yield web addresses; `value` has a scheme, and no full stop or bracket of the sentence around it."""
    if "//" not in text and "www." not in text.lower():
        return
    for match in _URL.finditer(text):
        address = match[0].rstrip(_NOT_OF_URL)
        while address.endswith((")", "]")) and address.count(")") + address.count("]") > address.count(
            "("
        ) + address.count("["):
            address = address[:-1].rstrip(_NOT_OF_URL)
        if len(address) > len("http://"):
            value = address if "://" in address[:8] else f"http://{address}"
            yield mention("url", text, match.start(), match.start() + len(address), value)


def emails(text: str) -> Iterator[Mention]:
    """Yield e-mail addresses; `value` is in lower case."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield mention("email", text, *match.span(), match[0].lower())


def phones(text: str) -> Iterator[Mention]:
    """Yield Polish telephone numbers of nine digits; `value` is `+48` and the digits, `;ext=` and the extension.

    Without `tel.` before it or +48 in it a number is one only in groups that telephone numbers are printed in, and in
    groups of three only with the first digits of a mobile one: others are amounts and counts.
    """
    for match in _PHONE.finditer(text):
        digits = _national(match["number"])
        if digits is None or not (_is_marked(match) or _looks_so(match["number"], digits)):
            continue
        start = match.start("number")
        if match["label"] is None and _OTHER_NUMBER.search(text[max(0, start - 16) : start]):
            continue
        value = f"+48{digits}" + (f";ext={match['extension']}" if match["extension"] else "")
        yield mention("phone", text, start, match.end(), value)


def _national(printed: str) -> str | None:
    """Return the nine digits without country and trunk prefix; None for more or fewer."""
    digits = "".join(filter(str.isdigit, printed))
    if printed.startswith(("+48", "0048")):
        digits = digits[2 if printed[0] == "+" else 4 :]
    digits = digits.removeprefix("0")
    return digits if len(digits) == 9 else None


def _is_marked(match: re.Match[str]) -> bool:
    return match["label"] is not None or match["number"].startswith(("+48", "0048", "("))


def _looks_so(printed: str, digits: str) -> bool:
    lengths = tuple(
        len(group.removeprefix("0") if place == 0 else group) for place, group in enumerate(_GROUPS.split(printed))
    )
    if lengths == (3, 3, 3) or lengths[0] == 3:
        return digits[:2] in _MOBILE and lengths in _SHAPES and not digits.endswith("000")
    return lengths in _SHAPES
