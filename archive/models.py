"""The tables of an archive. Keys are decided (docs/architecture.md); the schema itself is made by the migrations.

Integers inside: times are microseconds since 1970 UTC, digests are 32 raw bytes, words are the enums' values.
`(portal, urlkey)` is the identity of a resource, `(crawl, resource)` that of a capture.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from archive.terms.clock import from_micros, to_micros
from archive.terms.outcomes import ChangeCause

BigKey = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime kept as an integer of microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a datetime into microseconds."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a datetime."""
        return None if value is None else from_micros(value)


class Base(DeclarativeBase):
    """Root of the tables; names constraints so that migrations can find them."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, bytes: LargeBinary, date: Date}


class PortalRow(Base):
    """A portal that was crawled into this archive, as last declared."""

    __tablename__ = "portals"
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    hosts: Mapped[list[str]] = mapped_column(JSON)
    seeds: Mapped[list[str]] = mapped_column(JSON)
    delay: Mapped[float]


class KnowledgeRow(Base):
    """What a portal's pages had taught of their template when a crawl ended; never altered, numbered from 1."""

    __tablename__ = "knowledge"
    portal: Mapped[str] = mapped_column(ForeignKey("portals.name"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The parsers' own, opaque here."""


class CrawlRow(Base):
    """One run over a portal. `due` counts are derived; `log_size`/`log_root` are the tree head at its end."""

    __tablename__ = "crawls"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    portal: Mapped[str] = mapped_column(ForeignKey("portals.name"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    complete: Mapped[bool] = mapped_column(default=False)
    """Ran to its end without a `--limit` cutting it."""
    baseline: Mapped[bool] = mapped_column(default=False)
    knowledge: Mapped[int] = mapped_column(default=0)
    """What its pages are read with: the latest when it began, also after a resume."""
    settled: Mapped[bool] = mapped_column(default=False)
    """Its changes are written."""
    resumed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Was interrupted or killed, and gone on with."""
    log_size: Mapped[int | None]
    log_root: Mapped[bytes | None]


class ResourceRow(Base):
    """One original page or file; `snapshots` is the number of the latest snapshot, 0 before the first."""

    __tablename__ = "resources"
    __table_args__ = (UniqueConstraint("portal", "urlkey"), Index("ix_resources_urlkey", "urlkey"))
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    portal: Mapped[str] = mapped_column(ForeignKey("portals.name"))
    url: Mapped[str] = mapped_column(Text)
    urlkey: Mapped[str] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    found_by: Mapped[str] = mapped_column(String(20))
    found_crawl: Mapped[int] = mapped_column(ForeignKey("crawls.seq"))
    moved_to: Mapped[str | None] = mapped_column(Text)
    snapshots: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    """Answers 404 in a row, for `gone_after`; back to 0 at any whole sight."""
    missing_since: Mapped[datetime | None]
    unmodified: Mapped[int] = mapped_column(default=0)
    """Answers 304 in a row, so that a lying validator is found out by a full fetch now and then."""
    last_seen: Mapped[datetime | None]
    """When it was last seen whole (200 or a believed 304)."""
    last_change: Mapped[datetime | None]


class FrontierRow(Base):
    """What is due. A row goes in the transaction of its capture; `lease` is the crawl that has it in hand."""

    __tablename__ = "frontier"
    __table_args__ = (Index("ix_frontier_due", "portal", "lease", "due"),)
    resource: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True, autoincrement=False)
    portal: Mapped[str] = mapped_column(ForeignKey("portals.name"))
    due: Mapped[int] = mapped_column(BigInteger)
    """Order in which it is handed out, smallest first."""
    lease: Mapped[int | None]
    found_by: Mapped[str] = mapped_column(String(20))
    chain: Mapped[list[str]] = mapped_column(JSON)


class PayloadRow(Base):
    """The bytes of a body, addressed by the sha256 of the uncompressed bytes; `length` is theirs."""

    __tablename__ = "payloads"
    __table_args__ = (
        # On PostgreSQL it has the same condition, by its migration: to say so here would load that dialect at every start.
        Index("ix_payloads_unlearned", "sha256", sqlite_where=text("dictionary IS NULL AND codec = 'zstd'")),
    )
    sha256: Mapped[bytes] = mapped_column(primary_key=True)
    length: Mapped[int] = mapped_column(BigInteger)
    codec: Mapped[str] = mapped_column(String(20))
    dictionary: Mapped[bytes | None] = mapped_column(ForeignKey("payloads.sha256"))
    anchor: Mapped[bytes | None] = mapped_column(ForeignKey("payloads.sha256"))
    stored: Mapped[bytes]


class DictionaryRow(Base):
    """What a portal's new payloads are made small with; the dictionary is itself a payload, which is never altered."""

    __tablename__ = "dictionaries"
    portal: Mapped[str] = mapped_column(ForeignKey("portals.name"), primary_key=True)
    payload: Mapped[bytes] = mapped_column(ForeignKey("payloads.sha256"))


class FrameRow(Base):
    """A state of the portal's frame: ordered sidebar and navigation links, shared by all captures that showed it."""

    __tablename__ = "frames"
    __table_args__ = (UniqueConstraint("portal", "digest"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    portal: Mapped[str] = mapped_column(ForeignKey("portals.name"))
    digest: Mapped[bytes]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`{"sidebar": [{url, text, image}], "navigation": [{url, text}]}`"""


class ExtractionRow(Base):
    """What a reader made of a payload at an address: the page's content without its frame, in display form."""

    __tablename__ = "extractions"
    __table_args__ = (UniqueConstraint("payload", "resource", "parser", "parser_version", "knowledge"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    payload: Mapped[bytes] = mapped_column(ForeignKey("payloads.sha256"))
    resource: Mapped[int] = mapped_column(ForeignKey("resources.id"), index=True)
    parser: Mapped[str] = mapped_column(String(100))
    parser_version: Mapped[int]
    knowledge: Mapped[int]
    digest: Mapped[bytes]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class ReparseRow(Base):
    """How far the stored captures of a portal were read again by a reader with a knowledge, those since a time (0: all).

    Captures up to `after` are done; of those up to `upto`, the resources up to `resource`.
    """

    __tablename__ = "reparses"
    portal: Mapped[str] = mapped_column(ForeignKey("portals.name"), primary_key=True)
    reader: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    knowledge: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    after: Mapped[int] = mapped_column(BigInteger)
    upto: Mapped[int] = mapped_column(BigInteger)
    resource: Mapped[int] = mapped_column(BigInteger)


class SnapshotRow(Base):
    """One content state of a resource in the order seen; shown from `extraction`."""

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("resource", "n"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    resource: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    n: Mapped[int]
    digest: Mapped[bytes] = mapped_column(index=True)
    cause: Mapped[str] = mapped_column(String(20))
    extraction: Mapped[int] = mapped_column(ForeignKey("extractions.id"))
    title: Mapped[str | None] = mapped_column(Text)
    section: Mapped[str | None] = mapped_column(Text)
    published: Mapped[date | None]
    first_capture: Mapped[int] = mapped_column(BigInteger)
    last_capture: Mapped[int] = mapped_column(BigInteger)
    last_full: Mapped[int] = mapped_column(BigInteger)
    """The latest capture that showed it with a payload: its validators are asked with, its bytes are shown."""
    captures: Mapped[int] = mapped_column(default=1)
    """How many captures showed it (304 included)."""


class CaptureRow(Base):
    """What came of one resource in one crawl; never altered afterwards. `seq` - 1 is its index in the log."""

    __tablename__ = "captures"
    __table_args__ = (UniqueConstraint("crawl", "resource"), Index("ix_captures_resource", "resource", "seq"))
    seq: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    crawl: Mapped[int] = mapped_column(ForeignKey("crawls.seq"))
    resource: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    fetch_outcome: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(Text)
    fetched: Mapped[datetime]
    seconds: Mapped[float]
    status: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text)
    redirect: Mapped[str | None] = mapped_column(Text)
    redirects: Mapped[list[str]] = mapped_column(JSON)
    tries: Mapped[int]
    flags: Mapped[list[str]] = mapped_column(JSON)
    address: Mapped[str | None] = mapped_column(String(100))
    http_version: Mapped[str | None] = mapped_column(String(20))
    request_headers: Mapped[list[list[str]]] = mapped_column(JSON)
    headers: Mapped[list[list[str]]] = mapped_column(JSON)
    coding: Mapped[str] = mapped_column(String(100))
    wire_length: Mapped[int | None] = mapped_column(BigInteger)
    charset: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    sniffed_type: Mapped[str | None] = mapped_column(String(200))
    payload: Mapped[bytes | None] = mapped_column(ForeignKey("payloads.sha256"), index=True)
    snapshot: Mapped[int | None] = mapped_column(ForeignKey("snapshots.id"), index=True)
    frame: Mapped[int | None] = mapped_column(ForeignKey("frames.id"))
    extraction: Mapped[int | None] = mapped_column(ForeignKey("extractions.id"))


class LeafRow(Base):
    """The RFC 6962 leaf hash of each capture, in order; `index` counts from 0."""

    __tablename__ = "leaves"
    index: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    hash: Mapped[bytes]


class ArticleRow(Base):
    """A dated item of a snapshot, for search and comparison; `digest` covers it without its page."""

    __tablename__ = "articles"
    snapshot: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[bytes] = mapped_column(index=True)
    title: Mapped[str | None] = mapped_column(Text)
    published: Mapped[date | None]
    published_text: Mapped[str | None] = mapped_column(Text)
    updated: Mapped[date | None]
    updated_text: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class LinkRow(Base):
    """A link of a snapshot's content; `zone` is `body`, `attachment` or `entry`."""

    __tablename__ = "links"
    __table_args__ = (Index("ix_links_url", "url"),)
    snapshot: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), primary_key=True, autoincrement=False)
    zone: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    url: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class ChangeRow(Base):
    """What happened to a resource (or to the portal's frame) between two sights of it."""

    __tablename__ = "changes"
    seq: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    crawl: Mapped[int] = mapped_column(ForeignKey("crawls.seq"), index=True)
    resource: Mapped[int | None] = mapped_column(ForeignKey("resources.id"), index=True)
    """None for a change of the portal's frame."""
    url: Mapped[str] = mapped_column(Text)
    from_n: Mapped[int | None]
    to_n: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(20))
    not_before: Mapped[datetime | None]
    not_after: Mapped[datetime]
    silent: Mapped[bool | None]
    old_url: Mapped[str | None] = mapped_column(Text)
    attachment_url: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int | None]
    article: Mapped[int] = mapped_column(default=0)
    fields: Mapped[list[str]] = mapped_column(JSON)
    summary: Mapped[str] = mapped_column(Text)
    significance: Mapped[float]
    classes: Mapped[list[str]] = mapped_column(JSON)
    cause: Mapped[str] = mapped_column(String(20), default=ChangeCause.CONTENT, server_default="content")
    findings: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default="[]")
    """`[{"finding", "why"}]`: what the declared and the observed make together."""
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    """The captures, times and printed texts that it rests on (`archive.declared`)."""
    why: Mapped[str | None] = mapped_column(Text)
    """Why two addresses hold one note, or pages one edit."""
    stated: Mapped[datetime | None] = mapped_column(index=True)
    """When the capture came that it follows from: after `not_after` where a page was missing for some crawls first."""


class ReviewRow(Base):
    """What a person thinks of a change; never altered, a later one of the same person stands beside it."""

    __tablename__ = "reviews"
    seq: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    change: Mapped[int] = mapped_column(ForeignKey("changes.seq"), index=True)
    verdict: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)
    reviewer: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class ShingleRow(Base):
    """A number of the sketch of an article that a resource showed: pages that share some may hold one note."""

    __tablename__ = "shingles"
    __table_args__ = ({"sqlite_with_rowid": False},)
    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    resource: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True, autoincrement=False)


Word = Text().with_variant(Text(collation="C"), "postgresql")
"""Compared sign by sign in every database, so that a span of words is that of a beginning."""


class IndexStateRow(Base):
    """The state of the search index: the one row with id 1."""

    __tablename__ = "index_state"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    whole: Mapped[bool]
    """It holds every article; `kronika reindex` makes it so."""
    engine: Mapped[str | None] = mapped_column(String(200))
    """What analysed the words of `forms`: programs and dictionary with their versions."""


class IndexedRow(Base):
    """An article that the search index holds under `id`: its day (of publication, else of first sight) before a count.

    So that what is newest comes first without sorting; see `archive.search.index`.
    """

    __tablename__ = "indexed"
    __table_args__ = (UniqueConstraint("snapshot", "position"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    snapshot: Mapped[int] = mapped_column(ForeignKey("snapshots.id"))
    position: Mapped[int]
    dated: Mapped[bool]
    """The day is that of publication."""
    section: Mapped[str | None] = mapped_column(Text)
    """In lower case by Python, which knows more than ASCII."""
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[int]
    """Words of title and body, cut at white space."""


class SupersededRow(Base):
    """An indexed article (its id) of a snapshot that is its resource's latest no more: a column less for searches to read."""

    __tablename__ = "superseded"
    id: Mapped[int] = mapped_column(ForeignKey("indexed.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


class NewFormRow(Base):
    """A word that the index has and nobody has analysed yet; kept in the order written, which costs a crawl least."""

    __tablename__ = "new_forms"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    form: Mapped[str] = mapped_column(Text)


class NewTextRow(Base):
    """An indexed article whose amounts and dates nobody has read yet; kept in the order written, as new words are."""

    __tablename__ = "new_texts"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    article: Mapped[int] = mapped_column(BigKey)


class MentionRow(Base):
    """What an indexed article mentions: of kind `amount` grosze, of kind `date` days (ordinals, 1 for 0001-01-01)."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_kind", "kind", "high", "low", "article"), {"sqlite_with_rowid": False})
    article: Mapped[int] = mapped_column(ForeignKey("indexed.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    low: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    high: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    """The same as `low`, but for a span of days."""


class FormRow(Base):
    """An analysed word of the index, in lower case; `folded` is it without diacritics, None where that is the same."""

    __tablename__ = "forms"
    __table_args__ = (
        Index("ix_forms_folded", "folded", sqlite_where=text("folded IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )
    form: Mapped[str] = mapped_column(Word, primary_key=True)
    folded: Mapped[str | None] = mapped_column(Word)


class VocabRow(Base):
    """A lemma and a form of it that the index has."""

    __tablename__ = "vocab"
    __table_args__ = ({"sqlite_with_rowid": False},)
    lemma: Mapped[str] = mapped_column(Word, primary_key=True)
    form: Mapped[str] = mapped_column(Word, primary_key=True)


class ScheduleRow(Base):
    """A recurring crawl of a portal, which need not have been crawled yet."""

    __tablename__ = "schedules"
    portal: Mapped[str] = mapped_column(String(200), primary_key=True)
    every: Mapped[str] = mapped_column(String(20))
    window: Mapped[str | None] = mapped_column(String(20))
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`{"seeds": [], "allow_private": false, "delay": null, "gone_after": null}`"""
    first_due: Mapped[datetime]
    """A calendar rhythm keeps its wall time."""
    next_due: Mapped[datetime]
    paused: Mapped[bool]
    open_run: Mapped[datetime | None]
    """When the run began that has not ended; left behind by a kill, it is gone on with."""
    last_run: Mapped[datetime | None]
    last_outcome: Mapped[str | None] = mapped_column(Text)
