"""What the archive answers when it is asked for pages, timelines, snapshots, bytes, changes and crawls."""

from datetime import UTC, datetime

import pytest
from small_site import EDITED, HOSTILE, LOST, NEVER, PAGES, ROOT, TITLE
from sqlalchemy import event

from archive.crawls import crawls_of
from archive.db import open_archive
from archive.queries import list_changes, list_pages, portal_facts, raw, show, timeline
from archive.report import crawl_report
from archive.terms.errors import BadUrl, NotThere
from archive.terms.outcomes import CaptureOutcome, ChangeKind, CrawlStatus, ResourceState

BEFORE = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def connection(small_archive):
    with open_archive(small_archive, write=False) as archive, archive.reading() as opened:
        yield opened


def test_pages_are_listed_newest_change_first_and_those_never_seen_are_not(connection):
    pages = list(list_pages(connection))
    assert pages[0].url == EDITED
    assert {page.url for page in pages} == set(PAGES) - {NEVER}
    assert {page.url: page.state for page in pages}[LOST] is ResourceState.SUSPECT


def test_pages_are_picked_by_section_and_kind(connection):
    assert len(list(list_pages(connection, section="aktualności", kind="article"))) == 4
    assert not list(list_pages(connection, section="sport"))
    assert not list(list_pages(connection, kind="feed"))


def test_a_timeline_has_every_state_and_every_sight(connection):
    states = timeline(connection, EDITED)
    assert [(one.n, one.cause.value) for one in states.snapshots] == [(1, "first"), (2, "content")]
    assert states.snapshots[0].last_seen < states.snapshots[1].first_seen
    assert [one.outcome for one in states.coverage[:2]] == [CaptureOutcome.NEW, CaptureOutcome.CHANGED]
    assert states.frames == 1


@pytest.mark.parametrize(
    "typed",
    [EDITED, "https://www.miasto.example/edited#top", "http://miasto.example:80/edited", "www.miasto.example/%65dited"],
)
def test_an_address_is_found_however_it_is_typed(connection, typed):
    assert timeline(connection, typed).url == EDITED


def test_an_address_that_is_not_there_is_named(connection):
    with pytest.raises(NotThere, match=f"{ROOT}none is not in this archive"):
        timeline(connection, ROOT + "none")
    with pytest.raises(BadUrl):
        timeline(connection, "ftp://x/")


def test_a_snapshot_is_shown_with_its_frame(connection):
    old, new = show(connection, EDITED, snapshot=1), show(connection, EDITED)
    assert "1 maja" in old.content.articles[0].body
    assert "3 maja" in new.content.articles[0].body
    assert new.content.sidebar[0].text == "ANKIETA"
    assert (old.snapshot.n, new.snapshot.n, new.state) == (1, 2, ResourceState.LIVE)


def test_a_time_finds_the_snapshot_in_force_then(connection):
    first, second = timeline(connection, EDITED).snapshots
    assert show(connection, EDITED, at=first.first_seen).snapshot.n == 1
    assert show(connection, EDITED, at=second.first_seen).snapshot.n == 2
    assert b"1 maja" in raw(connection, EDITED, at=first.last_seen)
    with pytest.raises(NotThere, match=r"nobody saw .*edited whole before"):
        show(connection, EDITED, at=BEFORE)


def test_bytes_come_as_they_were_sent(connection):
    assert raw(connection, EDITED, snapshot=2) == f"<p>{EDITED} Nabór trwa do 3 maja.".encode()
    with pytest.raises(NotThere, match="not a number 9"):
        raw(connection, EDITED, snapshot=9)
    with pytest.raises(NotThere, match="never seen whole"):
        raw(connection, NEVER)


def test_a_hostile_title_is_kept_to_the_letter(connection):
    assert show(connection, HOSTILE).content.title == TITLE


def test_changes_are_picked_by_time_kind_and_silence(connection):
    edited = list(list_changes(connection, kind="edited"))
    assert [(change.url, change.kind) for change in edited] == [(EDITED, ChangeKind.EDITED)]
    assert edited[0].not_before < edited[0].not_after
    assert not list(list_changes(connection, until=edited[0].not_after, kind="edited"))
    assert list(list_changes(connection, since=edited[0].not_after, kind="edited")) == edited
    assert [change.id for change in list_changes(connection, silent=True)] == [edited[0].id]


def test_crawls_and_portals_are_counted(connection):
    crawls = crawls_of(connection)
    assert [crawl.status for crawl in crawls] == [CrawlStatus.FINISHED] * 2 + [CrawlStatus.INTERRUPTED]
    assert set(crawls[0].counts) == set(CaptureOutcome)
    (facts,) = portal_facts(connection)
    assert (facts.name, facts.resources, facts.last_crawl) == ("miasto", 5, 3)


def test_crawls_are_read_with_three_statements_however_many_there_are(connection):
    asked = []
    event.listen(connection.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert len(crawls_of(connection)) == len(asked) == 3
    assert crawls_of(connection, 2) == [crawls_of(connection)[1]]


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_every_url_that_was_due_is_accounted_for_once(connection, seq):
    report = crawl_report(connection, seq, whole=True)
    assert sum(report.outcomes.values()) == len(report.urls) == 5
    assert {url["url"] for url in report.urls} == set(PAGES)


def test_a_report_lists_what_was_not_stored_with_its_reason(connection):
    report = crawl_report(connection, 2)
    assert {url["url"]: (url["outcome"], url["reason"]) for url in report.urls}[NEVER] == ("failed", "connection reset")
    assert {url["outcome"] for url in report.urls} == {"failed", "missing"}
    assert report.politeness == {"min_gap": 1.0, "median_gap": 1.0}
    assert report.health["extraction"]["without_title"] == 0


def test_what_an_interrupted_crawl_has_not_got_to_counts_as_skipped(connection):
    report = crawl_report(connection, 3)
    assert report.outcomes[CaptureOutcome.SKIPPED] == 3
    assert {url["reason"] for url in report.urls if url["outcome"] == "skipped"} == {
        "interrupted; the same command resumes"
    }


def test_a_crawl_that_never_was_is_named(connection):
    with pytest.raises(NotThere, match="no crawl 99"):
        crawl_report(connection, 99)
