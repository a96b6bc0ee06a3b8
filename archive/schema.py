"""Makes and upgrades schemas with Alembic; an existing SQLite archive is backed up before it is changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from archive.db import archive_path, make_engine, spoken
from archive.errors import ArchiveMissing, NotAnArchive
from archive.models import Base

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaReport:
    """What schema an archive has, which one this program needs, and whether the tables are as the models say."""

    ok: bool
    schema: str | None
    head: str


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head() -> str:
    """Return the newest revision."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def upgrade(target: str) -> Path | None:
    """Bring an archive to the newest schema, making it where there is none; return the backup made, if any."""
    path = archive_path(target)
    backup = None
    if path is None or path.exists():
        _refuse_foreign(target)
    engine = make_engine(target, write=True)
    try:
        with spoken(target):
            existed = path is not None and path.exists()
            with engine.connect() as connection:
                current = MigrationContext.configure(connection).get_current_revision()
            if current == head():
                return None
            if existed and path is not None:
                backup = _back_up(path, current)
            config = _config()
            with engine.connect() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
    finally:
        engine.dispose()
    return backup


def _refuse_foreign(target: str) -> None:
    """Look before anything is written: opening to write would turn another program's file to WAL already."""
    engine = make_engine(target, write=False)
    try:
        with spoken(target), engine.connect() as connection:
            tables = inspect(connection).get_table_names()
    finally:
        engine.dispose()
    if tables and "alembic_version" not in tables:
        raise NotAnArchive(f"{target} is a database but no archive of Kronika's, and stays as it is; name another")


def _back_up(path: Path, schema: str | None) -> Path:
    backup = path.with_name(f"{path.name}.before-{schema or 'none'}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    return backup


def check(target: str) -> SchemaReport:
    """Compare an archive's schema with the newest one and its tables with the models."""
    path = archive_path(target)
    if path is not None and not path.exists():
        raise ArchiveMissing(f"there is no archive at {target}; `kronika crawl` makes one")
    engine = make_engine(target, write=False)
    try:
        with spoken(target), engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"include_name": _is_modelled})
            current = context.get_current_revision()
            drift = compare_metadata(context, Base.metadata) if current == head() else []
    finally:
        engine.dispose()
    return SchemaReport(ok=current == head() and not drift, schema=current, head=head())


def _is_modelled(name: str | None, kind: str, _parents: Any) -> bool:
    """Tell whether the models speak of a table: the search index is the database's own, FTS5 keeps more beside it."""
    return not (kind == "table" and (name or "").startswith("search_index"))
