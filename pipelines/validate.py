"""Nothing impossible reaches the archive: the last look at a capture before it is handed over."""

from __future__ import annotations

from archive.terms.errors import PipelineError
from archive.terms.outcomes import FetchOutcome, PageKind
from archive.types import NewCapture

_NEEDS_REASON = frozenset({FetchOutcome.FAILED, FetchOutcome.REFUSED, FetchOutcome.SKIPPED})


class ValidatePipeline:
    """Scrapy's item pipeline of that step."""

    def process_item(self, item: NewCapture) -> NewCapture:
        """Return the capture as it is. Raises PipelineError for one that contradicts itself."""
        trouble = contradiction(item)
        if trouble is not None:
            raise PipelineError(f"the capture of {item.facts.url} {trouble}; please report this page")
        return item


def contradiction(capture: NewCapture) -> str | None:
    """Return what is impossible about a capture, None when nothing is."""
    facts = capture.facts
    if facts.outcome in _NEEDS_REASON and not facts.reason:
        return f"is {facts.outcome} without a reason"
    if facts.outcome is FetchOutcome.REDIRECTED and not facts.redirect:
        return "is redirected to nowhere"
    if facts.outcome is FetchOutcome.FETCHED and capture.suspicion is None and capture.payload is None:
        return "is fetched without a payload"
    if facts.outcome is not FetchOutcome.FETCHED and capture.content is not None:
        return f"is {facts.outcome} but was read"
    if capture.content is not None and capture.content.kind is PageKind.ERROR and capture.suspicion is None:
        return "is an error page that nobody suspects"
    return None
