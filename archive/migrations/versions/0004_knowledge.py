"""What is learned of a portal's template."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge",
        sa.Column("portal", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["portal"], ["portals.name"], name=op.f("fk_knowledge_portal")),
        sa.PrimaryKeyConstraint("portal", "number", name=op.f("pk_knowledge")),
    )


def downgrade() -> None:
    op.drop_table("knowledge")
