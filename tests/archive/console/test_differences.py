"""A diff for people, as text and as a page: words and links, nothing in it that is obeyed or followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from archive.console.differences import print_diff
from archive.terms.marks import Image, Link, Reader
from archive.terms.outcomes import PageKind, ResourceState, SnapshotCause
from archive.types import ArticleContent, PageContent, Snapshot, SnapshotContent

URL = "http://a.pl/"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = (
    Link(url="http://a.pl/stay", text="stały"),
    Link(url="http://a.pl/1", text="cennik"),
    Link(url=URL, text="<b>precz"),
)
NEW = (OLD[0], Link(url="http://a.pl/2", text="cennik"), Link(url="http://a.pl/n?a&b", text="nowy\x1b[31m"))


def shown(n, links):
    snapshot = Snapshot(
        n=n,
        digest="sha256:" + "0" * 64,
        cause=SnapshotCause.CONTENT,
        first_seen=NOON,
        last_seen=NOON,
        captures=1,
        title="T",
        published=None,
    )
    content = PageContent(
        url=URL,
        kind=PageKind.ARTICLE,
        reader=Reader(name="test", version=1),
        title="T",
        articles=(ArticleContent(title="T", body=f"Stan {n}", links=links),),
    )
    return SnapshotContent(snapshot=snapshot, content=content, captured=NOON, state=ResourceState.LIVE)


def diff(capsys, shape, fields=None, old=OLD, new=NEW):
    print_diff(URL, shown(1, old), shown(2, new), shape=shape, fields=fields)
    return capsys.readouterr().out


def test_text_shows_links_that_came_went_or_lead_elsewhere(capsys):
    words = diff(capsys, "text")
    assert "  + nowy\ufffd[31m http://a.pl/n?a&b\n" in words
    assert f"  - <b>precz {URL}\n" in words
    assert "  ~ cennik http://a.pl/1 → http://a.pl/2\n" in words
    assert "stały" not in words


def test_html_shows_links_as_text_that_leads_nowhere(capsys):
    page = diff(capsys, "html")
    assert "<ins>nowy\x1b[31m http://a.pl/n?a&amp;b</ins>" in page
    assert f"<del>&lt;b&gt;precz {URL}</del>" in page
    assert "cennik <del>http://a.pl/1</del> <ins>http://a.pl/2</ins>" in page
    assert "href" not in page


@pytest.mark.parametrize("shape", ["text", "html"])
def test_links_are_left_out_where_not_asked_for_or_the_same(capsys, shape):
    assert "cennik" not in diff(capsys, shape, fields=("body",))
    assert "Stan" not in diff(capsys, shape, fields=("links",))
    assert "cennik" in diff(capsys, shape, fields=("links",))
    assert "links" not in diff(capsys, shape, new=OLD)


def test_words_of_a_link_that_changed_and_pictures_are_shown(capsys):
    new = (OLD[0], OLD[1], Link(url=URL, text="wracaj"))
    assert f"  ~ {URL} “<b>precz” → “wracaj”" in diff(capsys, "text", new=new)
    assert "<ins>“wracaj”</ins>" in diff(capsys, "html", new=new)


def month(*articles):
    state = shown(1, ())
    return replace(state, content=replace(state.content, articles=articles))


@pytest.mark.parametrize("shape", ["text", "html"])
def test_articles_of_a_month_are_listed_by_what_became_of_them(capsys, shape):
    one = ArticleContent(
        title="Most", body="Remont mostu trwa.", published=date(2005, 11, 2), published_text="2005-11-02"
    )
    two = ArticleContent(body="Lodowisko otwarto przy hali.")
    three = ArticleContent(
        title="Sesja", body="Rada Miasta obraduje.", images=(Image(url="http://a.pl/a.png", alt="sala"),)
    )
    print_diff(URL, month(one, two), month(replace(one, body="Remont mostu stoi."), three), shape=shape, fields=None)
    said = capsys.readouterr().out
    assert "2005-11-02 Most: edited (body)" in said
    assert "Sesja: inserted" in said
    assert "item 2: removed" in said
    assert "sala http://a.pl/a.png" in said


@pytest.mark.parametrize("shape", ["text", "html"])
def test_a_paragraph_that_moved_is_said_to_have_moved(capsys, shape):
    one, two, three = "Pierwszy akapit o remoncie mostu.", "Drugi akapit o nowej szkole w mieście.", "Trzeci akapit."
    old, new = (
        month(ArticleContent(title="T", body="\n\n".join(parts))) for parts in ((one, two, three), (two, one, three))
    )
    print_diff(URL, old, new, shape=shape, fields=("body",))
    assert "moved" in capsys.readouterr().out
