"""The account of one crawl: every URL that was due, by outcome, with the reason where nothing was stored."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from archive.crawls import crawl_of
from archive.models import CaptureRow, CrawlRow, ExtractionRow, FrontierRow, ResourceRow
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, CrawlStatus
from archive.types import Crawl, Json, crawl_json

NOT_ASKED = frozenset({CaptureOutcome.SKIPPED, CaptureOutcome.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """One crawl's account; `due` is the sum of `outcomes`."""

    crawl: Crawl
    outcomes: dict[CaptureOutcome, int]
    urls: tuple[Json, ...]
    health: Json
    politeness: Json

    def to_json(self) -> Json:
        """Return the contract's JSON."""
        return {
            "crawl": crawl_json(self.crawl),
            "due": sum(self.outcomes.values()),
            "outcomes": {outcome.value: count for outcome, count in self.outcomes.items()},
            "urls": list(self.urls),
            "health": self.health,
            "politeness": self.politeness,
        }


def crawl_report(connection: Connection, seq: int, *, whole: bool = False) -> CrawlReport:
    """Return the account of a crawl; `whole` lists stored pages too. Raises NotThere."""
    crawl = crawl_of(connection, seq)
    rows = connection.execute(
        select(CaptureRow.__table__).where(CaptureRow.crawl == seq).order_by(CaptureRow.seq)
    ).all()
    urls = [_url(row) for row in rows if whole or CaptureOutcome(row.outcome) not in SEEN_WHOLE]
    outcomes = dict(crawl.counts)
    for url in _still_due(connection, crawl):
        outcomes[CaptureOutcome.SKIPPED] += 1
        urls.append(url)
    return CrawlReport(
        crawl=crawl,
        outcomes=outcomes,
        urls=tuple(urls),
        health=_health(connection, seq),
        politeness=_politeness(rows),
    )


def _url(row: Any) -> Json:
    return {
        "url": row.url,
        "outcome": row.outcome,
        "status": row.status,
        "reason": row.reason,
        "flags": row.flags,
        "redirects": [*row.redirects, *([row.redirect] if row.redirect else [])],
        "seconds": round(row.seconds, 6),
        "bytes": row.wire_length,
    }


def _still_due(connection: Connection, crawl: Crawl) -> list[Json]:
    """What a crawl that can go on has not got to: skipped for now."""
    settled = connection.execute(select(CrawlRow.settled).where(CrawlRow.seq == crawl.seq)).scalar_one()
    if settled:
        return []
    query = (
        select(ResourceRow.url)
        .join(FrontierRow, FrontierRow.resource == ResourceRow.id)
        .where(FrontierRow.portal == crawl.portal)
        .order_by(FrontierRow.due)
    )
    words = "the crawl is running" if crawl.status is CrawlStatus.RUNNING else "interrupted; the same command resumes"
    return [
        {
            "url": url,
            "outcome": CaptureOutcome.SKIPPED.value,
            "status": None,
            "reason": words,
            "flags": [],
            "redirects": [],
            "seconds": 0.0,
            "bytes": None,
        }
        for url in connection.execute(query).scalars()
    ]


def _health(connection: Connection, seq: int) -> Json:
    """Count the pages read anew in the crawl, and those a person should look at."""
    query = (
        select(ExtractionRow.content)
        .join(CaptureRow, CaptureRow.extraction == ExtractionRow.id)
        .where(CaptureRow.crawl == seq)
    )
    health = {"pages": 0, "without_title": 0, "without_body": 0, "with_warnings": 0}
    for content in connection.execute(query).scalars():
        articles = content["articles"]
        health["pages"] += 1
        health["without_title"] += not content["title"]
        health["without_body"] += bool(articles) and not any(article["body"] for article in articles)
        health["with_warnings"] += bool(content["warnings"])
    return {"extraction": health}


def _politeness(rows: Any) -> Json:
    sent = sorted(row.fetched for row in rows if CaptureOutcome(row.outcome) not in NOT_ASKED)
    gaps = [(after - before).total_seconds() for before, after in pairwise(sent)]
    return {
        "min_gap": round(min(gaps), 6) if gaps else None,
        "median_gap": round(statistics.median(gaps), 6) if gaps else None,
    }
