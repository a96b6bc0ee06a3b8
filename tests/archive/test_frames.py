"""What is said of a portal's frame: one change for all its pages, nothing for boxes that each page fills anew."""

import random

from archive.frames import FrameChange, frame_changes, frame_links, without_content, without_news


def link(name):
    return ("navigation", f"http://miasto.example/{name}", name)


MENU = frozenset({link("start"), link("kontakt")})


def said(pairs):
    return [(sorted(n for *_, n in one.added), sorted(n for *_, n in one.removed), one.pages) for one in pairs]


def test_a_renamed_entry_of_the_menu_is_one_change_with_its_pages():
    now = MENU - {link("kontakt")} | {link("dojazd")}
    assert said(frame_changes((page, MENU, now) for page in range(40))) == [(["dojazd"], ["kontakt"], 40)]


def test_an_entry_of_one_part_of_the_portal_is_a_change_of_its_pages():
    pairs = [(page, MENU, MENU | {link("sesje")} if page < 6 else MENU) for page in range(40)]
    assert said(frame_changes(pairs)) == [(["sesje"], [], 6)]


def test_a_box_filled_anew_on_each_page_changes_no_frame():
    pick = random.Random(1)
    pool = [link(f"art{number}") for number in range(25)]
    pairs = [(page, MENU | set(pick.sample(pool, 4)), MENU | set(pick.sample(pool, 4))) for page in range(42)]
    assert said(frame_changes(pairs)) == []
    with_banner = [(page, before, now | {link("ankieta")}) for page, before, now in pairs]
    assert said(frame_changes(with_banner)) == [(["ankieta"], [], 42)]


def test_what_came_to_a_page_or_two_is_their_own():
    pairs = [(page, MENU, MENU | {link("dalej")} if page < 2 else MENU) for page in range(10)]
    assert said(frame_changes(pairs)) == []
    assert said(frame_changes(pairs[:2])) == [(["dalej"], [], 2)]


def test_a_link_that_goes_round_to_most_pages_is_a_change_though_it_stood_on_some():
    pairs = [(page, MENU | {link("mapa")} if page < 4 else MENU, MENU | {link("mapa")}) for page in range(20)]
    assert said(frame_changes(pairs)) == [(["mapa"], [], 16)]


def banner(name):
    return ("sidebar", f"http://miasto.example/{name}", name)


def test_a_box_of_the_latest_news_is_no_change_but_a_banner_to_an_article_is():
    on = frozenset(range(9))
    news = FrameChange(added=(link("a1"),), removed=(link("a2"),), on=on)
    both = FrameChange(added=(link("a1"), banner("a3"), link("mapa")), removed=(link("a2"),), on=on)
    articles = {url for _, url, _ in (link("a1"), link("a2"), link("a3"))}
    assert list(without_news([news, both], articles)) == [
        FrameChange(added=(banner("a3"), link("mapa")), removed=(), on=on)
    ]


def test_a_link_of_the_banner_column_without_a_picture_is_navigation():
    frame = {
        "sidebar": [{"url": "u", "text": "t", "image": "i"}, {"url": "v", "text": "s", "image": None}],
        "navigation": [{"url": "w", "text": "r"}],
    }
    assert frame_links(frame) == {("sidebar", "u", "t"), ("navigation", "v", "s"), ("navigation", "w", "r")}


def test_links_that_most_pages_had_in_their_content_did_not_come():
    event = FrameChange(added=(link("deklaracja"), link("mapa")), removed=(link("start"),), on=frozenset(range(9)))
    before = {link("deklaracja")[1]: set(range(6)), link("mapa")[1]: {1, 2}}
    found = list(without_content([event], lambda _: before, lambda _: {link("start")[1]: set(range(40))}))
    assert said(found) == [(["mapa"], [], 9)]
    assert list(without_content([event], lambda _: {}, lambda _: {})) == [event]


def test_a_renamed_entry_among_boxes_that_take_turns_is_no_redesign():
    pick = random.Random(2)
    pool = [link(f"art{number}") for number in range(30)]
    pairs = [
        (
            page,
            MENU | set(pick.sample(pool, 8)),
            MENU - {link("kontakt")} | {link("dojazd")} | set(pick.sample(pool, 8)),
        )
        for page in range(40)
    ]
    (event,) = frame_changes(pairs)
    assert (event.redesign, event.pages) == (False, 40)
