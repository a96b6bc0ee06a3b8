"""A redesign, a banner, a renamed menu, a sentence put on every page: one event of the portal, never n edits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged import ROOT, Staged, note

from archive.frames import frame_changes
from archive.terms.marks import Reader

TEXTS = (
    "Radni przyjęli budżet.",
    "Most będzie zamknięty.",
    "Festyn w parku.",
    "Nowa linia autobusu.",
    "Koncert w ratuszu.",
    "Basen jest czynny.",
)
PAGES = {f"{ROOT}{number}": note(text, title=text) for number, text in enumerate(TEXTS)}
NAMES = ("parku", "mostu", "szkoły", "boiska", "muzeum", "targu")
MENU = [("navigation", f"/{name}", name) for name in ("urząd", "rada", "kontakt", "mapa", "praca", "sport")]


@pytest.fixture
def portal(tmp_path):
    staged = Staged(tmp_path / "k.db")
    yield staged
    staged.archive.close()


def frames(before, now, pages=range(6)):
    return [(page, frozenset(before), frozenset(now)) for page in pages]


def test_a_banner_on_every_page_is_one_event_with_its_pages_and_the_narrowest_time(portal):
    portal.crawl(PAGES)
    last = portal.moment
    portal.banners = ("ankieta",)
    (event,) = portal.crawl(PAGES)
    assert (event.kind.value, event.url, event.pages, event.cause.value) == ("links", ROOT, 7, "frame")
    assert event.summary == "frame of 7 pages: + ankieta"
    assert event.not_before <= last < event.not_after < portal.moment
    assert event.not_after - event.not_before < portal.moment - last


def test_a_sentence_on_every_page_is_one_event_and_an_edit_beside_it_stays_one(portal):
    portal.crawl(PAGES)
    warned = {url: note(f"{page.body}\n\nUrząd nieczynny w piątek.", title=page.title) for url, page in PAGES.items()}
    warned[ROOT + "0"] = note("Radni odrzucili budżet.\n\nUrząd nieczynny w piątek.", title=TEXTS[0])
    event, edit = sorted(portal.crawl(warned), key=lambda change: change.pages is None)
    assert (event.kind.value, event.url, event.pages, event.cause.value) == ("edited", ROOT, 5, "template")
    assert event.summary == "template of 5 pages: + Urząd nieczynny w piątek."
    assert event.evidence["urls"] == [f"{ROOT}{number}" for number in range(1, 6)]
    assert (edit.kind.value, edit.url, edit.cause.value) == ("edited", ROOT + "0", "content")


def test_the_same_edit_of_two_pages_is_two_edits(portal):
    portal.crawl(PAGES)
    edited = {url: note(f"{page.body}\n\nZmiana.", title=page.title) for url, page in list(PAGES.items())[:2]}
    assert [change.kind.value for change in portal.crawl(PAGES | edited)] == ["edited", "edited"]


def test_a_new_parser_alone_makes_no_change(portal):
    portal.crawl(PAGES)
    portal.readers = Reader(name="test", version=2)
    assert portal.crawl(PAGES) == []


def test_the_rest_of_a_banner_that_came_during_a_crawl_says_so(portal):
    portal.crawl(PAGES)
    portal.banners, portal.bannered = ("ankieta",), {ROOT + "3", ROOT + "4", ROOT + "5"}
    (first,) = portal.crawl(PAGES)
    portal.bannered = None
    (rest,) = portal.crawl(PAGES)
    assert (first.pages, first.why, rest.pages) == (3, None, 4)
    assert f"the rest of change {first.id}" in rest.why


def test_a_renamed_menu_is_one_event_although_one_page_has_it_not():
    renamed = [*MENU[1:], ("navigation", "/urząd", "Urząd Miasta")]
    pairs = [*frames(MENU, renamed), (9, frozenset(MENU[1:]), frozenset(MENU[1:]))]
    (event,) = frame_changes(pairs)
    assert (event.pages, event.redesign, event.words()) == (6, False, "frame of 6 pages: ~ urząd → Urząd Miasta")


def test_a_redesign_is_one_event_and_takes_in_what_changed_on_some_of_its_pages():
    new = [("navigation", f"/nowe/{number}", f"{number}") for number in range(6)]
    pairs = frames(MENU, new, range(3)) + frames(MENU, [*new, ("sidebar", "/x", "x")], range(3, 6))
    (event,) = frame_changes(pairs)
    assert (event.pages, event.redesign, len(event.added)) == (6, True, 7)
    assert event.words().startswith("redesign of 6 pages: 7 links came, 6 went: + ")


def test_a_link_that_is_read_in_another_zone_now_has_neither_come_nor_gone():
    """Some pages of a redesign show a menu's link beside a picture: it is the same link of the same menu."""
    banner, entry = ("sidebar", "/kontakt", "Kontakt"), ("navigation", "/kontakt", "Kontakt")
    moved = frames([*MENU, entry], [*MENU, banner], range(2)) + frames([*MENU, entry], [*MENU, entry], range(2, 6))
    assert frame_changes(moved) == ()


def test_two_links_of_one_address_are_not_said_to_be_renamed():
    old = [("sidebar", "/lista", "Targi"), ("sidebar", "/lista", "Kup bilet")]
    (event,) = frame_changes(frames([*MENU, *old], [*MENU, ("sidebar", "/lista", "Wiadomości")]))
    assert event.words() == "frame of 6 pages: + Wiadomości; - Kup bilet; - Targi"


def test_two_links_of_two_parts_of_the_portal_are_two_events():
    sport, culture = ("sidebar", "/sport", "sport"), ("sidebar", "/kultura", "kultura")
    events = frame_changes(frames(MENU, [*MENU, sport], range(4)) + frames(MENU, [*MENU, culture], range(4, 7)))
    assert [(event.pages, event.words()[-9:]) for event in events] == [(4, ": + sport"), (3, "+ kultura")]


@settings(max_examples=30)
@given(st.permutations(range(8)))
def test_banners_that_take_turns_are_no_event(turns):
    banners = [("sidebar", f"/{number}", f"{number}") for number in range(2)]
    pairs = [(page, frozenset([banners[page % 2]]), frozenset([banners[1 - page % 2]])) for page in turns]
    assert frame_changes(pairs) == ()


def test_a_single_page_shows_what_changed_unless_others_were_compared():
    assert [event.pages for event in frame_changes(frames(MENU, MENU[1:], [1]))] == [1]
    assert frame_changes(frames(MENU, MENU[1:], [1]) + frames(MENU, MENU, [2])) == ()


def test_a_counter_that_no_reader_knows_is_no_edit_where_its_numbers_alone_change_on_most_pages(portal):
    def pages(points, last="Kasa mieści się na parterze."):
        texts = {f"{ROOT}{n}": f"Notatka o sprawie {NAMES[n]}.\n\nPunkty: {points + n}" for n in range(6)}
        return {url: note(text, title=url) for url, text in texts.items()} | {
            f"{ROOT}0": note(f"{last}\n\nPunkty: {points}", title="Kasa")
        }

    portal.crawl(pages(10))
    assert portal.crawl(pages(70)) == []
    (edit,) = portal.crawl(pages(200, last="Kasa mieści się na piętrze."))
    assert (edit.url, edit.classes) == (f"{ROOT}0", ("wording",))


def test_an_amount_that_changes_on_every_page_is_an_edit_of_each(portal):
    def pages(price):
        return {f"{ROOT}{n}": note(f"Sprawa {NAMES[n]}.\n\nWpis: {price + n} zł", title=NAMES[n]) for n in range(6)}

    portal.crawl(pages(10))
    assert [edit.classes for edit in portal.crawl(pages(70))] == [("amount",)] * 6
