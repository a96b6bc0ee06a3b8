"""Reads kept payloads, stored in an archive or saved in a file, with today's parsers: the same way as a crawl's."""

from __future__ import annotations

from datetime import datetime

from archive.types import PageContent
from pipelines.normalize import normalize_page
from scraper.parsers.registry import PageContext, PortalHints, parse
from scraper.portals.registry import PORTALS


def read_payload(
    payload: bytes, *, url: str, portal: str | None, content_type: str | None, captured: datetime
) -> PageContent:
    """Return a payload as today's parsers read it; a portal that is not declared gives no hints."""
    declared = PORTALS.get(portal) if portal is not None else None
    context = PageContext(
        url=url,
        portal=portal,
        content_type=content_type,
        captured=captured,
        hints=PortalHints(kinds=declared.kinds) if declared is not None else PortalHints(),
    )
    return normalize_page(parse(payload, context).page, today=captured.date())
