"""Reads a stored payload again with today's parsers, so that two states are compared as read by one reader."""

from __future__ import annotations

from datetime import datetime

from archive.types import PageContent
from pipelines.normalize import normalize_page
from scraper.parsers.registry import PageContext, PortalHints, parse
from scraper.portals.registry import PORTALS


def read_again(payload: bytes, *, url: str, portal: str, content_type: str | None, captured: datetime) -> PageContent:
    """Return a payload as today's parsers read it."""
    declared = PORTALS.get(portal)
    context = PageContext(
        url=url,
        portal=portal,
        content_type=content_type,
        captured=captured,
        hints=PortalHints(kinds=declared.kinds) if declared is not None else PortalHints(),
    )
    return normalize_page(parse(payload, context).page, today=captured.date())
