"""What was declared against what was observed, reviews of changes, and the shingles that find a note at any address."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from archive.identity import sketch

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("changes") as changes:
        changes.add_column(sa.Column("cause", sa.String(length=20), nullable=False, server_default="content"))
        changes.add_column(sa.Column("findings", sa.JSON(), nullable=False, server_default="[]"))
        changes.add_column(sa.Column("evidence", sa.JSON(), nullable=False, server_default="{}"))
        changes.add_column(sa.Column("why", sa.Text(), nullable=True))
        changes.add_column(sa.Column("stated", sa.BigInteger(), nullable=True))
    op.create_table(
        "reviews",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("change", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["changes.seq"], name=op.f("fk_reviews_change")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_change"), "reviews", ["change"])
    op.create_table(
        "shingles",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("resource", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], name=op.f("fk_shingles_resource")),
        sa.PrimaryKeyConstraint("hash", "resource", name=op.f("pk_shingles")),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE changes SET stated = not_after")
    _index_what_is_there()


def _index_what_is_there() -> None:
    """Give the articles of each resource's latest snapshot their shingles, as a crawl does from now on."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT snapshots.resource, articles.body, articles.published FROM articles"
            " JOIN snapshots ON snapshots.id = articles.snapshot"
            " JOIN resources ON resources.id = snapshots.resource AND resources.snapshots = snapshots.n"
        )
    ).all()
    kept = sorted(
        {
            (number, resource)
            for resource, body, day in rows
            for number in sketch(body, date.fromisoformat(str(day)) if day is not None else None)
        }
    )
    table = sa.table("shingles", sa.column("hash", sa.BigInteger()), sa.column("resource", sa.BigInteger()))
    if kept:
        connection.execute(sa.insert(table), [{"hash": number, "resource": resource} for number, resource in kept])


def downgrade() -> None:
    op.drop_table("shingles")
    op.drop_table("reviews")
    with op.batch_alter_table("changes") as changes:
        for name in ("cause", "findings", "evidence", "why", "stated"):
            changes.drop_column(name)
