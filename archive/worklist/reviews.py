"""What people think of changes: written once, signed by name, never altered; a change of mind is another review."""

from __future__ import annotations

import re

from sqlalchemy import Connection, func, insert, select

from archive.db import Archive
from archive.ingest import lock_log
from archive.models import ChangeRow, ReviewRow
from archive.terms.clock import Clock
from archive.terms.errors import BadInput, NotThere
from archive.types import Review

LONGEST_NAME = 200
_VERDICT = re.compile(r"[^\W_][\w-]{0,39}")


def add_review(archive: Archive, review: Review) -> Review:
    """Write a review beside those there are. Raises NotThere for a change there is none of, BadInput for empty words."""
    if _VERDICT.fullmatch(review.verdict) is None:
        raise BadInput(f"“{review.verdict}” is no verdict; give it in one word, for example confirmed or harmless")
    if not review.reviewer.strip() or len(review.reviewer) > LONGEST_NAME:
        raise BadInput(f"a review is signed by a name of 1 to {LONGEST_NAME} signs; give it with --by")
    with archive.writing() as connection:
        lock_log(connection)
        if connection.execute(select(ChangeRow.seq).where(ChangeRow.seq == review.change)).first() is None:
            raise NotThere(
                f"there is no change {review.change} in this archive; `kronika changes` lists those there are"
            )
        number = (connection.execute(select(func.max(ReviewRow.seq))).scalar() or 0) + 1
        row = {
            "seq": number,
            "change": review.change,
            "verdict": review.verdict,
            "note": review.note,
            "reviewer": review.reviewer.strip(),
            "at": review.at,
        }
        connection.execute(insert(ReviewRow), row)
    return review


def signed(change: int, *, verdict: str, note: str, reviewer: str, clock: Clock) -> Review:
    """Return a review of this moment."""
    return Review(change=change, verdict=verdict.strip(), note=note, reviewer=reviewer.strip(), at=clock.now())


def reviews(connection: Connection) -> dict[int, tuple[Review, ...]]:
    """Return the reviews of each change that has any, oldest first."""
    found: dict[int, tuple[Review, ...]] = {}
    for row in connection.execute(select(ReviewRow.__table__).order_by(ReviewRow.seq)):
        review = Review(change=row.change, verdict=row.verdict, note=row.note, reviewer=row.reviewer, at=row.at)
        found[row.change] = (*found.get(row.change, ()), review)
    return found
