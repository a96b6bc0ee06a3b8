"""Writes what a batch of captures comes to, table by table: one statement a table, whatever the batch's size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from archive.decide import Decision, Snap
from archive.digest import article_digest, frame_digest
from archive.likeness import remember
from archive.log.leaf import leaf_hash, leaf_json
from archive.models import (
    ArticleRow,
    Base,
    CaptureRow,
    ExtractionRow,
    FrameRow,
    FrontierRow,
    LeafRow,
    LinkRow,
    ResourceRow,
    SnapshotRow,
)
from archive.page_store import content_to_json, frame_to_json
from archive.payloads import NewPayload, PayloadWriter
from archive.search.index import Article, Indexer
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, PageKind, ResourceState
from archive.types import ArticleContent, NewCapture, PageContent

LISTED = frozenset({PageKind.LISTING, PageKind.FEED, PageKind.DOCUMENT})
"""Kinds whose entries (a document's text) change without a new snapshot: each payload's extraction is kept."""

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Planned:
    """A capture and what was decided on it; `number` is that of the snapshot it makes.

    `resource` is the row of what was known; `frame`, `extraction` and `snapshot` become the ids of its rows. `keep`:
    what was read is kept even where no snapshot comes of it; `last` is a later capture that showed the same (304).
    """

    seq: int
    capture: NewCapture
    resource: Any
    decision: Decision
    reason: str | None
    address: bytes | None
    digest: bytes | None
    number: int | None
    snapshot: int | None
    frame: int | None = None
    extraction: int | None = None
    keep: bool = False
    last: int | None = None

    @property
    def extracted(self) -> PageContent | None:
        """The page whose reading is kept with the payload."""
        content = self.capture.content
        if content is None or self.decision.outcome not in SEEN_WHOLE or self.address is None:
            return None
        logged = any(article.history for article in content.articles)  # no part of the digest, so it may grow alone
        return content if self.keep or self.number is not None or logged or content.kind in LISTED else None


class RowWriter:
    """Writes the rows of one crawl's captures. Remembers the frames it has seen."""

    def __init__(self, portal: str, crawl: int) -> None:
        self._portal = portal
        self._crawl = crawl
        self._frames: dict[bytes, int] = {}
        self._indexer = Indexer()
        self._payloads = PayloadWriter(portal)

    def write(self, connection: Connection, plans: Sequence[Planned]) -> None:
        """Write a batch in the order the tables refer to each other."""
        if not plans:
            return
        self._payloads.write(connection, _payloads(plans))
        self._take_frames(connection, plans)
        self._states(connection, plans)
        _write(connection, CaptureRow, [self._capture(plan) for plan in plans])
        _write(connection, LeafRow, [self._leaf(plan) for plan in plans])
        _resources(connection, plans)
        _frontier(connection, plans)

    def keep(self, connection: Connection, plans: Sequence[Planned]) -> None:
        """Write what was read of payloads that were captured before, and the snapshots that come of it."""
        self._states(connection, plans)
        made = [plan for plan in plans if plan.number is not None and plan.capture.content is not None]
        if made:
            connection.execute(_REREAD_RESOURCE, [_reread_resource(plan) for plan in made])

    def _states(self, connection: Connection, plans: Sequence[Planned]) -> None:
        """Write readings and snapshots: the one door by which a state comes in, captured now or read again."""
        _extractions(connection, plans)
        _snapshots(connection, plans)
        self._index(connection, plans)

    def _index(self, connection: Connection, plans: Sequence[Planned]) -> None:
        """Put what is new into the search index, and say of what was there that it is the latest no more."""
        made = [plan for plan in plans if plan.number is not None]
        older = [plan.resource.snapshot for plan in made if plan.resource.snapshot is not None]
        self._indexer.write(connection, [article for plan in made for article in _searchable(plan)], older)

    def _take_frames(self, connection: Connection, plans: Sequence[Planned]) -> None:
        shown = {}
        for plan in plans:
            content = plan.capture.content
            if content is not None and (content.sidebar or content.navigation):
                shown[plan.seq] = (frame_digest(content), content)
        unknown = {digest: content for digest, content in shown.values() if digest not in self._frames}
        if unknown:
            self._frames |= self._stored_frames(connection, unknown)
        for plan in plans:
            if plan.seq in shown:
                plan.frame = self._frames[shown[plan.seq][0]]

    def _stored_frames(self, connection: Connection, frames: dict[bytes, PageContent]) -> dict[bytes, int]:
        """Return the ids of frames by digest; those not in the archive yet are written."""
        query = select(FrameRow.digest, FrameRow.id).where(FrameRow.portal == self._portal, FrameRow.digest.in_(frames))
        stored = {row.digest: row.id for row in connection.execute(query)}
        fresh = [
            {"portal": self._portal, "digest": digest, "content": frame_to_json(content)}
            for digest, content in frames.items()
            if digest not in stored
        ]
        ids = _write_for_ids(connection, FrameRow, fresh)
        return stored | dict(zip((row["digest"] for row in fresh), ids, strict=True))

    def _capture(self, plan: Planned) -> Row:
        facts = plan.capture.facts
        return {
            "seq": plan.seq,
            "crawl": self._crawl,
            "resource": plan.resource.id,
            "fetch_outcome": facts.outcome,
            "outcome": plan.decision.outcome,
            "url": facts.url,
            "fetched": facts.fetched,
            "seconds": facts.seconds,
            "status": facts.status,
            "reason": plan.reason,
            "redirect": facts.redirect,
            "redirects": list(facts.redirects),
            "tries": facts.tries,
            "flags": list(facts.flags),
            "address": facts.address,
            "http_version": facts.http_version,
            "request_headers": facts.request_headers,
            "headers": facts.response_headers,
            "coding": facts.coding,
            "wire_length": facts.wire_length,
            "charset": asdict(facts.charset) if facts.charset is not None else None,
            "sniffed_type": facts.sniffed_type,
            "payload": plan.address,
            "snapshot": plan.snapshot,
            "frame": plan.frame,
            "extraction": plan.extraction,
        }

    def _leaf(self, plan: Planned) -> Row:
        capture = plan.capture
        leaf = leaf_json(
            seq=plan.seq,
            portal=self._portal,
            url=capture.facts.url,
            crawl=self._crawl,
            fetched=capture.facts.fetched,
            outcome=plan.decision.outcome.value,
            status=capture.facts.status,
            payload=plan.address,
            length=len(capture.payload) if capture.payload is not None else None,
            headers=_headers(capture.facts.response_headers),
            redirect=capture.facts.redirect,
        )
        return {"index": plan.seq - 1, "hash": leaf_hash(leaf)}


def _table(row: type[Base]) -> Table:
    """Return the table of a row class: its statements know no ORM, which costs more than the database does."""
    return cast("Table", row.__table__)


_INSERTS = {mapper.class_: insert(_table(mapper.class_)) for mapper in Base.registry.mappers}
"""Statements are made once: building one costs as much as running it."""

_RETURNING = {
    table: insert(_table(table)).returning(_table(table).c.id, sort_by_parameter_order=True)
    for table in (FrameRow, ExtractionRow, SnapshotRow)
}


def _write(connection: Connection, table: type[Base], rows: list[Row]) -> None:
    if rows:
        connection.execute(_INSERTS[table], rows)


def _write_for_ids(
    connection: Connection, table: type[FrameRow | ExtractionRow | SnapshotRow], rows: list[Row]
) -> list[int]:
    """Write rows and return their ids in the rows' order."""
    if not rows:
        return []
    return list(connection.execute(_RETURNING[table], rows).scalars())


def _headers(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [list(pair) for pair in pairs]


def _payloads(plans: Sequence[Planned]) -> list[NewPayload]:
    return [
        NewPayload(address=plan.address, body=body, resource=plan.resource.id, whole=plan.resource.snapshots > 0)
        for plan in plans
        if plan.address is not None and (body := plan.capture.payload) is not None
    ]


_EXTRACTION_KEY = (
    ExtractionRow.payload,
    ExtractionRow.resource,
    ExtractionRow.parser,
    ExtractionRow.parser_version,
    ExtractionRow.knowledge,
)
_STORED_EXTRACTIONS = select(ExtractionRow.id, *_EXTRACTION_KEY).where(
    ExtractionRow.resource.in_(bindparam("resources", expanding=True)),
    ExtractionRow.payload.in_(bindparam("payloads", expanding=True)),
)


def _extractions(connection: Connection, plans: Sequence[Planned]) -> None:
    """Keep what was read of the payloads; a reading that is there already is pointed at."""
    kept = [(plan, content) for plan in plans if (content := plan.extracted) is not None]
    if not kept:
        return
    asked = {"resources": [plan.resource.id for plan, _ in kept], "payloads": [plan.address for plan, _ in kept]}
    stored = {tuple(row[1:]): row[0] for row in connection.execute(_STORED_EXTRACTIONS, asked)}
    rows = []
    for plan, content in kept:
        values = (plan.address, plan.resource.id, content.reader.name, content.reader.version, plan.capture.knowledge)
        plan.extraction = stored.get(values)
        if plan.extraction is None:
            row = dict(zip((column.key for column in _EXTRACTION_KEY), values, strict=True))
            rows.append((plan, row | {"digest": plan.digest, "content": content_to_json(content)}))
    ids = _write_for_ids(connection, ExtractionRow, [row for _, row in rows])
    for (plan, _), number in zip(rows, ids, strict=True):
        plan.extraction = number


def _snapshots(connection: Connection, plans: Sequence[Planned]) -> None:
    made = [(plan, plan.capture.content) for plan in plans if plan.number is not None]
    new = [(plan, content) for plan, content in made if content is not None]
    ids = _write_for_ids(connection, SnapshotRow, [_snapshot(plan, content) for plan, content in new])
    articles: list[Row] = []
    links: list[Row] = []
    for (plan, content), number in zip(new, ids, strict=True):
        plan.snapshot = number
        articles.extend(_articles(number, content))
        links.extend(_links(number, content))
    _write(connection, ArticleRow, articles)
    _write(connection, LinkRow, links)
    remember(connection, _notes(new))
    again = [plan for plan in plans if plan.decision.snapshot is Snap.SAME]
    _seen_again(connection, [plan for plan in again if plan.address is not None], full=True)
    _seen_again(connection, [plan for plan in again if plan.address is None], full=False)


def _snapshot(plan: Planned, content: PageContent) -> Row:
    first = content.articles[0] if len(content.articles) == 1 else None
    return {
        "resource": plan.resource.id,
        "n": plan.number,
        "digest": plan.digest,
        "cause": plan.decision.cause,
        "extraction": plan.extraction,
        "title": content.title or (first.title if first is not None else None),
        "section": content.section,
        "published": first.published if first is not None else None,
        "first_capture": plan.seq,
        "last_capture": plan.last or plan.seq,
        "last_full": plan.seq,
        "captures": 1,
    }


def _articles(snapshot: int, content: PageContent) -> list[Row]:
    return [
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


def _searchable(plan: Planned) -> Iterator[Article]:
    """Yield the articles of a new snapshot for the search index; the first without a title goes by its page's."""
    content = plan.capture.content
    if content is None or plan.snapshot is None:
        return
    for position, article in enumerate(content.articles):
        yield Article(
            snapshot=plan.snapshot,
            position=position,
            section=content.section,
            kind=content.kind.value,
            title=article.title if article.title is not None or position else content.title,
            body=article.body,
            published=article.published,
            seen=plan.capture.facts.fetched,
        )


def _notes(made: Sequence[tuple[Planned, PageContent]]) -> Iterator[tuple[int, ArticleContent]]:
    """Yield the notes by which pages are found again at another address (a document is its bytes)."""
    for plan, content in made:
        if content.kind is not PageKind.DOCUMENT:
            yield from ((plan.resource.id, article) for article in content.articles)


def _links(snapshot: int, content: PageContent) -> list[Row]:
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


_SEEN = (
    update(SnapshotRow)
    .where(SnapshotRow.id == bindparam("key"))
    .values({"last_capture": bindparam("seq"), "captures": SnapshotRow.captures + 1})
)
_SEEN_FULL = _SEEN.values({"last_full": bindparam("seq")})


def _seen_again(connection: Connection, plans: list[Planned], *, full: bool) -> None:
    """Count captures of the snapshot that was there; `full` where they brought its payload."""
    if not plans:
        return
    statement = _SEEN_FULL if full else _SEEN
    connection.execute(statement, [{"key": plan.snapshot, "seq": plan.seq} for plan in plans])


_UPDATE_RESOURCE = update(_table(ResourceRow)).where(_table(ResourceRow).c.id == bindparam("key"))


def _resources(connection: Connection, plans: Sequence[Planned]) -> None:
    connection.execute(_UPDATE_RESOURCE, [_resource(plan) for plan in plans])


def _resource(plan: Planned) -> Row:
    known, decision, facts = plan.resource, plan.decision, plan.capture.facts
    whole = decision.outcome in SEEN_WHOLE
    content = plan.capture.content
    return {
        "key": known.id,
        "state": decision.state,
        "missing": decision.missing,
        "missing_since": decision.missing_since,
        "kind": content.kind if whole and content is not None else known.kind,
        "snapshots": plan.number or known.snapshots,
        "last_seen": facts.fetched if whole else known.last_seen,
        "last_change": facts.fetched if plan.number is not None else known.last_change,
        "unmodified": known.unmodified + 1 if decision.outcome is CaptureOutcome.NOT_MODIFIED else 0,
        "moved_to": facts.redirect if decision.state is ResourceState.MOVED else None,
    }


_REREAD_RESOURCE = (
    update(_table(ResourceRow))
    .where(_table(ResourceRow).c.id == bindparam("key"))
    .values({"snapshots": bindparam("number"), "kind": bindparam("read_kind")})
)
"""A page that is read otherwise is neither seen nor changed by that."""


def _reread_resource(plan: Planned) -> Row:
    assert plan.capture.content is not None
    return {"key": plan.resource.id, "number": plan.number, "read_kind": plan.capture.content.kind}


_CAPTURED = delete(FrontierRow).where(FrontierRow.resource.in_(bindparam("resources", expanding=True)))


def _frontier(connection: Connection, plans: Sequence[Planned]) -> None:
    """What was captured is due no more; what was skipped stays due for the next crawl."""
    skipped = [plan.resource.id for plan in plans if plan.decision.outcome is CaptureOutcome.SKIPPED]
    captured = [plan.resource.id for plan in plans if plan.decision.outcome is not CaptureOutcome.SKIPPED]
    if skipped:
        connection.execute(update(FrontierRow).where(FrontierRow.resource.in_(skipped)).values(lease=None))
    if captured:
        connection.execute(_CAPTURED, {"resources": captured})
