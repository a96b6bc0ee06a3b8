"""The write side as a crawl uses it: begin, lease, submit, finish, again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from archive.crawls import PortalTerms, begin, finish, interrupt
from archive.db import SCHEMA_HEAD, open_archive
from archive.errors import ArchiveLocked, ArchiveMissing
from archive.log.tree import root_of
from archive.models import CaptureRow, CrawlRow, FrontierRow, LeafRow
from archive.schema import check, head
from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Reader
from archive.terms.outcomes import CaptureOutcome, FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer

SEED = "http://127.0.0.1:8000/"
PAGE = "http://127.0.0.1:8000/a"
TERMS = PortalTerms(name="127.0.0.1:8000", hosts=("127.0.0.1:8000",), seeds=(SEED,), delay=0.0)


class Ticking:
    def __init__(self):
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self):
        self.moment += timedelta(seconds=1)
        return self.moment


def captured(crawl, url, body, clock, found=()):
    content = PageContent(
        url=url,
        kind=PageKind.ARTICLE,
        reader=Reader(name="test", version=1),
        title="T",
        articles=(ArticleContent(title="T", body=body),),
    )
    facts = FetchFacts(
        portal=TERMS.name, crawl=crawl, url=url, urlkey=urlkey(url), outcome=FetchOutcome.FETCHED,
        fetched=clock.now(), found_by=FoundBy.LINK, status=200, response_headers=(("ETag", '"1"'),),
    )  # fmt: skip
    links = tuple(Found(url=one, urlkey=urlkey(one), found_by=FoundBy.LINK) for one in found)
    return NewCapture(facts=facts, payload=body.encode(), content=content, found=links)


def crawl(archive, bodies, clock):
    handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
    writer = Writer(archive, handle)
    asked = {}
    while due := writer.lease(6).result():
        asked |= {one.url: one.etag for one in due}
        for one in due:
            found = (PAGE,) if one.url == SEED else ()
            writer.submit(captured(handle.seq, one.url, bodies[one.url], clock, found)).result()
    writer.close()
    result = finish(archive, handle, limited=False, clock=clock)
    handle.close()
    return result, asked


@pytest.fixture
def archive(tmp_path):
    with open_archive(str(tmp_path / "k.db"), write=True, create=True) as opened:
        yield opened


def test_the_schema_made_by_migrating_is_that_of_the_models(archive):
    report = check(archive.target)
    assert report.ok
    assert head() == SCHEMA_HEAD == report.schema


def test_a_missing_archive_is_one_sentence_for_readers(tmp_path):
    with pytest.raises(ArchiveMissing, match="there is no archive at"):
        open_archive(str(tmp_path / "none.db"), write=False)


def test_a_second_crawl_asks_with_validators_and_sees_what_changed(archive):
    clock = Ticking()
    first, asked = crawl(archive, {SEED: "a", PAGE: "b"}, clock)
    assert first.counts[CaptureOutcome.NEW] == 2
    assert asked == {SEED: None, PAGE: None}
    second, asked = crawl(archive, {SEED: "a", PAGE: "b2"}, clock)
    assert second.counts[CaptureOutcome.UNCHANGED] == second.counts[CaptureOutcome.CHANGED] == 1
    assert asked == {SEED: '"1"', PAGE: '"1"'}
    with archive.reading() as connection:
        assert list(connection.execute(select(CaptureRow.seq).order_by(CaptureRow.seq)).scalars()) == [1, 2, 3, 4]
        leaves = list(connection.execute(select(LeafRow.hash).order_by(LeafRow.index)).scalars())
        last = connection.execute(select(CrawlRow.__table__).where(CrawlRow.seq == 2)).one()
        assert (last.log_size, last.log_root, last.settled) == (4, root_of(leaves), True)


def test_an_interrupted_crawl_goes_on_and_a_capture_given_twice_is_one(archive):
    clock = Ticking()
    handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
    writer = Writer(archive, handle)
    writer.lease(6).result()
    one = captured(handle.seq, SEED, "a", clock, (PAGE,))
    assert writer.submit(one).result().seq == writer.submit(one).result().seq == 1
    writer.close()
    interrupt(archive, handle, reason="stopped", clock=clock)
    handle.close()
    again, _ = crawl(archive, {PAGE: "b"}, clock)
    assert (again.seq, again.resumed, again.counts[CaptureOutcome.NEW]) == (1, True, 2)


def leased(archive):
    with archive.reading() as connection:
        query = select(func.count()).select_from(FrontierRow).where(FrontierRow.lease.is_not(None))
        return connection.execute(query).scalar_one()


def test_what_is_committed_is_leased_anew_ahead_of_the_question_and_never_more_is_in_hand(archive):
    clock = Ticking()
    seeds = tuple(f"{SEED}{number}" for number in range(12))
    handle = begin(archive, replace(TERMS, seeds=seeds), full=False, fresh=False, clock=clock)
    writer = Writer(archive, handle)
    due = writer.lease(4).result()
    asked = [one.url for one in due]
    assert (len(due), leased(archive)) == (4, 4)
    while due:
        for future in [writer.submit(captured(handle.seq, one.url, one.url, clock)) for one in due]:
            future.result()
        assert leased(archive) == min(4, 12 - len(asked))
        ahead = writer.lease(16)
        assert ahead.done() is (len(asked) < 12)
        due = ahead.result()
        asked += [one.url for one in due]
    writer.close()
    assert sorted(asked) == sorted(seeds)
    assert finish(archive, handle, limited=False, clock=clock).counts[CaptureOutcome.NEW] == 12
    handle.close()


def test_a_fresh_crawl_skips_what_the_given_up_one_left(archive):
    clock = Ticking()
    handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
    with pytest.raises(ArchiveLocked, match="pid"):
        begin(archive, TERMS, full=False, fresh=True, clock=clock)
    handle.close()
    handle = begin(archive, TERMS, full=False, fresh=True, clock=clock)
    handle.close()
    assert handle.seq == 2
    with archive.reading() as connection:
        rows = connection.execute(select(CaptureRow.outcome, CaptureRow.reason)).all()
    assert [tuple(row) for row in rows] == [("skipped", "interrupted")]
