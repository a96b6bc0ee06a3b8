"""What a portal declares: addresses, scope, politeness, page kinds and how long a page must be missing to be gone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from archive.terms.errors import BadInput
from archive.terms.outcomes import PageKind
from archive.terms.urls import PLAIN, UrlRules, canonical_url, host_of, in_hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneAfter:
    """After how many answers 404 in separate crawls, over what span, a page counts as gone."""

    checks: int = 3
    span: timedelta = timedelta(days=3)


_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_gone_after(text: str) -> GoneAfter:
    """Read `3/3d`: checks, a slash, a span in s, m, h or d. Raises BadInput naming the text."""
    checks, _, span = text.partition("/")
    number, unit = span[:-1], span[-1:]
    if not (checks.isdigit() and number.isdigit() and unit in _UNITS and int(checks) > 0):
        raise BadInput(f"“{text}” says not when a page is gone; write CHECKS/SPAN, for example 3/3d or 2/0s")
    return GoneAfter(checks=int(checks), span=timedelta(**{_UNITS[unit]: int(number)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The days a declaration is of, both included; None where nobody knows an end."""

    since: date | None = None
    until: date | None = None

    def days_off(self, day: date) -> int:
        """Return how many days a day lies outside, 0 within."""
        if self.since is not None and day < self.since:
            return (self.since - day).days
        return (day - self.until).days if self.until is not None and day > self.until else 0

    def __str__(self) -> str:
        return f"{self.since or '…'} – {self.until or '…'}" if self.since or self.until else "–"


TRAPS = (r"/high-contrast/(enable|disable)\b", r"/(kontrast|contrast)/(wlacz|wylacz|on|off)\b")
"""Addresses that are switches of how the site looks, each leading back to where it was pressed."""

LOOKS = ("contrast", "kontrast", "high-contrast", "print", "drukuj", "font", "font-size", "fontsize", "czcionka")
"""Query parameters that change how a page looks and nothing it says; a portal names them in its `url_rules`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A site we archive. `hosts` are `host` or `host:port`; `delay` is seconds between two requests."""

    name: str
    seeds: tuple[str, ...]
    hosts: tuple[str, ...]
    title: str = ""
    url_rules: UrlRules = PLAIN
    delay: float = 1.0
    gone_after: GoneAfter = field(default_factory=GoneAfter)
    kinds: tuple[tuple[str, PageKind], ...] = ()
    """Pairs of a regular expression, searched in the URL, and the kind of the pages it finds."""

    traps: tuple[str, ...] = TRAPS
    """Regular expressions, searched in the URL, of what is never fetched."""

    valid: Validity = field(default_factory=Validity)
    """When the portal was as declared; of several declarations of a host the one of the capture's day is taken."""

    def in_scope(self, canonical: str) -> bool:
        """Tell whether a canonical URL belongs to the portal and is no trap."""
        return in_hosts(canonical, self.hosts) and not any(re.search(trap, canonical) for trap in self.traps)

    def declared_kind(self, canonical: str) -> PageKind | None:
        """Return the kind the declaration gives a URL, None where it says nothing of it."""
        return next((kind for pattern, kind in self.kinds if re.search(pattern, canonical)), None)


def portal_of_seeds(seeds: tuple[str, ...], *, delay: float = 0.0, name: str | None = None) -> Portal:
    """Return a portal nobody declared: the seeds' hosts and ports, named after the first. Raises BadUrl."""
    canonical = tuple(canonical_url(seed) for seed in seeds)
    hosts = tuple(dict.fromkeys(host_of(seed) for seed in canonical))
    return Portal(name=name or hosts[0], seeds=canonical, hosts=hosts, delay=delay)
