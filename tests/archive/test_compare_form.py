"""A new compare form is a new reader: both sides are read again, the snapshot is `technical`, nobody edited anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from archive import digest, queries
from archive.crawls import PortalTerms, begin, finish
from archive.db import open_archive
from archive.models import ChangeRow, SnapshotRow
from archive.terms.facts import FetchFacts
from archive.terms.marks import Reader
from archive.terms.outcomes import CaptureOutcome, FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer
from pipelines.polish.forms import display

SEED = "http://127.0.0.1:8000/"
TERMS = PortalTerms(name="127.0.0.1:8000", hosts=("127.0.0.1:8000",), seeds=(SEED,), delay=0.0)
BODY = "Urząd Miasta w Kiеlcach zaprasza."  # the first e of Kielce is Cyrillic, which the first compare form kept


class Clock:
    def __init__(self):
        self.day = 1

    def now(self):
        self.day += 1
        return datetime(2026, 1, self.day, tzinfo=UTC)


def page(body, version):
    return PageContent(
        url=SEED,
        kind=PageKind.ARTICLE,
        reader=Reader(name="t", version=version),
        articles=(ArticleContent(title="T", body=body),),
    )


def crawl(archive, clock, body, version):
    """Crawl the one page as read by a reader of a version; the stored payload is its body."""
    handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
    reread = lambda payload, **facts: page(payload.decode(), version)  # noqa: E731
    writer = Writer(archive, handle, reread=reread)
    for one in writer.lease(6).result():
        facts = FetchFacts(
            portal=TERMS.name, crawl=handle.seq, url=one.url, urlkey=urlkey(one.url), outcome=FetchOutcome.FETCHED,
            fetched=clock.now(), found_by=FoundBy.LINK, status=200,
        )  # fmt: skip
        writer.submit(NewCapture(facts=facts, payload=body.encode(), content=page(body, version))).result()
    writer.close()
    result = finish(archive, handle, limited=False, clock=clock)
    handle.close()
    return result.counts


@pytest.mark.parametrize(
    ("later", "outcome", "causes", "changes"),
    [
        (BODY, CaptureOutcome.UNCHANGED, ["first", "technical"], []),
        (
            BODY.replace("zaprasza", "nie zaprasza"),
            CaptureOutcome.CHANGED,
            ["first", "technical", "content"],
            ["edited"],
        ),
    ],
)
def test_only_what_both_sides_differ_in_as_read_anew_is_an_edit(tmp_path, monkeypatch, later, outcome, causes, changes):
    clock = Clock()
    with open_archive(str(tmp_path / "k.db"), write=True, create=True) as archive:
        with monkeypatch.context() as before:
            before.setattr(digest, "compare", display)
            crawl(archive, clock, BODY, version=1)
        assert crawl(archive, clock, later, version=2)[outcome] == 1
        with archive.reading() as connection:
            assert list(connection.execute(select(SnapshotRow.cause).order_by(SnapshotRow.n)).scalars()) == causes
            assert list(connection.execute(select(ChangeRow.kind)).scalars()) == changes


def test_an_edit_is_compared_with_the_old_state_as_the_new_reader_reads_it(tmp_path, monkeypatch):
    """The first reader took the footer for text: its leaving out is the reader's doing, the new word the office's."""
    clock, footer = Clock(), "Urząd Miasta, ul. Rynek 1, czynny od poniedziałku do piątku."

    plain = page

    def shown(body, version):
        return plain(f"{body}\n\n{footer}" if version == 1 else body, version)

    monkeypatch.setattr("test_compare_form.page", shown)
    with open_archive(str(tmp_path / "k.db"), write=True, create=True) as archive:
        crawl(archive, clock, "Rada rozpatrzy uwagi do planu.", version=1)
        crawl(archive, clock, "Rada nie rozpatrzy uwagi do planu.", version=2)
        with archive.reading() as connection:
            [change] = connection.execute(select(ChangeRow.__table__)).all()
            bodies = [one.articles[0].body for one in (content_of(connection, n) for n in (1, 2, 3))]
    assert (change.kind, change.from_n, change.to_n, change.silent) == ("edited", 2, 3, None)
    assert change.classes == ["negation"]
    assert bodies == [
        f"Rada rozpatrzy uwagi do planu.\n\n{footer}",
        "Rada rozpatrzy uwagi do planu.",
        "Rada nie rozpatrzy uwagi do planu.",
    ]


def content_of(connection, n):
    return queries.show(connection, SEED, snapshot=n).content
