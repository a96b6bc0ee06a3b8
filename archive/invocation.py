"""What the command line says before the command: which archive, and whether errors show their traceback."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_ARCHIVE = "kronika.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """The words before the command; `archive_given` tells whether somebody chose the archive."""

    archive: str
    archive_given: bool
    debug: bool
