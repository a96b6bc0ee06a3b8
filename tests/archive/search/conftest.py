"""Archives for the tests of search: in SQLite, and in PostgreSQL too where `make test-postgres` started a server."""

import os
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

SERVER = os.environ.get("KRONIKA_TEST_POSTGRESQL")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"] if SERVER else ["sqlite"])
def new_target(request, tmp_path_factory):
    """Return what makes the address of a new archive."""
    if request.param == "sqlite":
        return lambda: str(tmp_path_factory.mktemp("search") / "k.db")

    def make():
        name = f"k{uuid4().hex}"
        engine = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return f"{SERVER}/{name}"

    return make
