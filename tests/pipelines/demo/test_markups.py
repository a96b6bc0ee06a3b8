"""The same content comes out of every mark-up of the bundled portal."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.terms.outcomes import PageKind
from pipelines.demo.days import NEWS, city
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import site
from pipelines.normalize import normalize_page
from pipelines.polish.forms import display
from scraper.parsers.registry import PageContext, parse

ROOT = "http://127.0.0.1:8000/"
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=MARKUPS)
def read(request):
    pages = site(city(1), request.param, ROOT)
    markup = MARKUPS[request.param]

    def reader(path):
        kind, body = pages[path]
        context = PageContext(url=ROOT.rstrip("/") + path, content_type=kind, captured=MOMENT)
        return normalize_page(parse(body, context).page, today=MOMENT.date())

    reader.bulletin = markup.bulletin
    reader.printed = (lambda day: f"{day:%d.%m.%Y}") if markup.bulletin else (lambda day: f"{day:%d-%m-%Y}")
    return reader


def test_articles_come_out_whole(read):
    state = city(1)
    for article in (*state.articles, *state.archived):
        page = read(article.path)
        (one,) = page.articles
        assert (page.kind, page.title, page.section) == (PageKind.ARTICLE, article.title, article.section)
        assert one.title == article.title
        assert one.published == article.published
        assert one.published_text == read.printed(article.published)
        assert one.updated == (article.updated or (article.published if read.bulletin else None))
        assert one.body == "\n\n".join(display(text) for text in article.paragraphs)
        assert [link.text for link in one.attachments] == [label for label, _ in article.files]
        assert page.language == "pl"


def test_banners_are_the_sidebar_and_the_menu_is_navigation(read):
    for path in ("/kontakt/", city(1).articles[0].path, city(1).months[0].path, NEWS):
        page = read(path)
        assert [link.text for link in page.sidebar] == [caption for _, caption in city(1).banners]
        assert all(link.image for link in page.sidebar)
        assert {"Strona główna", "Aktualności", "Archiwum"} <= {link.text for link in page.navigation}


def test_month_archives_date_each_text_by_its_day(read):
    for month in city(1).months:
        page = read(month.path)
        assert (page.kind, page.title) == (PageKind.MONTH_ARCHIVE, month.title)
        assert all(article.title is None for article in page.articles)
        for day, items in month.days:
            found = [article for article in page.articles if article.published == day]
            assert [article.body for article in found] == [said(item) for item in items]
            assert [[link.text for link in article.attachments] for article in found] == [
                [label for label, _ in item.files] for item in items
            ]
            assert [[link.url for link in article.links] for article in found] == [
                [address for address in (item.more and ROOT.rstrip("/") + item.more, item.video) if address]
                for item in items
            ]
        assert page.warnings == ()
        assert len(page.articles) == sum(len(items) for _, items in month.days)


def said(item):
    more = " (więcej)" if item.more else ""
    video = ("Zobacz w Internetowej Telewizji",) if item.video else ()
    return "\n\n".join((*item.paragraphs, *video)).replace(item.paragraphs[-1], item.paragraphs[-1] + more)


def test_a_bulletin_says_who_signs_and_what_it_declares_to_have_changed(read):
    for article in city(1).articles:
        (one,) = read(article.path).articles
        if not read.bulletin:
            assert (one.author, one.responsible, one.history) == (None, None, ())
            continue
        assert (one.author, one.responsible) == (article.author, article.responsible)
        assert [(row.version, row.changed_text, row.author, row.reason) for row in one.history] == list(article.log)
        assert all(row.changed.strftime("%d.%m.%Y") == row.changed_text[:10] for row in one.history)


def test_lists_name_their_articles_with_dates_and_teasers(read):
    state = city(1)
    for path, articles in (("/", state.articles[:5]), (NEWS, state.articles[:10])):
        page = read(path)
        assert page.kind is PageKind.LISTING
        assert [(entry.title, entry.published) for entry in page.entries] == [
            (article.title, article.published) for article in articles
        ]
        assert all(entry.text for entry in page.entries)
        assert page.articles == ()


def test_static_and_english_pages_have_one_undated_article(read):
    for static in city(1).static:
        page = read(static.path)
        (one,) = page.articles
        assert (page.kind, page.title, one.published_text) == (PageKind.STATIC, static.title, None)
        assert one.body == "\n\n".join(static.paragraphs)
        assert page.language == static.language


def test_feed_and_sitemap_list_addresses(read):
    feed, sitemap = read("/rss.xml"), read("/sitemap.xml")
    assert feed.kind is sitemap.kind is PageKind.FEED
    assert [entry.title for entry in feed.entries] == [article.title for article in city(1).articles[:10]]
    assert feed.entries[0].published == city(1).articles[0].published
    assert len(sitemap.entries) > 55
