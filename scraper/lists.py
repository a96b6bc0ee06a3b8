"""What a crawl has read of lists with pages: one that shows the same page again past its end leads on no further."""

from __future__ import annotations

from dataclasses import replace

from scraper.items import ParsedPage
from scraper.parsers.paging import asked_page, without_pager


class ReadLists:
    """Remembers, while a crawl runs, what each numbered page of a list said.

    A page alone says that it is past the end only where its pager marks its own number (scraper.parsers.paging). Where
    nothing marks it, a next link counted from the number asked for would lead on for ever (PORTAL.md 8).
    """

    def __init__(self) -> None:
        self._first: dict[tuple[str, int], int] = {}

    def leading_on(self, page: ParsedPage) -> ParsedPage:
        """Return a page to take links from: without its pager where a page of a lower number said the very same."""
        asked = asked_page(page.url)
        if asked is None:
            return page
        listing, number = asked
        urls = tuple(entry.url for entry in page.entries)
        texts = tuple((article.body, article.images, article.attachments) for article in page.articles)
        said = hash((page.kind, urls, texts))  # not the title, which may name the page asked for
        first = self._first.setdefault((listing, said), number)
        if first >= number:
            self._first[listing, said] = number
            return page
        articles = tuple(replace(article, links=without_pager(article.links)) for article in page.articles)
        return replace(page, navigation=without_pager(page.navigation), articles=articles)
