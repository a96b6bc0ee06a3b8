"""One crawl of a portal, and one server of the schedules, at a time.

A lock of the operating system (or of PostgreSQL), which dies with its owner.
"""

from __future__ import annotations

import fcntl
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
_SCHEDULES = "/schedule run"
"""The name the schedules are locked by; no portal has a stroke in its name."""

_PATIENCE = 0.25
"""Seconds to wait for a lock, so that a glance of `is_held` never keeps a crawl from beginning."""


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
    return _lock(archive, portal, clock, f"a crawl of {portal} holds")


def lock_schedules(archive: Archive, clock: Clock) -> PortalLock:
    """Take the lock of whoever starts scheduled crawls. Raises ArchiveLocked naming who holds it."""
    return _lock(archive, _SCHEDULES, clock, "another `kronika schedule run` serves")


def is_held(archive: Archive, portal: str) -> bool:
    """Tell whether a crawl of a portal runs."""
    if archive.path is None:
        return _is_held_in_database(archive, portal)
    try:
        file = os.open(lock_path(archive.path.absolute(), portal), os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _lock(archive: Archive, name: str, clock: Clock, who: str) -> PortalLock:
    if archive.path is None:
        return _lock_in_database(archive, name, who)
    path = lock_path(archive.path.absolute(), name)
    lock = FileLock(path, timeout=_PATIENCE, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise ArchiveLocked(
            f"{who} the archive {archive.target} ({_holder(path)}); wait for its end or stop it"
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


def _lock_in_database(archive: Archive, name: str, who: str) -> PortalLock:
    connection = archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _key(name)}).scalar():
        connection.detach()  # the lock is the session's: back in the pool, it would be held on
        return PortalLock(connection=connection)
    connection.close()
    raise ArchiveLocked(f"{who} the archive {archive.target}; wait for its end or stop it")


def _is_held_in_database(archive: Archive, name: str) -> bool:
    high, low = divmod(_key(name) % 2**64, 2**32)
    query = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
        " AND CAST(classid AS bigint) = :high AND CAST(objid AS bigint) = :low"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    ).bindparams(high=high, low=low)
    with archive.reading() as connection:
        return bool(connection.execute(query).scalar())


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"kronika {name}".encode()).digest()[:8], "big", signed=True)
