"""The portals that are declared, by name and by host."""

from __future__ import annotations

from archive.terms.errors import BadInput
from archive.terms.urls import host_of
from scraper.portals.base import Portal
from scraper.portals.kielce import KIELCE

PORTALS: dict[str, Portal] = {portal.name: portal for portal in (KIELCE,)}


def portal_named(name: str) -> Portal:
    """Return a declared portal. Raises BadInput that lists the known ones."""
    try:
        return PORTALS[name]
    except KeyError:
        known = ", ".join(sorted(PORTALS))
        raise BadInput(f"no portal is named “{name}”; known: {known}; or give its address with --seed") from None


def portal_of_url(canonical: str) -> Portal | None:
    """Return the declared portal a canonical URL belongs to, if any."""
    return next((portal for portal in PORTALS.values() if host_of(canonical) in portal.hosts), None)
