"""What a search returns: door types of their own, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from archive.search.expansion import ExpandedTerm
from archive.search.snippets import Snippet
from archive.terms.clock import format_time
from archive.terms.errors import ArchiveError
from archive.types import Json


class Sort(StrEnum):
    """The order of hits: by day of publication (else of first sight), or by relevance."""

    NEWEST = "newest"
    RELEVANCE = "relevance"


class SearchImpossible(ArchiveError):
    """The search would take too long; the sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article found: where it stands, the snapshot that has it, when that was seen, and a piece of its text.

    `score` is comparable within one search only. With `removed:` words, `snapshot` is the one that lost them and the
    snippet is of the one before.
    """

    url: str
    snapshot: int
    article: int
    title: str | None
    published: date | None
    section: str | None
    snippet: Snippet
    score: float
    first_seen: datetime
    last_seen: datetime

    def to_json(self) -> Json:
        """Return the line of the contract, with when the snapshot was first and last seen."""
        return {
            "url": self.url,
            "snapshot": self.snapshot,
            "article": self.article,
            "title": self.title,
            "published": self.published.isoformat() if self.published is not None else None,
            "section": self.section,
            "snippet": self.snippet.to_html(),
            "score": self.score,
            "first_seen": format_time(self.first_seen),
            "last_seen": format_time(self.last_seen),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits of a search, what its terms stood for, and sentences on what it could not see."""

    hits: tuple[Hit, ...]
    terms: tuple[ExpandedTerm, ...]
    notes: tuple[str, ...]


class Facet(StrEnum):
    """What is counted."""

    PERSON = "person"
    REFERENCE = "reference"
    STREET = "street"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value and how many of the articles read mention it: a name in the nominative, a reference, a street, złoty."""

    facet: Facet
    value: str
    articles: int

    def to_json(self) -> Json:
        """Return a line of `kronika search --facets --json`."""
        return {"facet": self.facet.value, "value": self.value, "articles": self.articles}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The values by facet, the most frequent first; of `found` articles (at most 10 000) the newest `read` were read."""

    values: tuple[FacetValue, ...]
    read: int
    found: int
    notes: tuple[str, ...]
