"""A replaced file: `silent` by what the page that offers it prints, since the file itself prints nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.changes import attachment_silent
from archive.console.differences import print_diff
from archive.crawls import PortalTerms, begin, finish
from archive.db import open_archive
from archive.diffs.text import Op
from archive.file_states import differing_files
from archive.queries import list_changes, show
from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Link, Reader
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer

ROOT = "http://a.pl/"
FILE = ROOT + "plan.pdf"
READER = Reader(name="test", version=1)
TERMS = PortalTerms(name="a", hosts=("a.pl",), seeds=(ROOT,), delay=0.0)
DATED = ArticleContent(
    title="Plan",
    published=date(2026, 1, 2),
    published_text="02-01-2026",
    body="Plan zagospodarowania.",
    attachments=(Link(url=FILE, text="plan"),),
)
UPDATED = replace(DATED, updated=date(2026, 1, 9), updated_text="09-01-2026")
UNDATED = replace(DATED, published=None, published_text=None)
OTHER = replace(DATED, title="Inny", body="O czym innym, bez załącznika.", attachments=())


def page(*articles):
    return PageContent(url=ROOT, kind=PageKind.ARTICLE, reader=READER, title="Plan", articles=articles)


@pytest.mark.parametrize(
    ("old", "new", "silent"),
    [
        ((DATED,), (DATED,), True),
        ((DATED,), (UPDATED,), False),
        ((DATED,), (replace(DATED, body="Plan zagospodarowania Doliny."),), True),
        ((UNDATED,), (UNDATED,), None),
        ((UNDATED,), (UPDATED,), False),
        ((OTHER, DATED), (replace(OTHER, updated_text="dziś"), DATED), True),  # another item's date declares nothing
        ((OTHER,), (OTHER,), None),
    ],
)
def test_a_files_change_is_declared_by_the_article_that_offers_it(old, new, silent):
    assert attachment_silent(page(*old), page(*new), FILE) is silent


class Ticking:
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self):
        self.moment += timedelta(seconds=1)
        return self.moment


def crawl(archive, clock, article, payload):
    """Crawl the page with an article and its file with these bytes, the file first."""
    handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
    writer = Writer(archive, handle)
    document = PageContent(
        url=FILE, kind=PageKind.DOCUMENT, reader=READER, articles=(ArticleContent(title="plan.pdf"),)
    )
    found = (Found(url=FILE, urlkey=urlkey(FILE), found_by=FoundBy.ATTACHMENT),)
    while leases := writer.lease(5).result():
        for lease in sorted(leases, key=lambda lease: lease.url, reverse=True):
            facts = FetchFacts(
                portal=TERMS.name,
                crawl=handle.seq,
                url=lease.url,
                urlkey=lease.urlkey,
                outcome=FetchOutcome.FETCHED,
                status=200,
                fetched=clock.now(),
                found_by=FoundBy.LINK,
            )
            if lease.url == FILE:
                capture = NewCapture(facts=facts, payload=payload, content=document)
            else:
                body = f"<p>{article}".encode()
                capture = NewCapture(facts=facts, payload=body, content=page(article), found=found)
            writer.submit(capture).result()
    writer.close()
    finish(archive, handle, limited=False, clock=clock)
    handle.close()


@pytest.mark.parametrize(
    ("first", "second", "silent"), [(DATED, DATED, True), (DATED, UPDATED, False), (UNDATED, UNDATED, None)]
)
def test_a_replaced_file_is_one_change_of_the_page_that_offers_it(first, second, silent, tmp_path):
    clock = Ticking()
    with open_archive(str(tmp_path / "k.db"), write=True, create=True) as archive:
        crawl(archive, clock, first, b"%PDF old")
        crawl(archive, clock, second, b"%PDF new")
        with archive.reading() as connection:
            stated = [change for change in list_changes(connection) if change.kind == "attachment"]
    assert [(change.url, change.attachment_url, change.silent) for change in stated] == [(ROOT, FILE, silent)]


@pytest.mark.parametrize("shape", ["text", "html", "json"])
def test_a_diff_of_the_page_names_the_file_that_was_replaced_at_its_address(shape, tmp_path, capsys):
    clock = Ticking()
    path = str(tmp_path / "k.db")
    with open_archive(path, write=True, create=True) as archive:
        crawl(archive, clock, DATED, b"%PDF old")
        crawl(archive, clock, replace(DATED, body="Plan Doliny."), b"%PDF new")
        with archive.reading() as connection:
            old, new = (show(connection, ROOT, snapshot=n) for n in (1, 2))
            files = differing_files(connection, old, new)
    assert [(file.url, file.old_url, file.steps) for file in files] == [(FILE, FILE, None)]
    print_diff(
        ROOT,
        old,
        new,
        shape=shape,
        fields=None,
        files=(*files, replace(files[0], steps=(Op("insert", "", "dopisek"),))),
    )
    said = capsys.readouterr().out
    assert FILE in said
    assert "dopisek" in said
