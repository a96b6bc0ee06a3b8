"""What the scraper must know of history, asked through a Protocol that `pipelines.history` implements on the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.terms.outcomes import FoundBy
from scraper.parsers.sketch import Sketch
from scraper.parsers.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A URL that is due, handed out until its capture is committed; `chain` holds the redirects that led to it."""

    url: str
    urlkey: str
    found_by: FoundBy
    chain: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None


class Frontier(Protocol):
    """Hands out what is due in one crawl. A lease ends when the capture of its URL is committed."""

    @property
    def crawl(self) -> int:
        """The sequence number of the crawl."""
        ...

    @property
    def knowledge(self) -> int:
        """The number of what is known of the portal's template, frozen for the crawl; 0 for nothing."""
        ...

    @property
    def template(self) -> Template | None:
        """That knowledge itself, None for nothing."""
        ...

    def wants(self, url: str) -> bool:
        """Tell whether what the page of an address teaches would be taken."""
        ...

    def learn(self, sketch: Sketch) -> None:
        """Take what a page teaches of the template, for the crawls after this one."""
        ...

    async def lease(self, most: int) -> Sequence[Lease]:
        """Return up to `most` URLs that are due, with the validators to ask with; empty when nothing is due now."""
        ...
