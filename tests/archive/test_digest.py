"""What makes two states of a page the same: every content field does, nothing else, and typography never."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diffs.compare import article_fields
from archive.digest import article_digest, content_digest, digest_text, frame_digest
from archive.terms.marks import Image, Link, Reader, SidebarLink
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, EntryContent, PageContent, Revision

PAYLOAD = bytes(32)
OTHER_PAYLOAD = bytes(31) + b"\x01"
LINK = Link(url="http://a.pl/b", text="dalej")
ARTICLE = ArticleContent(
    title="Nabór",
    published=date(2018, 2, 28),
    published_text="28-02-2018",
    updated=date(2018, 3, 1),
    updated_text="01-03-2018",
    author="Jan Kot",
    body="Nabór trwa „do 1 maja” – zapraszamy.",
    links=(LINK,),
    attachments=(Link(url="http://a.pl/f.pdf", text="formularz"),),
    images=(Image(url="http://a.pl/i.png", alt="plakat"),),
)
PAGE = PageContent(
    url="http://a.pl/",
    kind=PageKind.ARTICLE,
    reader=Reader(name="test", version=1),
    language="pl",
    section="luty",
    title="Nabór",
    articles=(ARTICLE,),
)
OTHER_ARTICLE = {
    "title": "Nabor",
    "published": date(2018, 2, 27),
    "updated": None,
    "author": "Jan Kos",
    "body": "Nabór trwa „do 3 maja” – zapraszamy.",
    "links": (Link(url="http://a.pl/c", text="dalej"),),
    "attachments": (Link(url="http://a.pl/f.pdf", text="wniosek"),),
    "images": (Image(url="http://a.pl/i.png", alt="afisz"),),
}
UNTYPED = {"published_text": "published", "updated_text": "updated"}
OTHER_PAGE = {"kind": PageKind.STATIC, "section": "marzec", "title": "Nabory", "articles": (ARTICLE, ARTICLE)}
NO_CONTENT = {
    "url": "http://a.pl/inny",
    "reader": Reader(name="other", version=9),
    "language": "en",
    "entries": (EntryContent(url="http://a.pl/x", title="x"),),
    "sidebar": (SidebarLink(url="http://a.pl/b", text="ANKIETA"),),
    "navigation": (LINK,),
    "warnings": ("the title was empty",),
    "properties": (("author", "Jan"),),
}


def digest(page, payload=PAYLOAD):
    return content_digest(page, payload)


def with_article(**changed):
    return replace(PAGE, articles=(replace(ARTICLE, **changed),))


@pytest.mark.parametrize("name", OTHER_ARTICLE)
def test_every_field_of_an_article_is_content(name):
    assert digest(with_article(**{name: OTHER_ARTICLE[name]})) != digest(PAGE)


@pytest.mark.parametrize("name", OTHER_PAGE)
def test_every_field_of_the_page_is_content(name):
    assert digest(replace(PAGE, **{name: OTHER_PAGE[name]})) != digest(PAGE)


@pytest.mark.parametrize("name", NO_CONTENT)
def test_frame_entries_language_warnings_reader_and_address_are_no_content(name):
    assert digest(replace(PAGE, **{name: NO_CONTENT[name]})) == digest(PAGE)


@pytest.mark.parametrize(("printed", "typed"), UNTYPED.items())
def test_a_date_counts_as_printed_only_where_it_has_no_value(printed, typed):
    assert digest(with_article(**{printed: "dawno temu"})) == digest(PAGE)
    untyped = with_article(**{typed: None})
    assert digest(with_article(**{typed: None, printed: "dawno temu"})) != digest(untyped)


DECLARATIONS = {"responsible", "history", "language"}
"""What a page says of itself, and what is told from its text: no content."""


def test_no_field_is_forgotten():
    assert {field.name for field in fields(ArticleContent)} == OTHER_ARTICLE.keys() | UNTYPED.keys() | DECLARATIONS
    assert {field.name for field in fields(PageContent)} == OTHER_PAGE.keys() | NO_CONTENT.keys()


TYPOGRAPHY = {
    "„": "“",
    "”": '"',
    "–": "-",
    " ": "\u00a0",
    "o": "o\u00ad",
    "ó": "o\u0301",
    "z": "z\u200b",
    "r": "\ufeffr",
}


@given(st.lists(st.sampled_from(sorted(TYPOGRAPHY)), unique=True))
def test_typography_and_white_space_are_no_content(signs):
    body = ARTICLE.body
    for sign in signs:
        body = body.replace(sign, TYPOGRAPHY[sign])
    assert digest(with_article(body=f" \n{body}\t\u2009")) == digest(PAGE)


texts = st.text(st.characters(codec="utf-8"), max_size=8)
links = st.lists(st.builds(Link, url=st.sampled_from(["http://a.pl/", "http://b.pl/"]), text=texts), max_size=2).map(
    tuple
)
articles = st.builds(
    ArticleContent,
    title=st.none() | texts,
    published=st.none() | st.just(date(2018, 2, 28)),
    published_text=st.none() | texts,
    author=st.none() | texts,
    body=texts,
    links=links,
    attachments=links,
)


@given(articles, articles)
def test_two_articles_have_one_digest_exactly_when_no_field_differs(one, two):
    """Nothing that is joined for hashing runs into its neighbour, and the auditor's comparison is the archive's."""
    same = digest(replace(PAGE, articles=(one,))) == digest(replace(PAGE, articles=(two,)))
    assert same == (article_fields(one, two) == ())


def test_an_empty_field_is_left_out():
    """So that a field that comes later changes no old digest: these are the bytes that version 1 hashes."""
    bare = PageContent(
        url="http://a.pl/", kind=PageKind.STATIC, reader=Reader(name="t", version=1), articles=(ArticleContent(),)
    )
    empty = replace(bare, section="", title="", articles=(ArticleContent(title="", author=" ", published_text=""),))
    assert digest(bare) == digest(empty)
    assert digest_text(digest(bare)) == "sha256:" + sha256(b"\x01kind\x1fstatic\x1earticle\x1f1").hexdigest()


def test_a_document_is_told_by_its_bytes_alone():
    document = replace(PAGE, kind=PageKind.DOCUMENT)
    assert digest(document) != digest(document, OTHER_PAYLOAD)
    assert digest(document) == digest(replace(document, title="inny", articles=()))
    assert digest(PAGE) == digest(PAGE, OTHER_PAYLOAD)


def test_an_article_is_the_same_at_another_address():
    assert article_digest(ARTICLE) == article_digest(replace(ARTICLE, links=(), attachments=(), images=()))
    assert article_digest(ARTICLE) != article_digest(replace(ARTICLE, body="inny"))


def test_a_frame_is_its_links_in_order():
    first, second = SidebarLink(url="http://a.pl/1", text="A"), SidebarLink(url="http://a.pl/2", text="B")
    assert frame_digest(replace(PAGE, sidebar=(first, second))) != frame_digest(replace(PAGE, sidebar=(second, first)))
    assert frame_digest(replace(PAGE, navigation=(LINK,))) != frame_digest(PAGE)
    assert frame_digest(replace(PAGE, title="inny")) == frame_digest(PAGE)


def test_what_a_page_declares_of_itself_is_no_state_of_it():
    row = Revision(version="2", changed=date(2018, 3, 1), changed_text="01.03.2018", author="Jan Kot", reason="Termin")
    declaring = replace(ARTICLE, responsible="Ewa Lis", history=(row,), language="uk")
    assert article_digest(declaring) == article_digest(ARTICLE)
    assert content_digest(replace(PAGE, articles=(declaring,)), PAYLOAD) == content_digest(
        replace(PAGE, articles=(ARTICLE,)), PAYLOAD
    )
    assert article_fields(ARTICLE, declaring) == ()
