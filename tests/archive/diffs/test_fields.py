"""A diff of pages: fields, links, articles one by one, and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive.diffs.fields import diff_json, diff_pages
from archive.diffs.files import FileState, diff_files
from archive.terms.marks import Image, Link, Reader
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, PageContent

NOTE = ArticleContent(
    title="Most", published=date(2005, 11, 2), published_text="2005-11-02", body="Remont mostu trwa i trwa."
)
RINK = ArticleContent(
    title="Lód", published=date(2005, 11, 30), published_text="2005-11-30", body="Lodowisko otwarto przy hali."
)
FILE = Link(url="http://a.pl/plan.pdf", text="plan")


def page(*articles, **fields):
    return PageContent(
        url="http://a.pl/", kind=PageKind.MONTH_ARCHIVE, reader=Reader(name="t", version=1), articles=articles, **fields
    )


def document(old, new, fields=None, files=()):
    return diff_json("http://a.pl/", 1, 2, diff_pages(old, new, files=files), fields)


def test_language_and_the_person_who_answers_are_fields():
    found = document(page(NOTE, language="pl"), page(replace(NOTE, responsible="Jan Nowak"), language="en"))
    assert found["fields"] == {
        "language": [{"op": "replace", "old": "pl", "new": "en"}],
        "responsible": [{"op": "insert", "old": "", "new": "Jan Nowak"}],
    }
    assert "articles" not in found
    assert "files" not in found


def test_articles_of_a_month_are_matched_one_by_one():
    slipped = replace(NOTE, title="Nowa", body="Otwarto przedszkole w centrum miasta.")
    moved = replace(RINK, published=date(2005, 12, 1), published_text="2005-12-01")
    edited = replace(NOTE, body="Remont mostu trwa i nie trwa.")
    found = document(page(NOTE, RINK), page(edited, slipped, moved))["articles"]
    assert [(one["op"], one["from"], one["to"], one["published"]) for one in found] == [
        ("edited", 0, 0, "2005-11-02"), ("inserted", None, 1, "2005-11-02"), ("moved", 1, 2, "2005-12-01"),
    ]  # fmt: skip
    assert list(found[0]["fields"]) == ["body"]
    assert list(found[2]["fields"]) == ["published"]
    gone = document(page(NOTE, RINK), page(RINK))["articles"]
    assert [(one["op"], one["from"], one["to"]) for one in gone] == [("removed", 0, None)]
    assert "articles" not in document(page(NOTE, RINK), page(RINK), fields=("links",))


def test_links_files_and_pictures_have_their_zones():
    old = replace(NOTE, links=(Link(url="/a", text="a"),), images=(Image(url="/a.png", alt="herb"),))
    new = replace(
        NOTE, links=(Link(url="/a", text="b"),), attachments=(FILE,), images=(Image(url="/b.png", alt="herb"),)
    )
    links = document(page(old), page(new))["links"]
    assert links["added"] == [{"url": FILE.url, "text": "plan", "zone": "attachment"}]
    assert links["retargeted"] == [{"text": "herb", "old": "/a.png", "new": "/b.png", "zone": "image"}]
    assert links["relabelled"] == [{"url": "/a", "old": "a", "new": "b", "zone": "body"}]
    assert not any(document(page(old), page(new), fields=("body",))["links"].values())


def test_files_are_replaced_at_their_address_or_uploaded_anew():
    moved = Link(url="http://a.pl/nowy/plan.pdf", text="plan miasta")
    old, new = page(replace(NOTE, attachments=(FILE,))), page(replace(NOTE, attachments=(moved,)))
    before = {FILE.url: FileState(digest="1", text="Plan do 2020 r.")}
    (same,) = diff_files(old, old, before, {FILE.url: FileState(digest="2", text="Plan do 2030 r.")})
    assert (same.url, same.old_url) == (FILE.url, FILE.url)
    (anew,) = diff_files(old, new, before, {moved.url: FileState(digest="2", text="")})
    assert (anew.url, anew.old_url, anew.steps) == (moved.url, FILE.url, None)
    assert not list(diff_files(old, new, before, {moved.url: FileState(digest="1", text="")}))
    assert not list(diff_files(old, new, before, {}))
    shown = document(old, old, files=(same, anew))["files"]
    assert [(one["url"], one["old_url"]) for one in shown] == [(FILE.url, FILE.url), (moved.url, FILE.url)]
    assert "".join(step["new"] for step in shown[0]["body"]) == "Plan do 2030 r."
    assert shown[1]["body"] is None
