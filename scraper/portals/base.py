"""What a portal declares: addresses, scope, politeness, page kinds and how long a page must be missing to be gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

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

    def in_scope(self, canonical: str) -> bool:
        """Tell whether a canonical URL belongs to the portal."""
        return in_hosts(canonical, self.hosts)


def portal_of_seeds(seeds: tuple[str, ...], *, delay: float = 0.0, name: str | None = None) -> Portal:
    """Return a portal nobody declared: the seeds' hosts and ports, named after the first. Raises BadUrl."""
    canonical = tuple(canonical_url(seed) for seed in seeds)
    hosts = tuple(dict.fromkeys(host_of(seed) for seed in canonical))
    return Portal(name=name or hosts[0], seeds=canonical, hosts=hosts, delay=delay)
