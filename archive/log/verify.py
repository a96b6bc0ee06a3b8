"""Verifies an archive: every payload's digest, every row's leaf, and the tree heads stored at each crawl's end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from archive.db import Archive
from archive.errors import DamagedPayload, LostBasis, NotAnArchive
from archive.log.leaf import leaf_hash, leaf_json
from archive.log.tree import TreeHead
from archive.models import CaptureRow, CrawlRow, LeafRow, PayloadRow, ResourceRow, SnapshotRow
from archive.payloads import PayloadReader, with_anchors
from archive.search.rebuild import IndexReport, check_index
from archive.types import Json

BATCH = 200
Watch = Callable[[int], None]


@dataclass(slots=True)
class VerifyReport:
    """What was checked and what was found; `problems` are sentences."""

    checked: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    size: int = 0
    root: bytes = b""
    consistent: bool = True
    problems: list[str] = field(default_factory=list)
    index: IndexReport | None = None

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.damaged or self.missing or self.problems) and self.consistent

    def to_json(self) -> Json:
        """Return the contract's JSON."""
        return {
            "ok": self.ok,
            "payloads": {"checked": self.checked, "damaged": self.damaged, "missing": self.missing},
            "log": {"size": self.size, "root": f"sha256:{self.root.hex()}", "consistent": self.consistent},
            "index": {"articles": self.index.articles, "compared": self.index.compared} if self.index else None,
            "problems": self.problems,
        }


def verify(archive: Archive, *, deep: bool = False, watch: Watch | None = None) -> VerifyReport:
    """Check an archive and return what was found; `deep` also has the database check its own pages and its search index.

    `watch` is told the number of payloads checked so far.
    """
    report = VerifyReport()
    try:
        with archive.reading() as connection:
            _database(connection, report, deep=deep)
            _payloads(connection, report, watch)
            _log(connection, report)
            _snapshots(connection, report)
        report.index = check_index(archive, deep=deep)
        report.problems.extend(report.index.problems)
    except NotAnArchive as error:
        report.problems.append(str(error))
        report.consistent = False
    return report


def _database(connection: Connection, report: VerifyReport, *, deep: bool) -> None:
    if connection.dialect.name != "sqlite":
        return
    check = "integrity_check" if deep else "quick_check"
    words = connection.exec_driver_sql(f"PRAGMA {check}").scalars().all()
    report.problems.extend(f"the database file is damaged: {word}" for word in words if word != "ok")


def _payloads(connection: Connection, report: VerifyReport, watch: Watch | None) -> None:
    """Read every payload; what cannot be read for one lost dictionary or anchor is one problem."""
    reader = PayloadReader(connection, afresh=True)
    hanging: defaultdict[bytes, list[LostBasis]] = defaultdict(list)
    for row in connection.execute(with_anchors(), execution_options={"yield_per": BATCH}):
        name = f"sha256:{row.sha256.hex()}"
        report.checked += 1
        try:
            if len(reader.read(row)) != row.length:
                report.damaged.append(name)
                report.problems.append(f"the payload {name} has another length than its row says")
        except LostBasis as error:
            report.damaged.append(name)
            hanging[error.basis].append(error)
        except DamagedPayload as error:
            report.damaged.append(name)
            report.problems.append(str(error))
        if watch is not None:
            watch(report.checked)
    report.problems.extend(_hanging(errors) for errors in hanging.values())
    _absent(connection, report)


def _hanging(errors: list[LostBasis]) -> str:
    more = len(errors) - 1
    return f"{errors[0]} ({more} other payloads hang on it)" if more else str(errors[0])


def _absent(connection: Connection, report: VerifyReport) -> None:
    """Name payloads that captures show, or others hang on, and that are not there."""
    basis = PayloadRow.__table__.alias()
    for column in (basis.c.dictionary, basis.c.anchor):
        lost = (
            select(column)
            .outerjoin(PayloadRow, PayloadRow.sha256 == column)
            .where(column.is_not(None), PayloadRow.sha256.is_(None))
            .distinct()
        )
        report.missing.extend(f"sha256:{address.hex()}" for address in connection.execute(lost).scalars())
    absent = (
        select(CaptureRow.payload)
        .outerjoin(PayloadRow, PayloadRow.sha256 == CaptureRow.payload)
        .where(CaptureRow.payload.is_not(None), PayloadRow.sha256.is_(None))
        .distinct()
    )
    for address in connection.execute(absent).scalars():
        if address is None or f"sha256:{address.hex()}" in report.missing:
            continue
        report.missing.append(f"sha256:{address.hex()}")
        report.problems.append(f"the payload sha256:{address.hex()} is missing; restore a copy")


def _log(connection: Connection, report: VerifyReport) -> None:
    """Recompute each capture's leaf from its row, the tree from the leaves, and hold every stored root against it."""
    heads: defaultdict[int, list[Any]] = defaultdict(list)
    for head in _heads(connection):
        heads[head.log_size].append(head)
    tree = TreeHead()
    computed = _computed(connection)
    number, leaf = next(computed, (None, b""))
    query = select(LeafRow.index.label("place"), LeafRow.hash).order_by(LeafRow.index)
    for row in connection.execute(query, execution_options={"yield_per": BATCH}):
        if row.place != tree.size:
            _fault(report, f"the log has no leaf {tree.size}; rows were deleted")
            break
        _compare_leaf(report, row.place, row.hash, number, leaf)
        if number == row.place:
            number, leaf = next(computed, (None, b""))
        tree.extend([row.hash])
        _hold(report, heads.pop(tree.size, []), tree)
    if number is not None:
        _fault(report, f"the capture {number + 1} is in no leaf of the log; a row was added")
    for head in (head for rows in heads.values() for head in rows if head.log_size):
        _fault(report, f"crawl {head.seq} ended with a log of {head.log_size} leaves, now there are {tree.size}")
    report.size, report.root = tree.size, tree.root()


def _compare_leaf(report: VerifyReport, place: int, recorded: bytes, number: int | None, leaf: bytes) -> None:
    if number != place:
        _fault(report, f"the capture {place + 1} that the log recorded is not there; a row was deleted")
    elif leaf != recorded:
        _fault(report, f"the capture {place + 1} is not as the log recorded it; a row was edited")


def _heads(connection: Connection) -> list[Any]:
    query = select(CrawlRow.seq, CrawlRow.log_size, CrawlRow.log_root).where(CrawlRow.log_size.is_not(None))
    return list(connection.execute(query.order_by(CrawlRow.seq)))


def _hold(report: VerifyReport, heads: list[Any], tree: TreeHead) -> None:
    root = tree.root() if heads else b""
    for head in heads:
        if head.log_root != root:
            _fault(report, f"the log's root at the end of crawl {head.seq} is not the one stored then")


def _computed(connection: Connection) -> Iterator[tuple[int, bytes]]:
    """Yield (index, leaf hash) of each capture row as it stands now."""
    query = (
        select(CaptureRow.__table__, ResourceRow.portal, PayloadRow.length)
        .join(ResourceRow, ResourceRow.id == CaptureRow.resource)
        .outerjoin(PayloadRow, PayloadRow.sha256 == CaptureRow.payload)
        .order_by(CaptureRow.seq)
    )
    for row in connection.execute(query, execution_options={"yield_per": BATCH}):
        leaf = leaf_json(
            seq=row.seq,
            portal=row.portal,
            url=row.url,
            crawl=row.crawl,
            fetched=row.fetched,
            outcome=row.outcome,
            status=row.status,
            payload=row.payload,
            length=row.length,
            headers=row.headers,
            redirect=row.redirect,
        )
        yield row.seq - 1, leaf_hash(leaf)


def _fault(report: VerifyReport, sentence: str) -> None:
    report.consistent = False
    report.problems.append(sentence)


def _snapshots(connection: Connection, report: VerifyReport) -> None:
    """Find resources whose snapshots are not numbered 1 to their count."""
    counted = (
        select(ResourceRow.url, ResourceRow.snapshots, SnapshotRow.n)
        .outerjoin(SnapshotRow, SnapshotRow.resource == ResourceRow.id)
        .order_by(ResourceRow.id, SnapshotRow.n)
    )
    numbers: dict[str, tuple[int, list[int]]] = {}
    for row in connection.execute(counted):
        numbers.setdefault(row.url, (row.snapshots, []))[1].extend([row.n] if row.n is not None else [])
    for url, (count, found) in numbers.items():
        if found != list(range(1, count + 1)):
            report.problems.append(f"{url} should have snapshots 1 to {count} and has {found}")
