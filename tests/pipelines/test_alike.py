"""What stands on both pages is read alike: no weather, banner or redesign edits a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.terms.marks import Image, Link, Reader
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, PageContent
from pipelines.alike import alike
from pipelines.reading import read_beside, read_payload

URL = "http://miasto.example/a"
ONE, TWO, BOX = "Kasa jest czynna do 15.00.", "Wpłaty przyjmuje okienko 4.", "Popularne artykuły"


def page(*paragraphs, kind=PageKind.ARTICLE, **more):
    article = ArticleContent(title="Kasa", body="\n\n".join(paragraphs), **more)
    return PageContent(url=URL, kind=kind, reader=Reader(name="test", version=1), title="Kasa", articles=(article,))


def body(new, before, lines, lines_before=None):
    found = alike(new, before, lines=lines, lines_before=lines if lines_before is None else lines_before)
    return found.articles[0].body.split("\n\n")


def test_a_heading_of_the_frame_that_was_none_of_the_text_does_not_come():
    assert body(page(ONE, TWO, BOX), page(ONE, TWO), [ONE, TWO, BOX]) == [ONE, TWO]


def test_a_line_of_the_text_that_is_taken_for_frame_stays_where_it_stood():
    assert body(page(TWO), page(ONE, TWO, BOX), [ONE, TWO, BOX]) == [ONE, TWO, BOX]


def test_what_came_to_the_page_or_went_from_it_is_an_edit():
    assert body(page(ONE, TWO), page(ONE), [ONE, TWO, BOX], [ONE, BOX]) == [ONE, TWO]
    assert body(page(ONE), page(ONE, TWO), [ONE, BOX], [ONE, TWO, BOX]) == [ONE]


def test_a_line_that_came_to_the_text_and_stays_in_its_box_is_an_edit():
    assert body(page(ONE, BOX), page(ONE), [ONE, BOX, BOX], [ONE, BOX]) == [ONE, BOX]


def test_links_and_pictures_go_with_their_paragraph():
    link, image = Link(url=URL + "b", text=BOX), Image(url=URL + ".png", alt=BOX)
    own = Link(url=URL + "c", text="okienko 4")
    more = page(ONE, TWO, BOX, links=(own, link), images=(image,))
    bare = page(ONE, TWO, links=(own,))
    lines = [ONE, TWO, BOX]
    assert alike(more, bare, lines=lines, lines_before=lines) == bare
    assert alike(bare, more, lines=lines, lines_before=lines) == more


def test_a_section_read_from_the_frame_stays_as_it_was_read():
    sectioned = replace(page(ONE), section="Aktualności")
    lines = [ONE, "Aktualności"]
    assert alike(sectioned, page(ONE), lines=lines, lines_before=lines).section is None
    assert alike(sectioned, page(ONE), lines=lines, lines_before=[ONE]).section == "Aktualności"


@pytest.mark.parametrize("kind", [PageKind.LISTING, PageKind.MONTH_ARCHIVE])
def test_a_page_that_is_of_another_kind_now_is_left_as_it_is(kind):
    new = page(ONE, BOX, kind=kind)
    assert alike(new, page(ONE), lines=[ONE, BOX], lines_before=[ONE, BOX]) is new


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_two_readings_of_one_page_come_to_the_earlier_one(now, before):
    lines = list("abcdef")
    kept = [one for one in now if one in before]
    found = body(page(*now), page(*before), lines)
    assert sorted(filter(None, found)) == sorted(before)
    if kept == [one for one in before if one in now]:
        assert list(filter(None, found)) == before


def test_two_payloads_are_read_beside_each_other():
    html = "<html><body><div><h1>Kasa</h1><p>{}</p></div><div><h3>Popularne artykuły</h3></div></body></html>"
    old, new = (html.format(text).encode() for text in (ONE, TWO))
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    before, now = (
        read_payload(payload, url=URL, portal=None, content_type="text/html", captured=moment) for payload in (old, new)
    )
    bare = replace(before, articles=(replace(before.articles[0], body=ONE),))
    boxed = replace(now, articles=(replace(now.articles[0], body=f"{TWO}\n\n{BOX}"),))
    assert read_beside(boxed, new, bare, old).articles[0].body == TWO
    assert read_beside(boxed, b"%PDF-1.4", bare, old) == boxed
