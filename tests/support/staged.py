"""A portal staged on the write side: each crawl is told what each address answers; a day passes between crawls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from archive.crawls import PortalTerms, begin, finish
from archive.db import open_archive
from archive.queries import list_changes
from archive.terms.facts import FetchFacts, Found
from archive.terms.marks import Link, Reader, SidebarLink
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, NewCapture, PageContent
from archive.writer import Writer

ROOT = "http://a.pl/"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
FRONT = ArticleContent(title="Urząd", body="Strona główna urzędu miasta.")


def note(body, published=date(2026, 2, 1), title="Nabór wniosków", **more):
    printed = f"{published:%d-%m-%Y}" if published else None
    return ArticleContent(title=title, published=published, published_text=printed, body=body, **more)


def updated(article, day):
    from dataclasses import replace

    return replace(article, updated=day, updated_text=f"{day:%d-%m-%Y}")


class Staged:
    """`crawl` takes {address: article, articles, status, text of a suspicion, bytes of a file or (redirect, target)}."""

    def __init__(self, path, checks=2, span=timedelta(days=1)):
        self.archive = open_archive(str(path), write=True, create=True)
        self.terms = PortalTerms(
            name="a", hosts=("a.pl",), seeds=(ROOT,), delay=0.0, gone_after_checks=checks, gone_after_span=span
        )
        self.moment = START
        self.readers = Reader(name="test", version=1)
        self.banners, self.bannered = (), None
        self.crawls = 0

    def now(self):
        self.moment += timedelta(seconds=1)
        return self.moment

    def crawl(self, answers, day=None):
        """Crawl, a day later than before or on the given one counted from the start; return the changes stated."""
        self.moment = START + timedelta(days=self.crawls if day is None else day)
        self.crawls += 1
        known = {change.id for change in self.changes()}
        handle = begin(self.archive, self.terms, full=False, fresh=False, clock=self)
        writer = Writer(self.archive, handle)
        answers = {ROOT: FRONT} | answers
        found = tuple(Found(url=url, urlkey=urlkey(url), found_by=FoundBy.LINK) for url in answers)
        while due := writer.lease(6).result():
            for one in due:
                answer = answers.get(one.url, 404)
                writer.submit(self._capture(handle.seq, one.url, answer, found)).result()
        writer.close()
        self.last = finish(self.archive, handle, limited=False, clock=self)
        handle.close()
        return [change for change in self.changes() if change.id not in known]

    def changes(self, **asked):
        with self.archive.reading() as connection:
            return list(list_changes(connection, **asked))

    def _banners(self, url):
        return self.banners if self.bannered is None or url in self.bannered else ()

    def _capture(self, crawl, url, answer, found):
        facts = {
            "portal": "a",
            "crawl": crawl,
            "url": url,
            "urlkey": urlkey(url),
            "fetched": self.now(),
            "found_by": FoundBy.LINK,
        }
        if isinstance(answer, int):
            outcome = FetchOutcome.MISSING if answer in (404, 410) else FetchOutcome.FAILED
            return NewCapture(facts=FetchFacts(**facts, outcome=outcome, status=answer, reason=f"HTTP {answer}"))
        if isinstance(answer, tuple) and answer[0] == "redirect":
            return NewCapture(
                facts=FetchFacts(**facts, outcome=FetchOutcome.REDIRECTED, status=301, redirect=answer[1]), found=found
            )
        whole = FetchFacts(**facts, outcome=FetchOutcome.FETCHED, status=200)
        if isinstance(answer, str):
            return NewCapture(facts=whole, payload=answer.encode(), suspicion=answer)
        if isinstance(answer, bytes):
            content = PageContent(
                url=url, kind=PageKind.DOCUMENT, reader=self.readers, articles=(ArticleContent(title=url),)
            )
            return NewCapture(facts=whole, payload=answer, content=content)
        articles = answer if isinstance(answer, tuple) else (answer,)
        kind = PageKind.ARTICLE if len(articles) == 1 else PageKind.MONTH_ARCHIVE
        content = PageContent(
            url=url, kind=kind, reader=self.readers, title=articles[0].title, articles=articles,
            section="aktualności", navigation=(Link(url=ROOT, text="początek"),), sidebar=tuple(SidebarLink(url=ROOT + name, text=name, image=None) for name in self._banners(url)),
        )  # fmt: skip
        return NewCapture(
            facts=whole, payload=repr((url, articles, self._banners(url))).encode(), content=content, found=found
        )
