"""A portal of 120 pages crawled three times, each sight with another frame."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archive.crawls import PortalTerms, begin, finish
from archive.terms.facts import FetchFacts
from archive.terms.marks import Reader
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer

COUNT = 120
WORDS = [f"słowo{n}" for n in range(500)]
MENU = "".join(f'<li><a href="/dział/{n}">{WORDS[n]} {WORDS[-n]}</a></li>' for n in range(60))


@dataclass
class Days:
    moment: datetime = field(default_factory=lambda: datetime(2025, 12, 1, tzinfo=UTC))

    def now(self):
        self.moment += timedelta(minutes=1)
        return self.moment


def terms(name="miasto", count=COUNT):
    root = f"http://www.{name}.example/"
    seeds = tuple(f"{root}{number}.html" for number in range(count))
    return PortalTerms(name=name, hosts=(f"www.{name}.example",), seeds=seeds, delay=0.0)


def body(url, state):
    own, sight = random.Random(url), random.Random(f"{url} {state}")
    text = " ".join(own.choices(WORDS, k=200))
    return f"<html><ul>{MENU}</ul><p>{text}</p><i>Odwiedzin: {sight.randrange(10**9)}</i></html>".encode()


def read_by_nobody(url):
    """Return a page as the reader test@1 took it: a text of its own, whatever the payload says."""
    return PageContent(
        url=url,
        kind=PageKind.ARTICLE,
        reader=Reader(name="test", version=1),
        language="pl",
        title=url,
        articles=(ArticleContent(title=url, published=None, published_text=None, body=f"Treść {url}"),),
    )


def capture(portal, crawl, url, state, clock, payload=None, read_anew=False):
    payload = payload or body(url, state)
    facts = FetchFacts(
        portal=portal.name,
        crawl=crawl,
        url=url,
        urlkey=urlkey(url),
        outcome=FetchOutcome.FETCHED,
        fetched=clock.now(),
        found_by=FoundBy.SEED,
        status=200,
    )
    content = read_by_nobody(url)
    if read_anew:
        from pipelines.reading import read_payload

        content = read_payload(payload, url=url, portal=portal.name, content_type=None, captured=facts.fetched)
    return NewCapture(facts=facts, payload=payload, content=content)


def crawl(archive, portal, state, clock, bodies=None, read_anew=False):
    handle = begin(archive, portal, full=False, fresh=False, clock=clock)
    writer = Writer(archive, handle)
    while due := writer.lease(16).result():
        waiting = [
            writer.submit(
                capture(portal, handle.seq, one.url, state, clock, (bodies or {}).get(one.url), read_anew=read_anew)
            )
            for one in due
        ]
        for future in waiting:
            future.result()
    writer.close()
    finish(archive, handle, limited=False, clock=clock)
    handle.close()
