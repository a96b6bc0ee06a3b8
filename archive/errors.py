"""Errors of the archive; each text is one sentence: what, where, what to do.

ArchiveError (archive.terms.errors)
├── ArchiveMissing     there is no archive at the place named
├── NotAnArchive       what lies there is no archive of Kronika's, or is damaged
├── WrongSchema        the archive's schema is newer or older than this program's
├── ArchiveLocked      another crawl of the same portal holds it
├── ArchiveBusy        another process writes for longer than we wait
├── ArchiveFull        the disk is full
├── ArchiveClosed      something was handed to a writer that has ended
├── TooLarge           texts are over the limits of a word diff; the answer is "no" (exit 1)
└── DamagedPayload     stored bytes do not have the digest they are stored under
    └── LostBasis      the dictionary or anchor they were made small with is missing or damaged
"""

from __future__ import annotations

from typing import ClassVar

from archive.terms.errors import ArchiveError


class ArchiveMissing(ArchiveError):
    """There is no archive there."""


class NotAnArchive(ArchiveError):
    """What lies there cannot be read as an archive."""


class WrongSchema(ArchiveError):
    """The schema is not this program's."""


class ArchiveLocked(ArchiveError):
    """A crawl of the portal is running."""


class ArchiveBusy(ArchiveError):
    """The database is locked by another writer."""


class ArchiveFull(ArchiveError):
    """There is no space left to write."""


class ArchiveClosed(ArchiveError):
    """The writer has ended."""


class DamagedPayload(ArchiveError):
    """A payload does not have its digest."""


class TooLarge(ArchiveError):
    """Texts are too large to be compared word by word."""

    exit_status: ClassVar[int] = 1


class LostBasis(DamagedPayload):
    """What a payload was made small with cannot be read; `basis` is the address of that."""

    def __init__(self, words: str, basis: bytes) -> None:
        super().__init__(words)
        self.basis = basis
