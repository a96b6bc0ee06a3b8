"""Canonical URLs and their sort keys: one resource, one key, however its address was written.

Parsing follows the WHATWG URL standard (by ada), so that an address means here what it means to a browser. On top of
it: host aliases and dropped parameters of the portal, no fragment, no default port, percent-encoding normalised as
RFC 3986 section 6.2.2 says (unreserved characters decoded, hexadecimal digits in capitals); the query's order is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import ada_url

from archive.terms.errors import BadUrl

MAX_URL = 8_192
"""Characters; a longer address is refused (a growing path is a trap, not a page)."""

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SCHEMES = frozenset({"http:", "https:"})


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRules:
    """What a portal declares about its addresses: `(alias, host)` pairs and query parameters that mean nothing."""

    aliases: tuple[tuple[str, str], ...] = ()
    drop_parameters: tuple[str, ...] = ()


PLAIN = UrlRules()
"""Rules of a portal that declares nothing."""


def canonical_url(url: str, *, base: str | None = None, rules: UrlRules = PLAIN) -> str:
    """Return the canonical form of an absolute URL, or of one relative to `base`.

    Raises BadUrl for what is not http(s), does not parse, carries credentials or is over MAX_URL characters.
    """
    return _canonical(url.strip(), base, rules)


@lru_cache(maxsize=20_000)
def _canonical(url: str, base: str | None, rules: UrlRules) -> str:
    if len(url) > MAX_URL:
        raise BadUrl(f"the address {url[:80]}… has {len(url)} characters; at most {MAX_URL} are taken")
    try:
        parts = ada_url.URL(url, base) if base is not None else ada_url.URL(url)
    except ValueError:
        raise BadUrl(f"“{url[:200]}” is no address; give one that starts with http:// or https://") from None
    if parts.protocol not in _SCHEMES:
        raise BadUrl(f"“{url[:200]}” is not an http or https address")
    if parts.username or parts.password:
        raise BadUrl(f"an address with a user name or password in it ({parts.hostname}) is not archived")
    host = parts.hostname.rstrip(".")
    host = dict(rules.aliases).get(host, host)
    port = f":{parts.port}" if parts.port else ""
    query = _without(parts.search.removeprefix("?"), rules.drop_parameters)
    return f"{parts.protocol}//{host}{port}{_normalise_escapes(parts.pathname)}{'?' + query if query else ''}"


def _normalise_escapes(text: str) -> str:
    if "%" not in text:
        return text
    return _ESCAPE.sub(_normalise_escape, text)


def _normalise_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _without(query: str, dropped: tuple[str, ...]) -> str:
    if not query:
        return ""
    if dropped:
        kept = (part for part in query.split("&") if part.partition("=")[0] not in dropped)
        query = "&".join(kept)
    return _normalise_escapes(query)


def urlkey(canonical: str) -> str:
    """Return the SURT sort key of a canonical URL, without its scheme: `pl,kielce,um,www)/biuro-prasowe/`.

    The path keeps its case (unlike the Internet Archive's SURT: two pages may differ in it only). Addresses in
    numbers stay as they are.
    """
    host, port, path = split_host(canonical)
    name = host if host.startswith("[") or host.replace(".", "").isdigit() else ",".join(reversed(host.split(".")))
    return f"{name}{':' + port if port else ''}){path}"


def split_host(canonical: str) -> tuple[str, str, str]:
    """Return (host, port or "", path with query) of a canonical URL."""
    _, _, rest = canonical.partition("//")
    authority, slash, path = rest.partition("/")
    head, colon, port = authority.rpartition(":")
    host, port = (head, port) if colon and port.isdigit() else (authority, "")
    return host, port, slash + path


def host_of(canonical: str) -> str:
    """Return `host` or `host:port` of a canonical URL."""
    host, port, _ = split_host(canonical)
    return f"{host}:{port}" if port else host


def root_of(canonical: str) -> str:
    """Return the root of the site a canonical URL belongs to: `http://www.um.kielce.pl/`."""
    scheme, _, _ = canonical.partition("//")
    return f"{scheme}//{host_of(canonical)}/"


def resolve(href: str, base: str) -> str | None:
    """Return the absolute http(s) URL, fragment kept, of a link as a browser would follow it; None for any other.

    For showing links; whether one is followed is decided on its canonical form.
    """
    href = href.strip()
    if href.startswith(("http://", "https://")):
        return _resolve(href, None)  # the same on every page of a portal, and so remembered
    if href.startswith("/") and not href.startswith(("//", "/\\")):
        return _resolve(href, _site(base))
    return _resolve(href, base)


@lru_cache(maxsize=64)
def _site(base: str) -> str:
    scheme, _, rest = base.partition("//")
    return f"{scheme}//{rest.partition('/')[0]}/"


@lru_cache(maxsize=20_000)
def _resolve(href: str, base: str | None) -> str | None:
    if len(href) > MAX_URL:
        return None
    try:
        parts = ada_url.URL(href, base) if base is not None else ada_url.URL(href)
    except ValueError:
        return None
    return parts.href if parts.protocol in _SCHEMES else None


def in_hosts(canonical: str, hosts: Iterable[str]) -> bool:
    """Tell whether a canonical URL lies on one of the hosts (`host` or `host:port`; no port means 80 and 443)."""
    return host_of(canonical) in hosts
