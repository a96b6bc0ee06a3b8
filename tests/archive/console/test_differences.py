"""A diff for people, as text and as a page: words and links, nothing in it that is obeyed or followed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.console.differences import print_diff
from archive.terms.marks import Link, Reader
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
