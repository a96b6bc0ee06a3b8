"""Decides what a capture means: a pure function from what is known of a resource and what one crawl saw of it.

Each branch is a row of the outcome table (docs/architecture.md); the reason travels with the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archive.terms.outcomes import CaptureOutcome, FetchOutcome, ResourceState, SnapshotCause


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneRule:
    """After how many answers 404 in a row, over what span, a page is gone."""

    checks: int
    span: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a resource: its state, its latest content digest (None before the first snapshot), and its 404s."""

    state: ResourceState = ResourceState.KNOWN
    digest: bytes | None = None
    missing: int = 0
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one crawl saw.

    `digest` is of the content read (None where nothing was read), `same_reader` tells whether the latest snapshot was
    read by the same reader, `reread` is the digest of that snapshot's payload as read by this one.
    """

    fetch: FetchOutcome
    fetched: datetime
    status: int | None = None
    digest: bytes | None = None
    suspicion: str | None = None
    same_reader: bool = True
    reread: bytes | None = None


class Snap(StrEnum):
    """What becomes of the snapshots."""

    NONE = "none"
    SAME = "same"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the archive writes; `missing`/`missing_since` count on towards gone."""

    outcome: CaptureOutcome
    state: ResourceState
    snapshot: Snap = Snap.NONE
    cause: SnapshotCause | None = None
    missing: int = 0
    missing_since: datetime | None = None
    reason: str | None = None


_PASSED_ON = {
    FetchOutcome.FAILED: CaptureOutcome.FAILED,
    FetchOutcome.REFUSED: CaptureOutcome.REFUSED,
    FetchOutcome.SKIPPED: CaptureOutcome.SKIPPED,
}


def decide(known: Known, seen: Seen, rule: GoneRule) -> Decision:
    """Return what a capture means for its resource."""
    if seen.fetch in _PASSED_ON:
        return _as_before(known, _PASSED_ON[seen.fetch])
    if seen.fetch is FetchOutcome.REDIRECTED:
        return Decision(outcome=CaptureOutcome.REDIRECTED, state=ResourceState.MOVED)
    if seen.fetch is FetchOutcome.MISSING:
        return _missing(known, seen, rule)
    if seen.fetch is FetchOutcome.NOT_MODIFIED:
        if known.digest is None:
            return _as_before(known, CaptureOutcome.FAILED, "HTTP 304 for a page never seen whole")
        return Decision(outcome=CaptureOutcome.NOT_MODIFIED, state=ResourceState.LIVE, snapshot=Snap.SAME)
    if seen.suspicion is not None or seen.digest is None:
        return _suspect(known, seen.suspicion or "nothing could be read of it")
    return _whole(known, seen, seen.digest)


def _as_before(known: Known, outcome: CaptureOutcome, reason: str | None = None) -> Decision:
    return Decision(
        outcome=outcome,
        state=known.state,
        missing=known.missing,
        missing_since=known.missing_since,
        reason=reason,
    )


def _suspect(known: Known, reason: str) -> Decision:
    state = known.state if known.state in (ResourceState.GONE, ResourceState.MOVED) else ResourceState.SUSPECT
    return Decision(
        outcome=CaptureOutcome.SUSPECT,
        state=state,
        missing=known.missing,
        missing_since=known.missing_since,
        reason=reason,
    )


def _missing(known: Known, seen: Seen, rule: GoneRule) -> Decision:
    count = known.missing + 1
    since = known.missing_since or seen.fetched
    enough = seen.status == 410 or (count >= rule.checks and seen.fetched - since >= rule.span)
    gone = enough or known.state is ResourceState.GONE
    return Decision(
        outcome=CaptureOutcome.MISSING,
        state=ResourceState.GONE if gone else ResourceState.SUSPECT,
        missing=count,
        missing_since=since,
    )


def _whole(known: Known, seen: Seen, digest: bytes) -> Decision:
    if known.digest is None:
        return Decision(
            outcome=CaptureOutcome.NEW, state=ResourceState.LIVE, snapshot=Snap.NEW, cause=SnapshotCause.FIRST
        )
    if digest == known.digest:
        return Decision(outcome=CaptureOutcome.UNCHANGED, state=ResourceState.LIVE, snapshot=Snap.SAME)
    if not seen.same_reader and seen.reread == digest:
        return Decision(
            outcome=CaptureOutcome.UNCHANGED,
            state=ResourceState.LIVE,
            snapshot=Snap.NEW,
            cause=SnapshotCause.TECHNICAL,
            reason="only the reader changed",
        )
    return Decision(
        outcome=CaptureOutcome.CHANGED, state=ResourceState.LIVE, snapshot=Snap.NEW, cause=SnapshotCause.CONTENT
    )
