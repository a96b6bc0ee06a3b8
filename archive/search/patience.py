"""How long a search may take: SQL is interrupted by the database, reading of texts by itself."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from archive.search.hits import SearchImpossible

LONGEST = 0.9
"""Seconds after which a search is given up."""

STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock."""

_END = "kronika_search_ends"
_SECONDS = "kronika_search_seconds"


@contextmanager
def in_time(connection: Connection, longest: float | None = None) -> Iterator[None]:
    """Give up what takes longer than `longest` seconds (`LONGEST`). Raises SearchImpossible."""
    seconds = LONGEST if longest is None else longest
    connection.info[_END] = time.monotonic() + seconds
    connection.info[_SECONDS] = seconds
    try:
        with _interrupting(connection):
            yield
    except (OperationalError, sqlite3.OperationalError) as error:
        said = str(error.orig if isinstance(error, OperationalError) else error)
        if "interrupted" not in said and "statement timeout" not in said:
            raise
        raise _too_long(connection) from None
    finally:
        del connection.info[_END], connection.info[_SECONDS]


def check_time(connection: Connection) -> None:
    """Raise SearchImpossible where the search that runs on this connection has taken too long; without one do nothing."""
    if time.monotonic() > connection.info.get(_END, float("inf")):
        raise _too_long(connection)


@contextmanager
def _interrupting(connection: Connection) -> Iterator[None]:
    """Have the database stop by itself, between two looks at the clock of ours."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        # of each statement, and gone with the transaction: what comes between two is checked by `check_time`
        connection.execute(text(f"SET LOCAL statement_timeout = {max(1, int(connection.info[_SECONDS] * 1000))}"))
        yield
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        return
    end = connection.info[_END]
    driver.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def _too_long(connection: Connection) -> SearchImpossible:
    seconds = connection.info[_SECONDS]
    return SearchImpossible(
        f"the search took longer than {seconds} s and was given up; ask for rarer words, fewer days (from:, to:) or fewer hits"
    )
