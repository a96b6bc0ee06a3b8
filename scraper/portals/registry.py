"""The portals that are declared, by name and by host."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from archive.terms.errors import BadInput
from archive.terms.urls import host_of
from scraper.portals.base import Portal
from scraper.portals.kielce import KIELCE
from scraper.portals.kielce_bip import KIELCE_BIP
from scraper.portals.kielce_eu import KIELCE_EU

PORTALS: dict[str, Portal] = {portal.name: portal for portal in (KIELCE, KIELCE_EU, KIELCE_BIP)}


def portal_named(name: str) -> Portal:
    """Return a declared portal. Raises BadInput that lists the known ones."""
    try:
        return PORTALS[name]
    except KeyError:
        known = ", ".join(sorted(PORTALS))
        raise BadInput(f"no portal is named “{name}”; known: {known}; or give its address with --seed") from None


def portal_of_url(
    canonical: str, day: date | None = None, *, portals: Iterable[Portal] = PORTALS.values()
) -> Portal | None:
    """Return the declared portal a canonical URL belongs to, if any; `day` is that of the capture.

    Where a host was declared more than once, the declaration that was valid then is taken, else the nearest.
    """
    known = [portal for portal in portals if host_of(canonical) in portal.hosts]
    if day is None or len(known) < 2:
        return known[0] if known else None
    return min(known, key=lambda portal: portal.valid.days_off(day))
