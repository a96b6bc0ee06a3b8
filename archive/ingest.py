"""Writes captures: what was seen, what it means, and the leaf of each in the log, in the caller's one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, text, update

from archive.decide import Decision, GoneRule, Known, Seen, Snap, decide
from archive.digest import article_digest, content_digest, frame_digest
from archive.found import Finder
from archive.log.leaf import leaf_hash, leaf_json
from archive.models import (
    ArticleRow,
    CaptureRow,
    ExtractionRow,
    FrameRow,
    FrontierRow,
    LeafRow,
    LinkRow,
    PayloadRow,
    ResourceRow,
    SnapshotRow,
)
from archive.page_store import content_to_json, frame_to_json
from archive.payloads import encode, load_payload, sha256
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, PageKind, ResourceState
from archive.types import NewCapture, PageContent

LISTED = frozenset({PageKind.LISTING, PageKind.FEED})
"""Kinds whose entries change without a new snapshot: each payload's extraction is kept."""

LOG_LOCK = 0x4B726F6E696B61
"""Key of the PostgreSQL advisory lock under which sequence numbers are given ("Kronika")."""


class Reread(Protocol):
    """Reads a stored payload again with today's parsers."""

    def __call__(
        self, payload: bytes, *, url: str, portal: str, content_type: str | None, captured: datetime
    ) -> PageContent:
        """Return the page."""
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


class Ingestor:
    """Writes the captures of one crawl. Keeps what it learned of frames and addresses between batches."""

    def __init__(self, portal: str, crawl: int, rule: GoneRule, reread: Reread | None = None) -> None:
        self.portal = portal
        self.crawl = crawl
        self.rule = rule
        self._reread = reread
        self._frames: dict[bytes, int] = {}
        self._finder = Finder(portal, crawl)

    def ingest(self, connection: Connection, batch: Sequence[NewCapture]) -> list[Ingested]:
        """Write a batch. A resource captured in this crawl before is passed over; its outcome is given again."""
        lock_log(connection)
        known = self._known(connection, batch)
        done = self._done(connection, [row.id for row in known.values()])
        seq = connection.execute(select(func.max(CaptureRow.seq))).scalar() or 0
        results = []
        for capture in batch:
            resource = known[capture.facts.urlkey]
            if resource.id in done:
                results.append(done[resource.id])
                continue
            seq += 1
            ingested = self._one(connection, seq, capture, resource)
            done[resource.id] = ingested
            results.append(ingested)
        self._finder.store(connection, [found for capture in batch for found in capture.found])
        return results

    def _known(self, connection: Connection, batch: Sequence[NewCapture]) -> dict[str, Any]:
        query = (
            select(
                ResourceRow.id,
                ResourceRow.urlkey,
                ResourceRow.state,
                ResourceRow.kind,
                ResourceRow.snapshots,
                ResourceRow.missing,
                ResourceRow.missing_since,
                ResourceRow.unmodified,
                ResourceRow.last_change,
                ResourceRow.last_seen,
                SnapshotRow.id.label("snapshot"),
                SnapshotRow.digest,
                SnapshotRow.last_full,
                ExtractionRow.parser,
                ExtractionRow.parser_version,
                ExtractionRow.knowledge,
            )
            .outerjoin(
                SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots)
            )
            .outerjoin(ExtractionRow, ExtractionRow.id == SnapshotRow.extraction)
            .where(ResourceRow.portal == self.portal, ResourceRow.urlkey.in_({item.facts.urlkey for item in batch}))
        )
        return {row.urlkey: row for row in connection.execute(query)}

    def _done(self, connection: Connection, resources: list[int]) -> dict[int, Ingested]:
        query = select(
            CaptureRow.resource, CaptureRow.url, CaptureRow.seq, CaptureRow.outcome, CaptureRow.reason
        ).where(CaptureRow.crawl == self.crawl, CaptureRow.resource.in_(resources))
        return {
            row.resource: Ingested(
                url=row.url, seq=row.seq, outcome=CaptureOutcome(row.outcome), reason=row.reason, snapshot=None
            )
            for row in connection.execute(query)
        }

    def _one(self, connection: Connection, seq: int, capture: NewCapture, resource: Any) -> Ingested:
        facts = capture.facts
        address = self._payload(connection, capture.payload)
        content = capture.content
        digest = content_digest(content, address) if content is not None and address is not None else None
        decision = decide(
            Known(
                state=ResourceState(resource.state),
                digest=resource.digest,
                missing=resource.missing,
                missing_since=resource.missing_since,
            ),
            self._seen(connection, capture, resource, digest),
            self.rule,
        )
        frame = self._frame(connection, content) if content is not None else None
        extraction = None
        number = None
        snapshot = resource.snapshot if decision.snapshot is not Snap.NONE else None
        believed = decision.outcome in SEEN_WHOLE
        if believed and content is not None and digest is not None and address is not None:
            if decision.snapshot is Snap.NEW or content.kind in LISTED:
                extraction = self._extraction(connection, resource.id, address, content, digest, capture.knowledge)
            if decision.snapshot is Snap.NEW and extraction is not None:
                number = resource.snapshots + 1
                snapshot = self._snapshot(connection, seq, resource.id, number, content, digest, extraction, decision)
        if decision.snapshot is Snap.SAME:
            self._seen_again(connection, seq, resource.snapshot, full=address is not None)
        reason = decision.reason or capture.suspicion or facts.reason if not believed else None
        self._capture(connection, seq, capture, resource.id, decision, reason, address, snapshot, frame, extraction)
        self._resource(connection, capture, resource, decision, number)
        self._frontier(connection, resource.id, decision)
        return Ingested(url=facts.url, seq=seq, outcome=decision.outcome, reason=reason, snapshot=number)

    def _seen(self, connection: Connection, capture: NewCapture, resource: Any, digest: bytes | None) -> Seen:
        reader = capture.content.reader if capture.content is not None else None
        same = reader is None or (reader.name, reader.version, capture.knowledge) == (
            resource.parser,
            resource.parser_version,
            resource.knowledge,
        )
        reread = None
        if not same and resource.digest is not None and digest != resource.digest:
            reread = self._read_again(connection, resource.last_full, capture)
        return Seen(
            fetch=capture.facts.outcome,
            fetched=capture.facts.fetched,
            status=capture.facts.status,
            digest=digest,
            suspicion=capture.suspicion,
            same_reader=same,
            reread=reread,
        )

    def _read_again(self, connection: Connection, full: int, capture: NewCapture) -> bytes | None:
        if self._reread is None:
            return None
        row = connection.execute(
            select(CaptureRow.payload, CaptureRow.headers, CaptureRow.fetched).where(CaptureRow.seq == full)
        ).one()
        content = self._reread(
            load_payload(connection, row.payload),
            url=capture.facts.url,
            portal=self.portal,
            content_type={name.lower(): value for name, value in row.headers}.get("content-type"),
            captured=row.fetched,
        )
        return content_digest(content, row.payload)

    @staticmethod
    def _payload(connection: Connection, payload: bytes | None) -> bytes | None:
        if payload is None:
            return None
        address = sha256(payload)
        if connection.execute(select(PayloadRow.length).where(PayloadRow.sha256 == address)).first() is None:
            connection.execute(insert(PayloadRow), encode(payload, address))
        return address

    def _frame(self, connection: Connection, content: PageContent) -> int | None:
        if not content.sidebar and not content.navigation:
            return None
        digest = frame_digest(content)
        if digest in self._frames:
            return self._frames[digest]
        query = select(FrameRow.id).where(FrameRow.portal == self.portal, FrameRow.digest == digest)
        found = connection.execute(query).scalar()
        if found is None:
            values = {"portal": self.portal, "digest": digest, "content": frame_to_json(content)}
            found = connection.execute(insert(FrameRow).values(values).returning(FrameRow.id)).scalar_one()
        return self._frames.setdefault(digest, found)

    @staticmethod
    def _extraction(
        connection: Connection, resource: int, address: bytes, content: PageContent, digest: bytes, knowledge: int
    ) -> int:
        key = {
            "payload": address,
            "resource": resource,
            "parser": content.reader.name,
            "parser_version": content.reader.version,
            "knowledge": knowledge,
        }
        table = ExtractionRow.__table__
        found = connection.execute(
            select(ExtractionRow.id).where(*(table.c[name] == value for name, value in key.items()))
        ).scalar()
        if found is not None:
            return int(found)
        values = key | {"digest": digest, "content": content_to_json(content)}
        return int(connection.execute(insert(ExtractionRow).values(values).returning(ExtractionRow.id)).scalar_one())

    @staticmethod
    def _snapshot(
        connection: Connection,
        seq: int,
        resource: int,
        number: int,
        content: PageContent,
        digest: bytes,
        extraction: int,
        decision: Decision,
    ) -> int:
        first = content.articles[0] if len(content.articles) == 1 else None
        values = {
            "resource": resource,
            "n": number,
            "digest": digest,
            "cause": decision.cause,
            "extraction": extraction,
            "title": content.title or (first.title if first is not None else None),
            "section": content.section,
            "published": first.published if first is not None else None,
            "first_capture": seq,
            "last_capture": seq,
            "last_full": seq,
            "captures": 1,
        }
        snapshot = int(connection.execute(insert(SnapshotRow).values(values).returning(SnapshotRow.id)).scalar_one())
        articles = [
            {
                "snapshot": snapshot,
                "position": position,
                "digest": article_digest(article),
                "title": article.title,
                "published": article.published,
                "published_text": article.published_text,
                "updated": article.updated,
                "updated_text": article.updated_text,
                "author": article.author,
                "body": article.body,
            }
            for position, article in enumerate(content.articles)
        ]
        if articles:
            connection.execute(insert(ArticleRow), articles)
        links = _link_rows(snapshot, content)
        if links:
            connection.execute(insert(LinkRow), links)
        return snapshot

    @staticmethod
    def _seen_again(connection: Connection, seq: int, snapshot: int, *, full: bool) -> None:
        values: dict[str, Any] = {"last_capture": seq, "captures": SnapshotRow.captures + 1}
        if full:
            values["last_full"] = seq
        connection.execute(update(SnapshotRow).where(SnapshotRow.id == snapshot).values(values))

    def _capture(
        self,
        connection: Connection,
        seq: int,
        capture: NewCapture,
        resource: int,
        decision: Decision,
        reason: str | None,
        address: bytes | None,
        snapshot: int | None,
        frame: int | None,
        extraction: int | None,
    ) -> None:
        facts = capture.facts
        headers = [list(pair) for pair in facts.response_headers]
        row = {
            "seq": seq,
            "crawl": self.crawl,
            "resource": resource,
            "fetch_outcome": facts.outcome,
            "outcome": decision.outcome,
            "url": facts.url,
            "fetched": facts.fetched,
            "seconds": facts.seconds,
            "status": facts.status,
            "reason": reason,
            "redirect": facts.redirect,
            "redirects": list(facts.redirects),
            "tries": facts.tries,
            "flags": list(facts.flags),
            "address": facts.address,
            "http_version": facts.http_version,
            "request_headers": [list(pair) for pair in facts.request_headers],
            "headers": headers,
            "coding": facts.coding,
            "wire_length": facts.wire_length,
            "charset": asdict(facts.charset) if facts.charset is not None else None,
            "sniffed_type": facts.sniffed_type,
            "payload": address,
            "snapshot": snapshot,
            "frame": frame,
            "extraction": extraction,
        }
        connection.execute(insert(CaptureRow), row)
        leaf = leaf_json(
            seq=seq,
            portal=self.portal,
            url=facts.url,
            crawl=self.crawl,
            fetched=facts.fetched,
            outcome=decision.outcome.value,
            status=facts.status,
            payload=address,
            length=len(capture.payload) if capture.payload is not None else None,
            headers=headers,
            redirect=facts.redirect,
        )
        connection.execute(insert(LeafRow), {"index": seq - 1, "hash": leaf_hash(leaf)})

    @staticmethod
    def _resource(
        connection: Connection, capture: NewCapture, resource: Any, decision: Decision, number: int | None
    ) -> None:
        whole = decision.outcome in SEEN_WHOLE
        fetched = capture.facts.fetched
        content = capture.content
        values = {
            "state": decision.state,
            "missing": decision.missing,
            "missing_since": decision.missing_since,
            "kind": content.kind if whole and content is not None else resource.kind,
            "snapshots": number or resource.snapshots,
            "last_seen": fetched if whole else resource.last_seen,
            "last_change": fetched if number is not None else resource.last_change,
            "unmodified": resource.unmodified + 1 if decision.outcome is CaptureOutcome.NOT_MODIFIED else 0,
            "moved_to": capture.facts.redirect if decision.state is ResourceState.MOVED else None,
        }
        connection.execute(update(ResourceRow).where(ResourceRow.id == bindparam("key")), {"key": resource.id} | values)

    @staticmethod
    def _frontier(connection: Connection, resource: int, decision: Decision) -> None:
        if decision.outcome is CaptureOutcome.SKIPPED:
            connection.execute(update(FrontierRow).where(FrontierRow.resource == resource).values(lease=None))
        else:
            connection.execute(delete(FrontierRow).where(FrontierRow.resource == resource))


def _link_rows(snapshot: int, content: PageContent) -> list[dict[str, Any]]:
    zones = {
        "body": [(link.url, link.text) for article in content.articles for link in article.links],
        "attachment": [(link.url, link.text) for article in content.articles for link in article.attachments],
        "entry": [(entry.url, entry.title) for entry in content.entries],
    }
    return [
        {"snapshot": snapshot, "zone": zone, "position": position, "url": url, "text": label}
        for zone, links in zones.items()
        for position, (url, label) in enumerate(links)
    ]
