"""Changes are found by when they became known, without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_changes_known", "changes", [sa.text("coalesce(stated, not_after)")])


def downgrade() -> None:
    op.drop_index("ix_changes_known", "changes")
