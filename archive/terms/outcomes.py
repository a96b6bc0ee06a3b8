"""The words of the outcome table (docs/architecture.md), from the wire to the reader."""

from __future__ import annotations

from enum import StrEnum


class FetchOutcome(StrEnum):
    """What the scraper says of one resource in one crawl."""

    FETCHED = "fetched"
    NOT_MODIFIED = "not_modified"
    REDIRECTED = "redirected"
    MISSING = "missing"
    FAILED = "failed"
    REFUSED = "refused"
    SKIPPED = "skipped"


class CaptureOutcome(StrEnum):
    """What the archive made of it."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    REDIRECTED = "redirected"
    MISSING = "missing"
    SUSPECT = "suspect"
    FAILED = "failed"
    REFUSED = "refused"
    SKIPPED = "skipped"


class ResourceState(StrEnum):
    """What is believed of a resource now. `known` was never seen whole; `moved` answers with a redirect."""

    KNOWN = "known"
    LIVE = "live"
    SUSPECT = "suspect"
    GONE = "gone"
    MOVED = "moved"


class PageKind(StrEnum):
    """What a page is."""

    ARTICLE = "article"
    MONTH_ARCHIVE = "month_archive"
    LISTING = "listing"
    STATIC = "static"
    GALLERY = "gallery"
    DOCUMENT = "document"
    FEED = "feed"
    ERROR = "error"
    OTHER = "other"


class ChangeKind(StrEnum):
    """What happened to a resource, or to the portal's frame."""

    PUBLISHED = "published"
    EDITED = "edited"
    MOVED = "moved"
    GONE = "gone"
    RETURNED = "returned"
    ATTACHMENT = "attachment"
    LINKS = "links"


class ChangeCause(StrEnum):
    """What a change comes from: a page's own content, or the portal's template or frame that many pages share."""

    CONTENT = "content"
    TEMPLATE = "template"
    FRAME = "frame"


class Finding(StrEnum):
    """What the declared and the observed make together."""

    SILENT = "silent"
    BACKDATED = "backdated"
    DECLARED_UNSEEN = "declared_unseen"
    UNDECLARED_REMOVAL = "undeclared_removal"


class SnapshotCause(StrEnum):
    """Why a snapshot was made: first sight, other content, or a new reader of the same payload."""

    FIRST = "first"
    CONTENT = "content"
    TECHNICAL = "technical"


class CrawlStatus(StrEnum):
    """How a crawl stands."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class FoundBy(StrEnum):
    """How a resource became known."""

    SEED = "seed"
    LINK = "link"
    SIDEBAR = "sidebar"
    NAVIGATION = "navigation"
    ENTRY = "entry"
    ATTACHMENT = "attachment"
    FEED = "feed"
    SITEMAP = "sitemap"
    REDIRECT = "redirect"


SEEN_WHOLE = frozenset(
    {CaptureOutcome.NEW, CaptureOutcome.CHANGED, CaptureOutcome.UNCHANGED, CaptureOutcome.NOT_MODIFIED}
)
"""Outcomes at which the page was there and believed."""

UNANSWERED = frozenset({CaptureOutcome.FAILED, CaptureOutcome.REFUSED, CaptureOutcome.SKIPPED})
"""Outcomes that an answer of the portal is not needed for."""
