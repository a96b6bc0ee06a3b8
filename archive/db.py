"""Opens archives: SQLite in WAL with full durability, or any other database SQLAlchemy speaks, under one schema."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from archive.errors import ArchiveBusy, ArchiveFull, ArchiveMissing, NotAnArchive, WrongSchema
from archive.search.words import searched
from archive.terms.errors import ArchiveError, BadInput

SCHEMA_HEAD = "0011"
"""The newest revision of archive/migrations; a test holds the two together, so that opening needs no Alembic."""

BUSY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive; `path` is its file where it has one. Use it as a context manager, or close it."""

    target: str
    engine: Engine
    path: Path | None
    _writing: Engine = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make once what every writing transaction begins with."""
        object.__setattr__(self, "_writing", self.engine.execution_options(kronika_writes=True))

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def __enter__(self) -> Archive:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that may write; commit at the end, roll back on an error."""
        with spoken(self.target), self._writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open one consistent view of the archive."""
        with spoken(self.target), self.engine.connect() as connection, connection.begin():
            yield connection


def archive_path(target: str) -> Path | None:
    """Return the file a target names, None for a database that is no SQLite file."""
    if "://" not in target:
        return Path(target)
    try:
        url = make_url(target)
    except Exception as error:
        raise BadInput(f"“{target}” is no database address; give a path or a SQLAlchemy URL to --archive") from error
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise BadInput("an archive in memory would be lost at once; give a path to --archive")
    return Path(url.database)


def open_archive(target: str, *, write: bool, create: bool = False) -> Archive:
    """Open the archive at a path or SQLAlchemy URL.

    A missing one is made when `create`. Raises ArchiveMissing, NotAnArchive, WrongSchema, BadInput.
    """
    path = archive_path(target)
    if path is not None and not path.exists():
        if not create:
            raise ArchiveMissing(
                f"there is no archive at {target}; `kronika crawl` makes one, or name another with --archive"
            )
        _make(target, path)
    elif create and (path is None or _is_unmade(path)):
        _make(target, path)
    if path is not None and path.is_dir():
        raise NotAnArchive(f"{target} is a folder, not an archive; name the archive's file with --archive")
    archive = Archive(target, make_engine(target, write=write), path)
    try:
        _check_schema(archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _is_unmade(path: Path) -> bool:
    """Tell whether a file is a database without any table: what is left of a creation that was killed.

    Opened to write, since only a writer may roll back the journal that a kill left beside it; nothing is written.
    """
    if path.is_dir():
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=rw", uri=True)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,))
    except sqlite3.Error:
        return False


def _make(target: str, path: Path | None) -> None:
    from archive.schema import upgrade  # noqa: PLC0415 # Alembic is needed only where a schema is made

    if path is not None and not path.absolute().parent.is_dir():
        raise BadInput(f"the folder of {target} does not exist; make it first or name another archive with --archive")
    upgrade(target)


def make_engine(target: str, *, write: bool) -> Engine:
    """Return an engine on a target, without looking at what lies there."""
    path = archive_path(target)
    if path is None:
        return create_engine(target, pool_pre_ping=True, json_serializer=_json)
    mode = "rwc" if write else "ro"
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    if not write and not os.access(path.absolute().parent, os.W_OK):
        uri += "&immutable=1"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        if write:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
        connection.create_function("kronika_searched", 1, searched, deterministic=True)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, json_serializer=_json)
    event.listen(engine, "begin", _begin)
    return engine


def _json(value: object) -> str:
    """Return a value as JSON; a capture has two lists that are empty nearly always, and headers that others had too."""
    if isinstance(value, tuple):
        return _json_of_tuple(value)
    return "[]" if value == [] else json.dumps(value)


_json_of_tuple = lru_cache(maxsize=256)(json.dumps)


def _begin(connection: Connection) -> None:
    """Open the transaction that sqlite3 itself would open too late: a writer's takes the write lock at once."""
    writes = connection.get_execution_options().get("kronika_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_schema(archive: Archive) -> None:
    with spoken(archive.target), archive.engine.connect() as connection:
        if not archive.engine.dialect.has_table(connection, "alembic_version"):
            raise NotAnArchive(
                f"{archive.target} is a database but no archive of Kronika's; name another with --archive"
            )
        schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if schema == SCHEMA_HEAD:
        return
    if schema is None or str(schema) < SCHEMA_HEAD:
        raise WrongSchema(
            f"the archive {archive.target} has schema {schema}, this Kronika needs {SCHEMA_HEAD}; run `kronika db upgrade`"
        )
    raise WrongSchema(
        f"the archive {archive.target} has schema {schema}, newer than the {SCHEMA_HEAD} of this Kronika; install a newer one"
    )


@contextmanager
def spoken(target: str) -> Iterator[None]:
    """Turn what a database driver raises into one sentence about the archive."""
    try:
        yield
    except DatabaseError as error:
        raise _sentence(str(error.orig), target, operational=isinstance(error, OperationalError)) from error
    except sqlite3.DatabaseError as error:
        raise _sentence(str(error), target, operational=isinstance(error, sqlite3.OperationalError)) from error


def _sentence(words: str, target: str, *, operational: bool) -> ArchiveError:
    if "locked" in words or "busy" in words:
        return ArchiveBusy(f"another process has been writing to {target} for {BUSY_SECONDS:.0f} s; try again later")
    if "full" in words:
        return ArchiveFull(
            f"disk full: nothing more can be written to {target}; make room and run the same command again"
        )
    if "not a database" in words or "malformed" in words:
        return NotAnArchive(f"{target} is no archive or is damaged ({words}); `kronika verify` says what is wrong")
    if "unable to open" in words or "readonly" in words or "read-only" in words:
        return NotAnArchive(f"{target} cannot be opened as asked ({words}); check the path and its permissions")
    kind = "could not be reached or used" if operational else "answered with an error"
    return ArchiveError(
        f"the archive {target} {kind} ({' '.join(words.split())[:200]}); check it with `kronika db check`"
    )
