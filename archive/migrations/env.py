"""Alembic's environment: runs on the connection `archive.schema` hands over, all steps of one upgrade in one transaction."""

from alembic import context
from sqlalchemy import Connection

from archive.models import Base

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True)
with connection.begin(), context.begin_transaction():
    context.run_migrations()
