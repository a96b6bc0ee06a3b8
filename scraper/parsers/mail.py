"""E-mail addresses that pages hide from robots, read without running any code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

_LITERAL = re.compile(r"""'([^'\\\n]*)'|"([^"\\\n]*)\"""")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_SPELT = re.compile(
    r"\b([A-Za-z0-9][\w.+-]*)\s?(?:\[at\]|\(at\)|\{at\}|\[małpa\]|\(małpa\)|\[@\]|\(@\))\s?([A-Za-z0-9][\w.-]*[A-Za-z])",
    re.IGNORECASE,
)
_DOT = re.compile(r"\s?(?:\[dot\]|\(dot\)|\[kropka\]|\(kropka\))\s?", re.IGNORECASE)
_PROTECTED = re.compile(r"(?:https?://[^/]+)?/cdn-cgi/l/email-protection(?:#([0-9a-f]+))?", re.IGNORECASE)
MAX_SCRIPT = 4_000
"""Characters of a script that is looked at; a longer one writes no address."""


def address_of(hidden: str) -> str:
    """Return the address in a `data-cfemail` attribute (hexadecimal, each byte XOR the first), "" where it is none."""
    try:
        key, *rest = bytes.fromhex(hidden)
        text = unescape(bytes(byte ^ key for byte in rest).decode("utf-8"))
    except (ValueError, UnicodeDecodeError):
        return ""
    return text if _ADDRESS.fullmatch(text) else ""


def link_target(href: str | None) -> str | None:
    """Return where a link leads: `mailto:` and the address for one that hides an address, enciphered anew each time."""
    hidden = _PROTECTED.fullmatch(href) if href and "email-protection" in href else None
    return href if hidden is None else f"mailto:{address_of(hidden[1] or '')}"


def script_address(parts: Sequence[str]) -> str:
    """Return the address a small script writes by joining string literals, "" where it writes none."""
    text = "".join(parts)
    if len(text) > MAX_SCRIPT or ("document.write" not in text and "innerHTML" not in text):
        return ""
    if "@" not in text and "&#64;" not in text and "%40" not in text:
        return ""
    literals = unescape("".join(one or two for one, two in _LITERAL.findall(text))).replace("%40", "@")
    found = _ADDRESS.findall(literals.replace("mailto:", " "))
    return str(found[0]) if found else ""


def spelt_out(text: str) -> str:
    """Return text with `name[at]host.pl` written as an address."""
    if "at" not in text and "ma" not in text and "@" not in text:
        return text
    if "[" not in text and "(" not in text and "{" not in text:
        return text
    return _SPELT.sub(
        lambda match: f"{match[1]}@{_DOT.sub('.', match[2])}", _DOT.sub(".", text) if _SPELT.search(text) else text
    )
