"""`kronika stats`: how large an archive is, what takes the room, and what it will take in a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from archive.models import CaptureRow, CrawlRow, DictionaryRow, PayloadRow, ResourceRow
from archive.terms.clock import format_time
from archive.types import Json

WINDOW = timedelta(days=90)
"""What the present rate is taken from: the time before the last crawl's end."""

SHORTEST = timedelta(hours=1)

YEAR = timedelta(days=365)


@dataclass(slots=True)
class Share:
    """Payloads first seen in a year on resources of one kind; `stored` bytes of the `length` they have uncompressed."""

    kind: str | None
    year: int
    payloads: int = 0
    length: int = 0
    stored: int = 0

    def to_json(self) -> Json:
        """Return it for JSON."""
        return {
            "kind": self.kind,
            "year": self.year,
            "payloads": self.payloads,
            "length": self.length,
            "stored": self.stored,
            "bytes_per_state": round(self.stored / self.payloads, 1),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a year adds if it goes on as between two moments: payloads, and bytes of them."""

    since: datetime
    until: datetime
    payloads: int
    stored: int

    def to_json(self) -> Json:
        """Return it for JSON."""
        return {
            "since": format_time(self.since),
            "until": format_time(self.until),
            "payloads": self.payloads,
            "stored": self.stored,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """The payloads of an archive; `stored` counts dictionaries too. `forecast` is None before a portal's second crawl."""

    payloads: int
    length: int
    stored: int
    captures: int
    dictionaries: int
    dictionary_bytes: int
    file: int | None
    shares: tuple[Share, ...]
    forecast: Forecast | None

    @property
    def bytes_per_state(self) -> float | None:
        """Return bytes stored, dictionaries among them, for each state kept."""
        return round(self.stored / self.payloads, 1) if self.payloads else None

    def to_json(self) -> Json:
        """Return it as `kronika stats --json` prints it."""
        return {
            "payloads": self.payloads,
            "length": self.length,
            "stored": self.stored,
            "bytes_per_state": self.bytes_per_state,
            "captures": self.captures,
            "dictionaries": {"count": self.dictionaries, "stored": self.dictionary_bytes},
            "file": self.file,
            "kinds": [share.to_json() for share in self.shares],
            "forecast": self.forecast.to_json() if self.forecast is not None else None,
        }


def stats_of(connection: Connection, *, file: int | None) -> Stats:
    """Return the stats of an archive; `file` is the size of its file in bytes."""
    spans = _spans(connection)
    shares: dict[tuple[int, str], Share] = {}
    for row in connection.execution_options(yield_per=1000).execute(_FIRST_SIGHTS):
        year = row.fetched.year
        share = shares.setdefault((year, row.kind or ""), Share(row.kind, year))
        share.payloads += 1
        share.length += row.length
        share.stored += row.stored
        span = spans.get(row.portal)
        if span is not None and row.crawl > span.first and row.fetched >= span.since:
            span.payloads += 1
            span.stored += row.stored
    dictionaries, dictionary_bytes = connection.execute(_DICTIONARIES).one()
    whole = [shares[key] for key in sorted(shares)]
    return Stats(
        payloads=sum(share.payloads for share in whole),
        length=sum(share.length for share in whole),
        stored=sum(share.stored for share in whole) + int(dictionary_bytes),
        captures=int(connection.execute(select(func.count()).select_from(CaptureRow)).scalar_one()),
        dictionaries=int(dictionaries),
        dictionary_bytes=int(dictionary_bytes),
        file=file,
        shares=tuple(whole),
        forecast=_forecast(list(spans.values())),
    )


_FIRST_SIGHTS = (
    select(
        CaptureRow.crawl,
        CaptureRow.fetched,
        ResourceRow.portal,
        ResourceRow.kind,
        PayloadRow.length,
        func.length(PayloadRow.stored).label("stored"),
    )
    .join(ResourceRow, ResourceRow.id == CaptureRow.resource)
    .join(PayloadRow, PayloadRow.sha256 == CaptureRow.payload)
    .where(
        CaptureRow.seq.in_(
            select(func.min(CaptureRow.seq)).where(CaptureRow.payload.is_not(None)).group_by(CaptureRow.payload)
        )
    )
)
_DICTIONARIES = select(func.count(), func.coalesce(func.sum(func.length(PayloadRow.stored)), 0)).where(
    PayloadRow.sha256.in_(select(DictionaryRow.payload))
)


@dataclass(slots=True)
class _Span:
    """What a portal's crawls after its first brought between two moments."""

    first: int
    since: datetime
    until: datetime
    payloads: int = 0
    stored: int = 0


def _spans(connection: Connection) -> dict[str, _Span]:
    """Return the time in question for each portal that was crawled again an hour after its first crawl, or later.

    What the first crawl brought stood there before: it is no rate, and what minutes bring says nothing of a year.
    """
    query = (
        select(CrawlRow.portal, CrawlRow.seq, CrawlRow.finished)
        .where(CrawlRow.finished.is_not(None))
        .order_by(CrawlRow.seq)
    )
    ended: defaultdict[str, list[tuple[int, datetime]]] = defaultdict(list)
    for row in connection.execute(query):
        ended[row.portal].append((row.seq, row.finished))
    spans = {}
    for portal, crawls in ended.items():
        (first, begin), (_, until) = crawls[0], crawls[-1]
        if until - begin >= SHORTEST:
            spans[portal] = _Span(first, max(begin, until - WINDOW), until)
    return spans


def _forecast(spans: list[_Span]) -> Forecast | None:
    if not spans:
        return None
    return Forecast(
        since=min(span.since for span in spans),
        until=max(span.until for span in spans),
        payloads=round(sum(span.payloads * (YEAR / (span.until - span.since)) for span in spans)),
        stored=round(sum(span.stored * (YEAR / (span.until - span.since)) for span in spans)),
    )
