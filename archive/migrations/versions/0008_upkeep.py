"""Dictionaries of portals, which payloads are still to be encoded with one, how far payloads were read again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNLEARNED = sa.text("dictionary IS NULL AND codec = 'zstd'")


def upgrade() -> None:
    op.create_table(
        "dictionaries",
        sa.Column("portal", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["payload"], ["payloads.sha256"], name=op.f("fk_dictionaries_payload")),
        sa.ForeignKeyConstraint(["portal"], ["portals.name"], name=op.f("fk_dictionaries_portal")),
        sa.PrimaryKeyConstraint("portal", name=op.f("pk_dictionaries")),
    )
    op.create_index("ix_payloads_unlearned", "payloads", ["sha256"], sqlite_where=UNLEARNED, postgresql_where=UNLEARNED)
    op.create_table(
        "reparses",
        sa.Column("portal", sa.String(length=200), nullable=False),
        sa.Column("reader", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("knowledge", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("resource", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["portal"], ["portals.name"], name=op.f("fk_reparses_portal")),
        sa.PrimaryKeyConstraint("portal", "reader", "knowledge", "since", name=op.f("pk_reparses")),
    )


def downgrade() -> None:
    op.drop_table("reparses")
    op.drop_index("ix_payloads_unlearned", "payloads")
    op.drop_table("dictionaries")
