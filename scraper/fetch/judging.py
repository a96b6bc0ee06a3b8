"""What an answer or a failure means, before anything is parsed: pure functions from HTTP to the outcome table."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from archive.terms.errors import BadUrl
from archive.terms.outcomes import FetchOutcome
from archive.terms.urls import canonical_url, urlkey
from scraper.errors import Refused
from scraper.portals.base import Portal
from scraper.protocols import Lease

MAX_HOPS = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The outcome, why (where nothing is stored, or the answer is not believed), and where a redirect leads."""

    outcome: FetchOutcome
    reason: str | None = None
    target: str | None = None
    """Absolute target of a redirect, as a canonical URL where it is one."""
    again: bool = False
    """The redirect leads to this same resource (other scheme, other host name, a cookie to take): ask there."""


def judge_status(status: int, *, body: bytes, conditional: bool) -> Judgement:
    """Judge an answer that is no redirect (DESIGN, outcome table)."""
    if status == 200:
        return Judgement(outcome=FetchOutcome.FETCHED, reason=None if body.strip() else "the body is empty")
    if status == 304:
        if conditional:
            return Judgement(outcome=FetchOutcome.NOT_MODIFIED)
        return Judgement(outcome=FetchOutcome.FAILED, reason="HTTP 304 to a request without validators")
    if status in (404, 410):
        return Judgement(outcome=FetchOutcome.MISSING, reason=f"HTTP {status}")
    if 200 < status < 300:
        return Judgement(outcome=FetchOutcome.FETCHED, reason=f"HTTP {status} is no whole page")
    return Judgement(outcome=FetchOutcome.FAILED, reason=f"HTTP {status}")


def judge_redirect(location: str | None, asked: str, lease: Lease, portal: Portal, *, hops: int) -> Judgement:
    """Judge a redirect answered at `asked` for the resource of `lease`, after `hops` hops to the same resource."""
    if not location:
        return Judgement(outcome=FetchOutcome.FAILED, reason="a redirect that names no target")
    try:
        plain = canonical_url(location, base=asked)
        target = canonical_url(location, base=asked, rules=portal.url_rules)
    except BadUrl:
        reason = f"redirect to what is no web address: {location[:200]}"
        return Judgement(outcome=FetchOutcome.REFUSED, reason=reason, target=location)
    if not portal.in_scope(target):
        reason = f"blocked address: the redirect leaves the portal's scope for {target[:200]}"
        return Judgement(outcome=FetchOutcome.REFUSED, reason=reason, target=target)
    same = urlkey(target) == lease.urlkey
    trouble = _trouble(target, lease, same=same, turned=hops >= MAX_HOPS or (hops > 0 and plain == asked))
    if trouble is not None:
        return Judgement(outcome=FetchOutcome.FAILED, reason=trouble, target=target)
    return Judgement(outcome=FetchOutcome.REDIRECTED, target=plain if same else target, again=same)


def _trouble(target: str, lease: Lease, *, same: bool, turned: bool) -> str | None:
    chain = (*lease.chain, lease.url)
    if turned if same else target in chain:
        return "redirect loop"
    if not same and len(chain) > MAX_HOPS:
        return f"more than {MAX_HOPS} redirects"
    return None


def judge_failure(error: BaseException) -> Judgement:
    """Judge an error that came instead of an answer."""
    if isinstance(error, Refused):
        return Judgement(outcome=FetchOutcome.REFUSED, reason=str(error))
    if isinstance(error, DownloadCancelledError):
        return Judgement(outcome=FetchOutcome.REFUSED, reason="the body is larger than 16 MiB")
    if isinstance(error, UnsupportedURLSchemeError):
        return Judgement(outcome=FetchOutcome.REFUSED, reason="not an http or https address")
    if isinstance(error, CannotResolveHostError) and "blocked address" in str(error):
        return Judgement(outcome=FetchOutcome.REFUSED, reason=str(error))
    return Judgement(outcome=FetchOutcome.FAILED, reason=_words(error))


_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "no whole answer in time"),
    (DownloadConnectionRefusedError, "the host refused the connection"),
    (CannotResolveHostError, "the host's name does not resolve"),
    (ResponseDataLossError, "the body came cut"),
)


def _words(error: BaseException) -> str:
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    return " ".join(str(error).split())[:300] or type(error).__name__
