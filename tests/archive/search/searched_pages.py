"""Archives to search, made by the write side itself: pages given by their address, text and date, crawl after crawl."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.crawls import PortalTerms, begin, finish
from archive.search.finding import search
from archive.search.query import parse_query
from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Reader
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer

ROOT = "http://www.miasto.example/"
TERMS = PortalTerms(name="miasto", hosts=("www.miasto.example",), seeds=(ROOT,), delay=0.0)


@dataclass
class Ticking:
    moment: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self):
        self.moment += timedelta(seconds=1)
        return self.moment


def page(name, articles, *, kind=PageKind.ARTICLE, section="aktualności", title=None):
    """Return a page of articles, each (title, body, published)."""
    return PageContent(
        url=ROOT + name,
        kind=kind,
        reader=Reader(name="test", version=1),
        section=section,
        title=title,
        articles=tuple(ArticleContent(title=one, body=body, published=day) for one, body, day in articles),
    )


def crawl(archive, pages, clock, *, ended=True):
    """Crawl pages once; without `ended` the crawl stays as a kill would leave it."""
    handle = begin(archive, TERMS, full=False, fresh=False, clock=clock)
    writer = Writer(archive, handle)
    found = tuple(Found(url=one.url, urlkey=urlkey(one.url), found_by=FoundBy.LINK) for one in pages)
    by_url = {one.url: one for one in pages}
    while due := writer.lease(6).result():
        for one in due:
            content = by_url.get(one.url)
            facts = FetchFacts(
                portal=TERMS.name,
                crawl=handle.seq,
                url=one.url,
                urlkey=urlkey(one.url),
                outcome=FetchOutcome.FETCHED if content else FetchOutcome.MISSING,
                fetched=clock.now(),
                found_by=FoundBy.LINK,
                status=200 if content else 404,
            )
            payload = repr(content).encode() if content else None
            links = found if one.url == ROOT else ()
            writer.submit(NewCapture(facts=facts, payload=payload, content=content, found=links)).result()
    writer.close()
    if ended:
        finish(archive, handle, limited=False, clock=clock)
    handle.close()


def hits(archive, text, **options):
    with archive.reading() as connection:
        return search(connection, parse_query(text), **options).hits


def names(archive, text, **options):
    """Return what a search finds: the page's name, with the article's place where there are several."""
    return [
        hit.url.removeprefix(ROOT) + (f"#{hit.article}" if hit.article else "")
        for hit in hits(archive, text, **options)
    ]
