"""A page is found by its key alone, without reading all of them."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_resources_urlkey", "resources", ["urlkey"])


def downgrade() -> None:
    op.drop_index("ix_resources_urlkey", "resources")
