"""The root of every error Kronika raises on purpose, and the exit status each maps to.

KronikaError              one sentence: what, where, what to do
├── BadInput              the caller's words or files are wrong; nothing was written (exit 2)
│   └── BadUrl            a URL that is not one we can archive; names the URL
├── NotThere              the answer is "no": what was asked for does not exist (exit 1)
├── ScraperError          root of the room `scraper`
├── PipelineError         root of the room `pipelines`
└── ArchiveError          root of the room `archive`
"""

from __future__ import annotations

from typing import ClassVar


class KronikaError(Exception):
    """An error a person can act on; its text is one sentence that names what, where and what to do."""

    exit_status: ClassVar[int] = 2


class BadInput(KronikaError):
    """The input was refused before anything was written."""


class BadUrl(BadInput):
    """A URL that cannot be archived: not http(s), unparsable or carrying credentials."""


class NotThere(KronikaError):
    """What was asked for is not in the archive."""

    exit_status: ClassVar[int] = 1


class ScraperError(KronikaError):
    """Root of what the room `scraper` raises."""


class PipelineError(KronikaError):
    """Root of what the room `pipelines` raises."""


class ArchiveError(KronikaError):
    """Root of what the room `archive` raises."""
