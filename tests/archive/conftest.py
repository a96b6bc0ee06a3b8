"""A small archive that the reading tests share: two complete crawls, one interrupted, hostile titles among the pages."""

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import growing
import pytest

from archive.crawls import PortalTerms, begin, finish, interrupt
from archive.db import open_archive
from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Image, Link, Reader, SidebarLink
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer

ROOT = "http://www.miasto.example/"
EDITED = ROOT + "edited"
HOSTILE = ROOT + "hostile"
LOST = ROOT + "lost"
NEVER = ROOT + "never"
PAGES = (ROOT, EDITED, HOSTILE, LOST, NEVER)
TITLE = "<script>\x1b[31m[red]zły[/red]"
TERMS = PortalTerms(name="miasto", hosts=("www.miasto.example",), seeds=(ROOT,), delay=0.0)


@dataclass
class Ticking:
    moment: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self):
        self.moment += timedelta(seconds=1)
        return self.moment


def page(url, body, title="Tytuł"):
    article = ArticleContent(
        title=title,
        published=date(2026, 1, 2),
        published_text="02-01-2026",
        body=body,
        links=(Link(url=f"{ROOT}to?{len(body)}", text="dalej"),),
        images=(Image(url=f"{ROOT}a.png", alt=""),),
    )
    return PageContent(
        url=url,
        kind=PageKind.ARTICLE,
        reader=Reader(name="test", version=1),
        language="pl",
        section="aktualności",
        title=title,
        articles=(article,),
        sidebar=(SidebarLink(url=ROOT + "b", text="ANKIETA", image=None),),
        navigation=(Link(url=ROOT, text="początek"),),
    )


def capture(crawl, url, second, clock):
    facts = {
        "portal": TERMS.name,
        "crawl": crawl,
        "url": url,
        "urlkey": urlkey(url),
        "fetched": clock.now(),
        "found_by": FoundBy.LINK,
        "seconds": 0.25,
    }
    if url == NEVER:
        failed = FetchFacts(**facts, outcome=FetchOutcome.FAILED, reason="connection reset")
        return NewCapture(facts=failed)
    if url == LOST and second:
        return NewCapture(facts=FetchFacts(**facts, outcome=FetchOutcome.MISSING, status=404))
    body = "Nabór trwa do 3 maja." if second and url == EDITED else "Nabór trwa do 1 maja."
    content = page(url, f"{body}\n\n{url}", TITLE if url == HOSTILE else "Tytuł")
    seen = FetchFacts(**facts, outcome=FetchOutcome.FETCHED, status=200, wire_length=40, flags=("late",))
    links = tuple(Found(url=one, urlkey=urlkey(one), found_by=FoundBy.LINK) for one in PAGES[1:] if url == ROOT)
    return NewCapture(facts=seen, payload=f"<p>{url} {body}".encode(), content=content, found=links)


def crawl_into(archive, clock, *, second=False, at_most=100):
    handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
    writer = Writer(archive, handle)
    count = 0
    while count < at_most and (due := writer.lease(1).result()):
        writer.submit(capture(handle.seq, due[0].url, second, clock)).result()
        count += 1
    writer.close()
    if count == at_most:
        interrupt(archive, handle, reason="stopped by hand", clock=clock)
    else:
        finish(archive, handle, limited=False, clock=clock)
    handle.close()


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory):
    """Return the path of the archive; tests read it only."""
    path = str(tmp_path_factory.mktemp("small") / "small.db")
    clock = Ticking()
    with open_archive(path, write=True, create=True) as archive:
        crawl_into(archive, clock)
        crawl_into(archive, clock, second=True)
        crawl_into(archive, clock, second=True, at_most=2)
    return path


@pytest.fixture
def small_archive_copy(small_archive, tmp_path):
    """Return the path of a copy that a test may write to."""
    return str(shutil.copy(small_archive, tmp_path / "copy.db"))


@pytest.fixture(scope="session")
def grown_path(tmp_path_factory):
    """Return the path of an archive of two crawls that no dictionary was trained for; tests take copies."""
    path = tmp_path_factory.mktemp("grown") / "kronika.db"
    clock = growing.Days()
    with open_archive(str(path), write=True, create=True) as archive:
        growing.crawl(archive, growing.terms(), 1, clock)
        clock.moment += timedelta(days=60)
        growing.crawl(archive, growing.terms(), 2, clock)
    return path


@pytest.fixture
def grown(grown_path, tmp_path):
    """Return a copy of that archive, open to write."""
    with open_archive(str(shutil.copy(grown_path, tmp_path / "kronika.db")), write=True) as opened:
        yield opened
