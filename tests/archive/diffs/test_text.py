"""Word diffs give both sides back to the letter, whatever they are given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diffs import text
from archive.diffs.text import Op, diff_words

words = st.sampled_from(
    ["Nabór ", "trwa ", "do ", "1 maja 2026 r. ", "4,50 zł ", "a ", "\n\n", "żółć ", ". ", "Rada Miasta obraduje.\n"]
)
texts = st.lists(words, max_size=25).map("".join) | st.text(max_size=40)


@given(texts, texts)
def test_joining_every_side_gives_that_side(old, new):
    steps = diff_words(old, new)
    assert "".join(step.old for step in steps) == old
    assert "".join(step.new for step in steps) == new
    for step in steps:
        assert step.old or step.new
        assert (step.op == "equal") == (step.old == step.new)
        if step.op == "move":
            assert bool(step.old) != bool(step.new)
        else:
            assert step.op in ("equal", "insert" if not step.old else "delete" if not step.new else "replace")


@given(texts)
def test_a_text_does_not_differ_from_itself(one):
    assert diff_words(one, one) == ((Op("equal", one, one),) if one else ())


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        ("", "ala", (Op("insert", "", "ala"),)),
        ("ala", "", (Op("delete", "ala", ""),)),
        ("cena 4,50 zł dziś", "cena 5,20 zł dziś", ("equal", "replace", "equal")),
        ("do 1 maja 2026 r. rano", "do 3 maja 2026 r. rano", ("equal", "replace", "equal")),
        ("jeden i dwa", "trzy i cztery", ("replace",)),  # a kept word of one letter between two edits joins them
    ],
)
def test_dates_and_amounts_are_one_word(old, new, steps):
    found = diff_words(old, new)
    assert found == steps or tuple(step.op for step in found) == steps


@pytest.mark.parametrize("limit", [("MAX_CHARACTERS", 10), ("MAX_LINES", 1)])
def test_what_is_too_large_to_compare_word_by_word_is_one_replacement_between_what_is_shared(monkeypatch, limit):
    monkeypatch.setattr(text, *limit)
    found = diff_words("Ten akapit stoi.\n\nraz\n\ndwa\n\nKoniec.", "Ten akapit stoi.\n\ntrzy\n\nKoniec.")
    assert [(step.op, step.old) for step in found] == [
        ("equal", "Ten akapit stoi.\n\n"), ("replace", "raz\n\ndwa\n\n"), ("equal", "Koniec."),
    ]  # fmt: skip


def shown(old, new):
    return [(step.op, step.old.strip(), step.new.strip()) for step in diff_words(old, new) if step.op != "equal"]


ONE = "Rada Miasta przyjęła uchwałę o remoncie mostu."
TWO = "Zapisy do przedszkoli ruszą w marcu, a potrwają do maja."
THREE = "Urząd będzie nieczynny w piątek po święcie."


def test_a_paragraph_that_stands_elsewhere_is_a_move_and_what_changed_in_another_is_still_seen():
    edited = TWO.replace("marcu", "lutym")
    assert shown(f"{ONE}\n\n{TWO}\n\n{THREE}", f"{THREE}\n\n{ONE}\n\n{edited}") == [
        ("move", "", THREE), ("replace", "marcu", "lutym"), ("delete", "", ""), ("move", THREE, ""),
    ]  # fmt: skip


def test_of_two_paragraphs_that_change_places_the_longer_stays():
    assert shown(f"{ONE}\n\n{ONE} {TWO} {THREE}", f"{ONE} {TWO} {THREE}\n\n{ONE}")[-1] == ("move", "", ONE)


def test_a_short_line_that_changed_its_place_came_and_went():
    assert shown("• raz\n• dwa\n", "• dwa\n• raz\n") == [("insert", "", "• dwa"), ("delete", "• dwa", "")]


def test_a_paragraph_twice_there_and_once_elsewhere_moves_once():
    found = shown(f"{ONE}\n{ONE}\n{TWO}\n{THREE} {TWO} {THREE}\n", f"{THREE} {TWO} {THREE}\n{ONE}\n")
    assert sorted(op for op, _, _ in found) == ["delete", "delete", "move", "move"]


def test_a_paragraph_put_in_and_one_edited_beside_it_are_told_apart():
    edited = ONE.replace("mostu", "kładki")
    assert shown(f"{TWO}\n\n{ONE}", f"{TWO}\n\n{THREE}\n\n{edited}") == [
        ("insert", "", THREE), ("replace", "mostu", "kładki"),
    ]  # fmt: skip


def test_paragraphs_that_share_nothing_came_and_went():
    assert shown("Jeden.\nDrugi\n", "Siedem ósmy.\nDziewięć\nDziesięć\n")[0] == ("delete", "Jeden.", "")


def test_a_sentence_put_in_is_whole_though_its_neighbour_changed_too():
    assert shown("Nabór trwa. Opłata wynosi 500 zł. Wstęp wolny.", "Nabór trwa. Opłata wynosi -500 zł. Bilety są w kasie. Wstęp wolny.") == [
        ("replace", "500 zł", "-500 zł"), ("insert", "", "Bilety są w kasie."),
    ]  # fmt: skip


def test_white_space_alone_is_an_edit_of_white_space_alone():
    assert diff_words("jeden dwa", "jeden  dwa") == (
        Op("equal", "jeden", "jeden"), Op("replace", " ", "  "), Op("equal", "dwa", "dwa"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Sad Okręgowy", "Sąd Okręgowy"),
        ("saldo -500 zł", "saldo 500 zł"),
        ("uchwała 12/2024", "uchwała 12-2024"),
        ("0,5 etatu", "0.5 etatu"),
    ],
)
def test_what_an_auditor_must_see_is_never_equal_and_is_one_word(old, new):
    (step,) = (step for step in diff_words(old, new) if step.op != "equal")
    assert (step.op, len(step.old.split(" ")), len(step.new.split(" "))) in {("replace", n, n) for n in (1, 2)}


def test_paragraphs_that_share_their_commonest_words_find_their_own_by_the_rare_ones():
    old = [f"Wspólne słowo, ulica dom{n} plac{n} most{n} rzeka{n} park{n}." for n in range(40)]
    new = [one.replace("rzeka", "tama") for one in reversed(old)]
    steps = diff_words("\n\n".join(old), "\n\n".join(new))
    assert "".join(step.old for step in steps) == "\n\n".join(old)
    assert "".join(step.new for step in steps) == "\n\n".join(new)
