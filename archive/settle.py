"""Settles a crawl at its end: which one is the baseline. UNFINISHED: it states no changes yet (needs archive.diffs)."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from archive.models import CrawlRow


def settle(connection: Connection, seq: int) -> None:
    """Mark a crawl settled, and as the baseline where it is the portal's first complete one; twice does no harm."""
    crawl = connection.execute(select(CrawlRow.__table__).where(CrawlRow.seq == seq)).one()
    if crawl.settled:
        return
    earlier = select(CrawlRow.seq).where(CrawlRow.portal == crawl.portal, CrawlRow.baseline.is_(True))
    baseline = crawl.complete and connection.execute(earlier).first() is None
    connection.execute(update(CrawlRow).where(CrawlRow.seq == seq).values(settled=True, baseline=baseline))
