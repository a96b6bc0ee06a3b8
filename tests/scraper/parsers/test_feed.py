"""Feeds and sitemaps: their entries, whatever dialect, and nothing that an entity could bring."""

import pytest

from archive.terms.outcomes import PageKind
from scraper.parsers.registry import PageContext, parse

URL = "http://miasto.example/rss"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Aktualności</title>
<item><title>Remont mostu</title><link>/most</link><description>&lt;p&gt;Rada &lt;b&gt;przyjęła&lt;/b&gt; plan.&lt;/p&gt;</description>
<pubDate>Wed, 28 Feb 2018 10:00:00 +0100</pubDate></item>
<item><title>Bez adresu</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Aktualności</title><entry><title>Remont mostu</title>
<link rel="self" href="/most.atom"/><link href="/most"/><summary>Krótko</summary><updated>2018-02-28T10:00:00Z</updated>
</entry></feed>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://miasto.example/s1.xml</loc>
<lastmod>2018-02-28</lastmod></sitemap></sitemapindex>"""


def read(text):
    return parse(text.encode(), PageContext(url=URL, content_type="application/xml")).page


@pytest.mark.parametrize(
    ("text", "title", "entry"),
    [
        (RSS, "Aktualności", ("http://miasto.example/most", "Remont mostu", "Rada przyjęła plan.", "Wed, 28 Feb 2018 10:00:00 +0100")),
        (ATOM, "Aktualności", ("http://miasto.example/most", "Remont mostu", "Krótko", "2018-02-28T10:00:00Z")),
        (INDEX, None, ("http://miasto.example/s1.xml", "", "", "2018-02-28")),
    ],
)  # fmt: skip
def test_entries_are_read_in_every_dialect(text, title, entry):
    page = read(text)
    assert (page.kind, page.title) == (PageKind.FEED, title)
    assert [(one.url, one.title, one.text, one.published_text) for one in page.entries] == [entry]


def test_an_entity_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("tajne")
    page = read(
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss><channel><title>&x;</title></channel></rss>'
    )
    assert "tajne" not in repr(page)


def test_a_feed_that_is_cut_keeps_the_entries_before_the_cut():
    assert [entry.title for entry in read(RSS[:420]).entries] == ["Remont mostu"]


def test_more_entries_than_the_bound_are_said(monkeypatch):
    monkeypatch.setattr("scraper.parsers.feed.MAX_ENTRIES", 2)
    page = read("<urlset>" + "".join(f"<url><loc>http://a.example/{n}</loc></url>" for n in range(3)) + "</urlset>")
    assert len(page.entries) == 2
    assert page.warnings
