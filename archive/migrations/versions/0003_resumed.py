"""Whether a crawl was interrupted and gone on with: a crawl is reported long after the process that resumed it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("crawls") as crawls:
        crawls.add_column(sa.Column("resumed", sa.Boolean(), nullable=False, server_default=sa.false()))
