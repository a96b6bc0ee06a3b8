"""The outcome table of the design as data: what happened, what was known before, what the archive makes of it.

Read it beside “Outcomes” in docs/architecture.md: one row here is one row there, or one case of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.decide import Decision, GoneRule, Known, Seen, Snap, decide
from archive.terms.outcomes import SEEN_WHOLE, CaptureOutcome, FetchOutcome, ResourceState, SnapshotCause

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
RULE = GoneRule(checks=3, span=3 * DAY)
OLD, NEW = b"old content", b"new content"

NEVER = Known()
LIVE = Known(state=ResourceState.LIVE, digest=OLD)
GONE = Known(state=ResourceState.GONE, digest=OLD, missing=1, missing_since=NOW - DAY)
MOVED = Known(state=ResourceState.MOVED, digest=OLD)
ONCE_404 = Known(state=ResourceState.SUSPECT, digest=OLD, missing=1, missing_since=NOW - DAY)
TWICE_404 = replace(ONCE_404, missing=2, missing_since=NOW - 3 * DAY)
TWICE_IN_A_DAY = replace(ONCE_404, missing=2)


def saw(fetch, **facts):
    return Seen(fetch=fetch, fetched=NOW, **facts)


@dataclass(frozen=True)
class Row:
    happened: str
    known: Known
    seen: Seen
    outcome: str
    state: str
    snapshot: str = "none"
    cause: str | None = None
    missing: int = 0


F = FetchOutcome
TABLE = (
    # what happened                  known before   seen now                                            outcome         state      snapshot, cause
    Row("200, first time", NEVER, saw(F.FETCHED, status=200, digest=NEW), "new", "live", "new", "first"),
    Row("200, content as before", LIVE, saw(F.FETCHED, status=200, digest=OLD), "unchanged", "live", "same"),
    Row("200, content differs", LIVE, saw(F.FETCHED, status=200, digest=NEW), "changed", "live", "new", "content"),
    Row("200, as before, after gone", GONE, saw(F.FETCHED, status=200, digest=OLD), "unchanged", "live", "same"),
    Row("200, other, after gone", GONE, saw(F.FETCHED, status=200, digest=NEW), "changed", "live", "new", "content"),
    Row("200, as before, after one 404", ONCE_404, saw(F.FETCHED, digest=OLD), "unchanged", "live", "same"),
    Row(
        "200, only the reader changed",
        LIVE,
        saw(F.FETCHED, digest=NEW, same_reader=False, reread=NEW),
        "unchanged",
        "live",
        "new",
        "technical",
    ),
    Row(
        "200, differs as both readers read it",
        LIVE,
        saw(F.FETCHED, digest=NEW, same_reader=False, reread=b"the old payload, read anew"),
        "changed",
        "live",
        "new",
        "content",
    ),
    Row("200 that is not believed", LIVE, saw(F.FETCHED, digest=NEW, suspicion="soft 404"), "suspect", "suspect"),
    Row("200 not believed, first time", NEVER, saw(F.FETCHED, suspicion="login"), "suspect", "suspect"),
    Row("200 not believed, after gone", GONE, saw(F.FETCHED, suspicion="login"), "suspect", "gone", missing=1),
    Row("200 not believed, after moved", MOVED, saw(F.FETCHED, suspicion="login"), "suspect", "moved"),
    Row("200 of which nothing was read", LIVE, saw(F.FETCHED, status=200), "suspect", "suspect"),
    Row("204 or 206", LIVE, saw(F.FETCHED, status=206, suspicion="no whole page"), "suspect", "suspect"),
    Row("304 to our validator", LIVE, saw(F.NOT_MODIFIED, status=304), "not_modified", "live", "same"),
    Row("304 after one 404", ONCE_404, saw(F.NOT_MODIFIED, status=304), "not_modified", "live", "same"),
    Row("304 for what we never had", NEVER, saw(F.NOT_MODIFIED, status=304), "failed", "known"),
    Row("3xx in scope", LIVE, saw(F.REDIRECTED, status=301), "redirected", "moved"),
    Row("3xx, first time", NEVER, saw(F.REDIRECTED, status=302), "redirected", "moved"),
    Row("404, first", LIVE, saw(F.MISSING, status=404), "missing", "suspect", missing=1),
    Row("404, never seen whole", NEVER, saw(F.MISSING, status=404), "missing", "suspect", missing=1),
    Row("404, too few", ONCE_404, saw(F.MISSING, status=404), "missing", "suspect", missing=2),
    Row("404, too soon", TWICE_IN_A_DAY, saw(F.MISSING, status=404), "missing", "suspect", missing=3),
    Row("404, by gone_after", TWICE_404, saw(F.MISSING, status=404), "missing", "gone", missing=3),
    Row("404 of what is gone", GONE, saw(F.MISSING, status=404), "missing", "gone", missing=2),
    Row("410", LIVE, saw(F.MISSING, status=410), "missing", "gone", missing=1),
    Row("other 4xx, 5xx", LIVE, saw(F.FAILED, status=503), "failed", "live"),
    Row("timeout, reset, cut body", ONCE_404, saw(F.FAILED), "failed", "suspect", missing=1),
    Row("failed, first time", NEVER, saw(F.FAILED), "failed", "known"),
    Row("guard, scope, size, robots", LIVE, saw(F.REFUSED), "refused", "live"),
    Row("refused of what is gone", GONE, saw(F.REFUSED), "refused", "gone", missing=1),
    Row("budget, limit, interrupted", MOVED, saw(F.SKIPPED), "skipped", "moved"),
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.happened)
def test_the_outcome_table_holds(row):
    decision = decide(row.known, row.seen, RULE)
    assert (decision.outcome, decision.state, decision.snapshot) == (row.outcome, row.state, row.snapshot)
    assert (decision.cause, decision.missing) == (row.cause, row.missing)


def test_every_fetch_outcome_stands_in_the_table():
    assert {row.seen.fetch for row in TABLE} == set(FetchOutcome)
    assert {row.outcome for row in TABLE} == {outcome.value for outcome in CaptureOutcome}


def test_a_suspect_answer_says_why():
    assert decide(LIVE, saw(F.FETCHED, digest=NEW, suspicion="soft 404"), RULE).reason == "soft 404"
    assert decide(LIVE, saw(F.FETCHED), RULE).reason == "nothing could be read of it"


digests = st.sampled_from([None, OLD, NEW])
knowns = st.builds(
    Known,
    state=st.sampled_from(ResourceState),
    digest=digests,
    missing=st.integers(0, 9),
    missing_since=st.just(NOW - 2 * DAY),
)
sights = st.builds(
    Seen,
    fetch=st.sampled_from(FetchOutcome),
    fetched=st.just(NOW),
    status=st.sampled_from([None, 200, 304, 404, 410, 500]),
    digest=digests,
    suspicion=st.sampled_from([None, "soft 404"]),
    same_reader=st.booleans(),
    reread=digests,
)


@given(knowns, sights)
def test_a_snapshot_is_made_only_of_a_whole_believed_page(known, seen):
    decision = decide(known, seen, RULE)
    assert isinstance(decision, Decision)
    if decision.snapshot is Snap.NEW:
        assert seen.fetch is FetchOutcome.FETCHED
        assert seen.suspicion is None
        assert seen.digest not in (None, known.digest)
    assert (decision.snapshot is Snap.NONE) == (decision.outcome not in SEEN_WHOLE)
    assert (decision.cause is not None) == (decision.snapshot is Snap.NEW)


@given(knowns, sights)
def test_nothing_is_gone_without_404_or_410(known, seen):
    decision = decide(known, seen, RULE)
    if decision.state is ResourceState.GONE and known.state is not ResourceState.GONE:
        assert seen.fetch is FetchOutcome.MISSING
        assert seen.status == 410 or decision.missing >= RULE.checks


@given(knowns, sights, st.sampled_from([F.FAILED, F.REFUSED, F.SKIPPED]))
def test_a_page_that_was_not_looked_at_stays_as_it_was(known, seen, fetch):
    decision = decide(known, replace(seen, fetch=fetch), RULE)
    assert (decision.state, decision.missing, decision.missing_since) == (
        known.state,
        known.missing,
        known.missing_since,
    )


def test_a_first_snapshot_is_of_cause_first():
    assert decide(NEVER, saw(F.FETCHED, digest=NEW), RULE).cause is SnapshotCause.FIRST
