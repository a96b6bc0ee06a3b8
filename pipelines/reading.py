"""Reads kept payloads, stored in an archive or saved in a file, with today's parsers: the same way as a crawl's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from archive.types import PageContent
from pipelines.alike import alike
from pipelines.normalize import normalize_page
from pipelines.polish.dates import local_day
from pipelines.polish.forms import display
from scraper.parsers.claims import Explanation
from scraper.parsers.registry import PageContext, PortalHints, lines_of, parse
from scraper.parsers.template import Template
from scraper.portals.registry import PORTALS


def read_payload(
    payload: bytes,
    *,
    url: str,
    portal: str | None,
    content_type: str | None,
    captured: datetime,
    template: Template | None = None,
) -> PageContent:
    """Return a payload as today's parsers read it, with what is known of the portal's template."""
    context = context_of(url=url, portal=portal, content_type=content_type, captured=captured, template=template)
    return normalize_page(parse(payload, context).page, today=local_day(captured))


def read_beside(content: PageContent, payload: bytes, before: PageContent, payload_before: bytes) -> PageContent:
    """Return a page as read, with what stands on the page before it too read as it was there."""
    pages = [(content, payload), (before, payload_before)]
    lines, lines_before = (lines_of(body, PageContext(url=page.url)) for page, body in pages)
    return alike(content, before, lines=map(display, lines), lines_before=map(display, lines_before))


def explain_payload(payload: bytes, context: PageContext, *, today: date) -> tuple[PageContent, Explanation | None]:
    """Return a payload as read, and why it was read so; feeds and documents, which are read whole, have no why."""
    page = parse(payload, replace(context, explain=True)).page
    return normalize_page(page, today=today), page.explanation


def context_of(
    *, url: str, portal: str | None, content_type: str | None, captured: datetime, template: Template | None = None
) -> PageContext:
    """Return what the parsers are told of a payload; a portal that is not declared gives no hints."""
    declared = PORTALS.get(portal) if portal is not None else None
    return PageContext(
        url=url,
        portal=portal,
        content_type=content_type,
        captured=captured,
        hints=PortalHints(kinds=declared.kinds) if declared is not None else PortalHints(),
        template=template,
    )
