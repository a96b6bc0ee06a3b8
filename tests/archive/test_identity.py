"""One note at two addresses: moved, joined or linked, with the reason; titles alone say nothing."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged import ROOT, Staged, note

from archive.identity import one_name, one_note, other_numbers
from archive.queries import timeline
from archive.same_notes import with_same_notes
from archive.sketches import SKETCH, sketch, sketched_words

LIVE, ARCHIVE, MONTH = ROOT + "aktualnosci/most", ROOT + "archiwum/2026/most-1", ROOT + "archiwum/luty"
LONG = (
    "Zarząd dróg zamyka na dwa tygodnie most na Silnicy. Objazd prowadzi ulicami Ogrodową i Solną do ronda.\n\n"
    "Autobusy linii 4 i 19 pojadą przez plac Wolności. Prace kosztują 240 tys. zł i skończą się przed świętami."
)
SESSION = (
    "Sesja Rady Miasta odbędzie się {day} o godz. 9 w sali obrad ratusza, Rynek 1. W porządku obrad: przyjęcie "
    "protokołu, uchwały w sprawie {what}, interpelacje i zapytania radnych, sprawy bieżące."
)
MINUTES = note("Radni przyjęli budżet po czterech godzinach rozmów.", date(2026, 2, 5), "Budżet")


@pytest.fixture
def portal(tmp_path):
    staged = Staged(tmp_path / "k.db", checks=3)
    yield staged
    staged.archive.close()


def session(day, what, published):
    return note(SESSION.format(day=day, what=what), published, "Sesja Rady Miasta")


def joined(connection, url):
    return with_same_notes(connection, timeline(connection, url)).same_notes


def facts(changes):
    return [(change.kind.value, change.url, change.old_url) for change in changes]


def test_a_note_lightly_edited_at_a_new_address_while_the_old_answers_no_more_is_moved_with_why(portal):
    portal.crawl({LIVE: note(LONG)})
    (moved,) = portal.crawl({LIVE: 404, ARCHIVE: note(LONG.replace("dwa tygodnie", "trzy tygodnie"))})
    assert facts([moved]) == [("moved", ARCHIVE, LIVE)]
    assert (moved.from_n, moved.to_n, moved.fields, moved.silent) == (1, 1, ("body",), True)
    assert "of the text and its numbers, equal date, equal title" in moved.why
    assert moved.evidence["left"]["status"] == 404
    for day in range(3, 9):
        assert portal.crawl({LIVE: 404, ARCHIVE: note(LONG.replace("dwa", "trzy"))}, day=day) == []


def test_a_note_that_came_to_a_month_archive_when_its_page_went_is_moved_there(portal):
    portal.crawl({LIVE: note(LONG), MONTH: (MINUTES, note("Pierwsza.", date(2026, 2, 1)))})
    (moved,) = portal.crawl({LIVE: 410, MONTH: (MINUTES, note(LONG), note("Pierwsza.", date(2026, 2, 1)))})
    assert (facts([moved]), moved.article, moved.fields) == ([("moved", MONTH, LIVE)], 1, ())


def test_a_redirect_into_a_month_archive_is_a_move_of_the_note(portal):
    portal.crawl({LIVE: note(LONG), MONTH: (MINUTES, note("Pierwsza.", date(2026, 2, 1)))})
    answers = {LIVE: ("redirect", MONTH), MONTH: (MINUTES, note(LONG), note("Pierwsza.", date(2026, 2, 1)))}
    (moved,) = portal.crawl(answers)
    assert (facts([moved]), moved.article) == ([("moved", MONTH, LIVE)], 1)


def test_a_redirect_to_a_page_without_the_note_is_a_move_to_where_the_note_came(portal):
    portal.crawl({LIVE: note(LONG)})
    (moved,) = portal.crawl({LIVE: ("redirect", ROOT), ARCHIVE: note(LONG)})
    assert facts([moved]) == [("moved", ARCHIVE, LIVE)]


def test_a_note_at_its_old_address_again_has_returned(portal):
    portal.crawl({LIVE: note(LONG)})
    portal.crawl({LIVE: 404, ARCHIVE: note(LONG)})
    assert facts(portal.crawl({LIVE: note(LONG), ARCHIVE: note(LONG)})) == [("returned", LIVE, None)]


def test_a_copy_that_stood_there_all_along_makes_no_move(portal):
    portal.crawl({LIVE: note(LONG), ARCHIVE: note(LONG)})
    assert facts(portal.crawl({LIVE: 410, ARCHIVE: note(LONG)})) == [("gone", LIVE, None)]


def test_a_copy_of_a_page_that_stays_is_published_and_says_of_what(portal):
    portal.crawl({LIVE: note(LONG)})
    (change,) = portal.crawl({LIVE: note(LONG), ARCHIVE: note(LONG)})
    assert facts([change]) == [("published", ARCHIVE, None)]
    assert LIVE in change.why
    with portal.archive.reading() as connection:
        assert [(one.url, one.why) for one in joined(connection, LIVE)] == [(ARCHIVE, "equal text")]


def test_a_page_and_its_item_in_a_month_archive_are_joined(portal):
    portal.crawl({LIVE: note(LONG), MONTH: (MINUTES, note(LONG))})
    with portal.archive.reading() as connection:
        (there,) = joined(connection, LIVE)
        (here,) = joined(connection, MONTH)
    assert (there.article, there.url, there.their_article) == (0, MONTH, 1)
    assert (here.article, here.url, here.their_article) == (1, LIVE, 0)


def test_the_next_session_of_the_council_is_another_note(portal):
    portal.crawl({LIVE: session("12 marca 2026 r.", "budżetu", date(2026, 3, 1))})
    changes = portal.crawl({LIVE: 410, ARCHIVE: session("9 kwietnia 2026 r.", "budżetu", date(2026, 3, 2))})
    assert sorted(facts(changes)) == [("gone", LIVE, None), ("published", ARCHIVE, None)]


@pytest.mark.parametrize(
    ("old", "new", "renamed", "said"),
    [
        (note(LONG), note(LONG), None, "equal text"),
        (note(LONG), note(LONG, date(2026, 2, 9)), None, "equal text under another date"),
        (note("Zapraszamy."), note("Zapraszamy."), None, "equal text"),
        (note("Zapraszamy."), note("Zapraszamy.", date(2026, 2, 9)), None, None),
        (note("Zapraszamy.", None), note("Zapraszamy."), None, None),
        (note("Zapraszamy.", None), note("Zapraszamy."), "redirect", "equal text"),
        (note(LONG), note(LONG.replace("dwa", "trzy"), date(2026, 2, 9)), None, None),
        (note(LONG), note(LONG.replace("240", "260").replace("4 i 19", "5 i 20")), None, None),
        (note(LONG), note(LONG[:150] + " Objazdy."), None, None),
        (note(LONG), note(LONG[:150] + " Objazdy."), "redirect", "redirect, equal title, 8"),
        (note(""), note(""), None, None),
        (note(LONG), replace(note(LONG.replace("dwa", "trzy")), title="Most"), None, "98% of the text"),
    ],
)
def test_what_makes_two_articles_one_note(old, new, renamed, said):
    why = one_note(old, new, renamed=renamed)
    assert (why is None) if said is None else why.startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (LIVE, ROOT + "archiwum/most", True),
        (LIVE, ARCHIVE, False),
        (ROOT, ROOT + "x/", False),
        (ROOT + "a/index.html", ROOT + "b/index.html", False),
    ],
)
def test_a_name_that_two_addresses_have_in_common(old, new, told):
    assert (one_name(old, new) is not None) is told


WORDS = st.lists(
    st.sampled_from(["most", "droga", "rada", "sesja", "opłata", "termin", "12", "2026", "park"]), max_size=40
)
DAY = date(2026, 2, 1)


@given(st.text() | st.text(alphabet="ab1ł²_ ,.'-\u2014\n\u00a0"))
def test_the_words_of_a_sketch_are_what_a_pattern_finds(text):
    assert sketched_words(text) == re.findall(r"\w+", text)


@settings(max_examples=50)
@given(WORDS, WORDS)
def test_sketches_are_few_and_of_text_and_day_alone(one, two):
    first, second = sketch(" ".join(one), DAY), sketch(" ".join(two), DAY)
    assert len(first) == len(set(first)) <= 2 * SKETCH + 1
    assert (first[:1] == second[:1]) is (one == two)
    assert bool(first) == bool(one)
    assert set(sketch(" ".join(one), None)) <= set(first)
    assert 0 <= other_numbers(" ".join(one), " ".join(two)) <= 1
    assert other_numbers(" ".join(one), " ".join(one)) == 0
