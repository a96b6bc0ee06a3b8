"""The sketches of notes begin at their smallest words now: those of the archived notes are made anew."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from archive.sketches import sketch

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHUNK = 500
"""Notes read and written together."""

_SHINGLES = sa.table("shingles", sa.column("hash", sa.BigInteger()), sa.column("resource", sa.BigInteger()))
_NOTES = sa.text(
    "SELECT resources.id, articles.body, articles.published FROM articles"
    " JOIN snapshots ON snapshots.id = articles.snapshot"
    " JOIN resources ON resources.id = snapshots.resource AND resources.snapshots = snapshots.n"
    " WHERE resources.kind <> 'document' AND resources.id > :after AND resources.id <= :upto"
)


def upgrade() -> None:
    connection = op.get_bind()
    op.execute("DELETE FROM shingles")
    last = connection.execute(sa.text("SELECT coalesce(max(id), 0) FROM resources")).scalar_one()
    for after in range(0, last, CHUNK):
        rows = connection.execute(_NOTES, {"after": after, "upto": after + CHUNK}).all()
        kept = sorted(
            {
                (number, resource)
                for resource, body, day in rows
                for number in sketch(body, date.fromisoformat(str(day)) if day is not None else None)
            }
        )
        if kept:
            connection.execute(sa.insert(_SHINGLES), [{"hash": number, "resource": one} for number, one in kept])


def downgrade() -> None:
    """Leave them: what an earlier program indexes from now on it finds."""
