"""One crawl of a portal at a time: a lock of the operating system (or of PostgreSQL) that dies with its owner."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from archive.db import Archive
from archive.errors import ArchiveLocked
from archive.terms.clock import Clock, format_time

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


def lock_path(archive: Path, portal: str) -> Path:
    """Return the lock file of a portal beside an archive; two portals never share one."""
    readable = _UNSAFE.sub("_", portal)[:60]
    told_apart = "" if readable == portal else f"-{hashlib.sha256(portal.encode()).hexdigest()[:8]}"
    return archive.with_name(f"{archive.name}.{readable}{told_apart}.lock")


class PortalLock:
    """The hold on a portal; `release` it, or die."""

    def __init__(self, file: FileLock | None = None, connection: Connection | None = None) -> None:
        self._file = file
        self._connection = connection

    def release(self) -> None:
        """Give the portal free; a second call does nothing."""
        if self._file is not None:
            _holder_path(Path(self._file.lock_file)).unlink(missing_ok=True)
            self._file.release()
            self._file = None
        if self._connection is not None:
            with suppress(DatabaseError):  # the server may be gone, and the lock with it
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._connection.close()
            self._connection = None


def lock_portal(archive: Archive, portal: str, clock: Clock) -> PortalLock:
    """Take the lock of a portal at once. Raises ArchiveLocked naming who holds it."""
    if archive.path is None:
        return _lock_in_database(archive, portal)
    path = lock_path(archive.path.absolute(), portal)
    lock = FileLock(path, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise ArchiveLocked(
            f"a crawl of {portal} holds the archive {archive.target} ({_holder(path)}); wait for its end or stop it"
        ) from None
    except OSError as error:
        raise ArchiveLocked(
            f"the lock {path} cannot be taken ({error.strerror}); check the permissions of its folder"
        ) from error
    words = {"pid": os.getpid(), "host": socket.gethostname(), "since": format_time(clock.now())}
    _holder_path(path).write_text(json.dumps(words), encoding="utf-8")
    return PortalLock(file=lock)


def _holder_path(lock: Path) -> Path:
    return lock.with_suffix(".holder")


def _holder(lock: Path) -> str:
    try:
        words = json.loads(_holder_path(lock).read_text(encoding="utf-8"))
        return f"pid {words['pid']} on {words['host']} since {words['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "its process did not say who it is"


def _lock_in_database(archive: Archive, portal: str) -> PortalLock:
    key = int.from_bytes(hashlib.sha256(f"kronika {portal}".encode()).digest()[:8], "big", signed=True)
    connection = archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar():
        connection.detach()  # the lock is the session's: back in the pool, it would be held on
        return PortalLock(connection=connection)
    connection.close()
    raise ArchiveLocked(f"a crawl of {portal} holds the archive {archive.target}; wait for its end or stop it")
