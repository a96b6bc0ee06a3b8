"""What is one change of a portal's frame, and what is none."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.frames import FrameChange, frame_changes, frame_links, without_news


def banner(name):
    return ("sidebar", f"http://a.pl/{name}/", name)


def text(name):
    return ("navigation", f"http://a.pl/{name}", name)


def turning(names, pages, start):
    """The frames of pages that each show all banners but one by turns."""
    return [frozenset(banner(name) for place, name in enumerate(names) if (place + page + start) % len(names)) for page in range(pages)]  # fmt: skip


def pairs(before, now):
    return [(page, old, new) for page, (old, new) in enumerate(zip(before, now, strict=True))]


@given(st.integers(2, 6), st.integers(12, 30), st.integers(0, 9), st.integers(0, 9))
@settings(max_examples=30)
def test_banners_that_take_turns_change_no_frame(banners, pages, first, second):
    names = [f"b{number}" for number in range(banners)]
    assert frame_changes(pairs(turning(names, pages, first), turning(names, pages, second))) == ()


def test_a_banner_added_to_those_that_take_turns_is_one_change():
    before, now = turning(["a", "b", "c", "d"], 20, 0), turning(["a", "b", "c", "d", "e"], 20, 1)
    (change,) = frame_changes(pairs(before, now))
    assert (change.added, change.removed) == ((banner("e"),), ())
    assert change.pages == sum(banner("e") in links for links in now)


def test_a_redesign_that_changes_much_on_mostly_the_same_pages_is_one_change():
    before = [links | {text("stare")} for links in turning(["a", "b", "c", "d"], 20, 0)]
    now = [links | {text("nowe"), text("mapa")} for links in turning(["e", "f", "g", "h"], 20, 0)]
    (change,) = frame_changes(pairs(before, now))
    assert change.pages == 20
    assert {name for _, _, name in change.added} == {"nowe", "mapa", "e", "f", "g", "h"}
    assert {name for _, _, name in change.removed} == {"stare", "a", "b", "c", "d"}


def test_a_link_that_came_to_a_small_part_of_the_portal_is_a_change_of_its_own():
    before = [frozenset({text("x")})] * 20
    now = [frozenset({text("x"), text("y"), *([text("z")] if page < 4 else [])}) for page in range(20)]
    assert [(change.added, change.pages) for change in frame_changes(pairs(before, now))] == [
        ((text("y"),), 20),
        ((text("z"),), 4),
    ]


def test_what_only_one_page_shows_is_its_own():
    before = [frozenset({text("x"), text(f"okruszek {page}")}) for page in range(5)]
    now = [frozenset({text("x"), text(f"okruch {page}")}) for page in range(5)]
    assert frame_changes(pairs(before, now)) == ()
    assert len(frame_changes(pairs(before[:1], now[:1]))) == 1


def test_a_box_of_the_latest_news_is_no_change_but_a_banner_to_an_article_is():
    news = FrameChange(added=(text("a1"),), removed=(text("a2"),), pages=9)
    both = FrameChange(added=(text("a1"), banner("a3"), text("mapa")), removed=(text("a2"),), pages=9)
    articles = {"http://a.pl/a1", "http://a.pl/a2", "http://a.pl/a3/"}
    assert list(without_news([news, both], articles)) == [
        FrameChange(added=(banner("a3"), text("mapa")), removed=(), pages=9)
    ]


def test_a_link_of_the_banner_column_without_a_picture_is_navigation():
    frame = {
        "sidebar": [{"url": "u", "text": "t", "image": "i"}, {"url": "v", "text": "s", "image": None}],
        "navigation": [{"url": "w", "text": "r"}],
    }
    assert frame_links(frame) == {("sidebar", "u", "t"), ("navigation", "v", "s"), ("navigation", "w", "r")}
