"""Reads the amounts and dates that indexed articles mention, off the crawl's path, for `amount:` and `mentions:`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Date, delete, func, insert, select, text

from archive.db import Archive
from archive.models import MentionRow, NewTextRow
from archive.search.query import Query
from archive.search.ranges import Money, Span, in_grosze, read_span
from pipelines.polish.mention import Mention
from pipelines.polish.mentioned import mentioned_dates
from pipelines.polish.numbers import amounts

CHUNK = 500
"""Articles read in one transaction."""

AMOUNT = "amount"
DATE = "date"

_NEXT = text("""
SELECT t.id, t.article, coalesce(a.title, CASE a.position WHEN 0 THEN s.title END, '') AS title, a.body, a.published
FROM new_texts t JOIN indexed i ON i.id = t.article
JOIN articles a ON a.snapshot = i.snapshot AND a.position = i.position JOIN snapshots s ON s.id = i.snapshot
ORDER BY t.id LIMIT :most
""").columns(published=Date())


def unread(connection: Connection) -> int:
    """Return how many indexed articles wait to be read."""
    return connection.execute(select(func.count()).select_from(NewTextRow.__table__)).scalar_one()


def read_mentions(archive: Archive, watch: Callable[[int, int], None] | None = None) -> int:
    """Read the articles that wait for it; return how many. Interrupted, the next call goes on.

    `watch` is told how many are done and how many there were.
    """
    with archive.reading() as connection:
        total = unread(connection)
    done = 0
    while count := _read_chunk(archive):
        done += count
        if watch is not None:
            watch(done, total)
    return done


def _read_chunk(archive: Archive) -> int:
    """Read some articles and write what they mention; the work itself is done before the write lock is taken."""
    with archive.reading() as connection:
        rows = connection.execute(_NEXT, {"most": CHUNK}).all()
    if not rows:
        return 0
    found = [
        {"article": row.article, "kind": kind, "low": low, "high": high}
        for row in rows
        for kind, low, high in sorted(set(_ranges(row)))
    ]
    with archive.writing() as connection:
        if found:
            connection.execute(insert(MentionRow), found)
        connection.execute(delete(NewTextRow).where(NewTextRow.id.in_([row.id for row in rows])))
    return len(rows)


def _ranges(row: Any) -> Iterator[tuple[str, int, int]]:
    for part in (row.title, row.body):
        for one in amounts(part):
            assert isinstance(one.value, Decimal)
            value = in_grosze(one.value)
            yield AMOUNT, value, value
        for one in mentioned_dates(part, row.published):
            days = days_of(one)
            if days is not None:
                yield DATE, *days


def days_of(mention: Mention) -> tuple[int, int] | None:
    """Return the first and last day (ordinals) that a mentioned date stands for, None where its year is not known."""
    value = mention.value
    if isinstance(value, date):
        return value.toordinal(), value.toordinal()
    span = read_span(value.replace("/", "..")) if isinstance(value, str) else None
    if span is None or span.first is None or span.last is None or span.last < span.first:
        return None
    return span.first.toordinal(), span.last.toordinal()


def spans_meant(words: str, query: Query, published: date | None) -> list[tuple[int, int]]:
    """Return where in a text the amounts and dates stand that a query asks for."""
    found: list[tuple[int, int]] = []
    if query.amount is not None:
        found += [(one.start, one.end) for one in amounts(words) if _is_amount(one, query.amount)]
    if query.mentions is not None:
        for one in mentioned_dates(words, published):
            days = days_of(one)
            if days is not None and _meet(days, query.mentions):
                found.append((one.start, one.end))
    return found


def _is_amount(one: Mention, money: Money) -> bool:
    value = in_grosze(Decimal(str(one.value)))
    return (money.low is None or money.low <= value) and (money.high is None or value <= money.high)


def _meet(days: tuple[int, int], span: Span) -> bool:
    first, last = days
    return (span.first is None or span.first.toordinal() <= last) and (
        span.last is None or first <= span.last.toordinal()
    )
