"""Takes captures in: what each means by what is known of its resource; the rows are written a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, and_, bindparam, func, select, text

from archive.coding import sha256
from archive.decide import Decision, GoneRule, Known, Seen, Snap, decide
from archive.digest import content_digest
from archive.errors import DamagedPayload
from archive.found import Finder
from archive.models import CaptureRow, ExtractionRow, ResourceRow, SnapshotRow
from archive.page_store import page_from_json
from archive.payloads import load_payload
from archive.readings import SHOWN, STATE, Reading, StoredPage, page_of, plan_of, reading_of
from archive.rows import Planned, RowWriter
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, ResourceState
from archive.types import NewCapture, PageContent

LOG_LOCK = 0x4B726F6E696B61
"""Key of the PostgreSQL advisory lock under which sequence numbers are given ("Kronika")."""


# Statements are made once: building one costs as much as running it.
_KNOWN = (
    select(
        *STATE,
        ResourceRow.kind,
        ResourceRow.missing,
        ResourceRow.missing_since,
        ResourceRow.unmodified,
        ResourceRow.last_change,
        ResourceRow.last_seen,
    )
    .outerjoin(SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots))
    .outerjoin(ExtractionRow, ExtractionRow.id == SnapshotRow.extraction)
    .where(ResourceRow.portal == bindparam("portal"), ResourceRow.urlkey.in_(bindparam("urlkeys", expanding=True)))
)
_DONE = select(CaptureRow.resource, CaptureRow.url, CaptureRow.seq, CaptureRow.outcome, CaptureRow.reason).where(
    CaptureRow.crawl == bindparam("crawl"), CaptureRow.resource.in_(bindparam("resources", expanding=True))
)
_LAST = select(func.max(CaptureRow.seq))
_STORED = (
    select(ExtractionRow.content)
    .join(SnapshotRow, SnapshotRow.extraction == ExtractionRow.id)
    .where(SnapshotRow.id == bindparam("snapshot"))
)
_FULL = select(*SHOWN).where(CaptureRow.seq == bindparam("seq"))


class Reread(Protocol):
    """Reads a stored payload again with today's parsers."""

    def __call__(
        self, payload: bytes, *, url: str, portal: str, content_type: str | None, captured: datetime
    ) -> PageContent:
        """Return the page."""
        ...


class Beside(Protocol):
    """Reads a page beside the state before it: what stands on both pages is text on both, or on neither."""

    def __call__(
        self, content: PageContent, payload: bytes, before: PageContent, payload_before: bytes, /
    ) -> PageContent:
        """Return the page, `content`, as it is read so."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of one capture; `snapshot` is the number of a snapshot it made."""

    url: str
    seq: int
    outcome: CaptureOutcome
    reason: str | None
    snapshot: int | None


def lock_log(connection: Connection) -> None:
    """Take the lock under which sequence numbers are given; SQLite's write transaction is one already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOG_LOCK})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """The latest state of a resource: the page that last showed it, its bytes, and what was read of them."""

    page: StoredPage
    payload: bytes
    content: PageContent


class Ingestor:
    """Writes the captures of one crawl. Keeps what it learned of frames and addresses between batches."""

    def __init__(
        self,
        portal: str,
        crawl: int,
        rule: GoneRule,
        reread: Reread | None = None,
        beside: Beside | None = None,
    ) -> None:
        self.portal = portal
        self.crawl = crawl
        self.rule = rule
        self._reread = reread
        self._beside = beside
        self._rows = RowWriter(portal, crawl)
        self._finder = Finder(portal, crawl)

    def ingest(self, connection: Connection, batch: Sequence[NewCapture]) -> list[Ingested]:
        """Write a batch. A resource captured in this crawl before is passed over; its outcome is given again."""
        lock_log(connection)
        known = self._known(connection, batch)
        done = self._done(connection, [row.id for row in known.values()])
        seq = connection.execute(_LAST).scalar() or 0
        planned: list[Planned] = []
        for capture in batch:
            resource = known[capture.facts.urlkey]
            if resource.id not in done:
                seq += 1
                plan = self._plan(connection, seq, capture, resource)
                planned.append(plan)
                done[resource.id] = _ingested(plan)
        self._rows.write(connection, planned)
        self._finder.store(connection, [found for capture in batch for found in capture.found])
        return [done[known[capture.facts.urlkey].id] for capture in batch]

    def _known(self, connection: Connection, batch: Sequence[NewCapture]) -> dict[str, Any]:
        asked = {"portal": self.portal, "urlkeys": [item.facts.urlkey for item in batch]}
        return {row.urlkey: row for row in connection.execute(_KNOWN, asked)}

    def _done(self, connection: Connection, resources: list[int]) -> dict[int, Ingested]:
        return {
            row.resource: Ingested(
                url=row.url, seq=row.seq, outcome=CaptureOutcome(row.outcome), reason=row.reason, snapshot=None
            )
            for row in connection.execute(_DONE, {"crawl": self.crawl, "resources": resources})
        }

    def _plan(self, connection: Connection, seq: int, capture: NewCapture, resource: Any) -> Planned:
        address = sha256(capture.payload) if capture.payload is not None else None
        content = capture.content
        digest = content_digest(content, address) if content is not None and address is not None else None
        before = self._before(connection, capture, resource, digest)
        reread = self._read_again(before, capture, resource)
        if before is not None:
            capture, digest = self._read_beside(before, reread, capture, digest)
        if reread is not None and reread.digest not in (digest, resource.digest):
            # Two readings of two states would show the reader's differences as the office's: the old state is kept as
            # this reader reads it first, and what the office changed is compared with that.
            self._rows.keep(connection, [plan_of(resource, reread, self.portal, capture.knowledge)])
            resource = self._known(connection, [capture])[resource.urlkey]
        decision = decide(
            Known(
                state=ResourceState(resource.state),
                digest=resource.digest,
                missing=resource.missing,
                missing_since=resource.missing_since,
            ),
            Seen(
                fetch=capture.facts.outcome,
                fetched=capture.facts.fetched,
                status=capture.facts.status,
                digest=digest,
                suspicion=capture.suspicion,
                same_reader=reread is None,
                reread=reread.digest if reread is not None else None,
            ),
            self.rule,
        )
        return Planned(
            seq=seq,
            capture=capture,
            resource=resource,
            decision=decision,
            reason=_reason(capture, decision),
            address=address,
            digest=digest,
            number=resource.snapshots + 1 if decision.snapshot is Snap.NEW else None,
            snapshot=resource.snapshot if decision.snapshot is Snap.SAME else None,
        )

    def _before(
        self, connection: Connection, capture: NewCapture, resource: Any, digest: bytes | None
    ) -> _Before | None:
        """Return the latest state where a capture's digest differs from it: as stored, with its payload.

        None too for a state whose payload is damaged, which `kronika verify` tells: it cannot be read again.
        """
        if capture.content is None or resource.digest in (None, digest) or capture.suspicion is not None:
            return None
        # Both states are read at one address, so that none of their links differs by it alone.
        page = replace(page_of(connection.execute(_FULL, {"seq": resource.last_full}).one()), url=capture.facts.url)
        try:
            payload = load_payload(connection, page.payload)
        except DamagedPayload:
            return None
        content = connection.execute(_STORED, {"snapshot": resource.snapshot}).scalar_one()
        return _Before(page=page, payload=payload, content=page_from_json(content, None))

    def _read_again(self, before: _Before | None, capture: NewCapture, resource: Any) -> Reading | None:
        """Return the latest state as the capture's reader reads it, None where the same one read it."""
        if before is None or self._reread is None or capture.content is None:
            return None
        reader = capture.content.reader
        if (reader.name, reader.version, capture.knowledge) == (
            resource.parser,
            resource.parser_version,
            resource.knowledge,
        ):
            return None
        page = before.page
        content = self._reread(
            before.payload, url=page.url, portal=self.portal, content_type=page.content_type, captured=page.fetched
        )
        return reading_of(page, content)

    def _read_beside(
        self, before: _Before, reread: Reading | None, capture: NewCapture, digest: bytes | None
    ) -> tuple[NewCapture, bytes | None]:
        """Return the capture and its digest as read beside the latest state, which may say that nothing changed."""
        if self._beside is None or capture.content is None or capture.payload is None:
            return capture, digest
        known = reread.content if reread is not None else before.content
        content = self._beside(capture.content, capture.payload, known, before.payload)
        if content == capture.content:
            return capture, digest
        return replace(capture, content=content), content_digest(content, sha256(capture.payload))


def _reason(capture: NewCapture, decision: Decision) -> str | None:
    if decision.outcome in SEEN_WHOLE:
        return None
    return decision.reason or capture.suspicion or capture.facts.reason


def _ingested(plan: Planned) -> Ingested:
    return Ingested(
        url=plan.capture.facts.url,
        seq=plan.seq,
        outcome=plan.decision.outcome,
        reason=plan.reason,
        snapshot=plan.number,
    )
