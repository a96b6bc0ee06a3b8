"""Changes are found by when they became known, without reading all of them."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE changes SET stated = not_after WHERE stated IS NULL")
    op.create_index("ix_changes_stated", "changes", ["stated"])


def downgrade() -> None:
    op.drop_index("ix_changes_stated", "changes")
