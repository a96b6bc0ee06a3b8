"""A stored payload read again: what it says now, and the rows that come of it (an extraction, a `technical` snapshot)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from archive.decide import Decision, Snap
from archive.digest import content_digest
from archive.models import CaptureRow, ExtractionRow, ResourceRow, SnapshotRow
from archive.rows import Planned
from archive.terms.facts import FetchFacts
from archive.terms.outcomes import CaptureOutcome, FetchOutcome, FoundBy, PageKind, ResourceState, SnapshotCause
from archive.types import NewCapture, PageContent

STATE = (
    ResourceRow.id,
    ResourceRow.url,
    ResourceRow.urlkey,
    ResourceRow.state,
    ResourceRow.snapshots,
    SnapshotRow.id.label("snapshot"),
    SnapshotRow.digest,
    SnapshotRow.last_full,
    SnapshotRow.last_capture,
    ExtractionRow.parser,
    ExtractionRow.parser_version,
    ExtractionRow.knowledge,
)
"""What is asked of a resource, its latest snapshot and who read that, to tell what a reading of it comes to."""

SHOWN = (
    CaptureRow.seq,
    CaptureRow.resource,
    CaptureRow.snapshot,
    CaptureRow.payload,
    CaptureRow.url,
    CaptureRow.fetched,
    CaptureRow.headers,
)
"""What is asked of a capture to read its payload again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """A payload as a capture showed it, with what a parser has to be told; `snapshot` is the id of that it showed."""

    seq: int
    resource: int
    snapshot: int
    payload: bytes
    url: str
    fetched: datetime
    content_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A stored page as read again."""

    page: StoredPage
    content: PageContent
    digest: bytes


def page_of(row: Any) -> StoredPage:
    """Return the page that a capture stored, from its row of `SHOWN`."""
    return StoredPage(
        seq=row.seq,
        resource=row.resource,
        snapshot=row.snapshot,
        payload=row.payload,
        url=row.url,
        fetched=row.fetched,
        content_type={name.lower(): value for name, value in row.headers}.get("content-type"),
    )


def reading_of(page: StoredPage, content: PageContent) -> Reading:
    """Return a reading; its frame goes: a capture's frame stays what it was."""
    bare = replace(content, sidebar=(), navigation=())
    return Reading(page=page, content=bare, digest=content_digest(bare, page.payload))


def plan_of(resource: Any, reading: Reading, portal: str, knowledge: int) -> Planned:
    """Return what a reading comes to: a `technical` snapshot where it is of the latest state and reads otherwise.

    `resource` is the row of `STATE`.
    """
    page, content = reading.page, reading.content
    facts = FetchFacts(
        portal=portal,
        crawl=0,
        url=resource.url,
        urlkey=resource.urlkey,
        outcome=FetchOutcome.FETCHED,
        fetched=page.fetched,
        found_by=FoundBy.LINK,
    )
    same_reader = (resource.parser, resource.parser_version, resource.knowledge) == (
        content.reader.name,
        content.reader.version,
        knowledge,
    )
    technical = (
        page.seq == resource.last_full
        and reading.digest != resource.digest
        and not same_reader
        and content.kind is not PageKind.ERROR
    )
    return Planned(
        seq=page.seq,
        capture=NewCapture(facts=facts, content=content, knowledge=knowledge),
        resource=resource,
        decision=Decision(
            outcome=CaptureOutcome.UNCHANGED,
            state=ResourceState(resource.state),
            snapshot=Snap.NEW if technical else Snap.NONE,
            cause=SnapshotCause.TECHNICAL if technical else None,
            reason="only the reader changed" if technical else None,
        ),
        reason=None,
        address=page.payload,
        digest=reading.digest,
        number=resource.snapshots + 1 if technical else None,
        snapshot=None,
        keep=True,
        last=resource.last_capture,
    )
