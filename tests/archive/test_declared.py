"""What a page declares held against what its captures show: each finding with its evidence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from staged import ROOT, START, Staged, note, updated

from archive.declared import day_of
from archive.terms.marks import Link
from archive.types import Revision, change_json

PAGE = ROOT + "nabor"
TEXT = "Wnioski przyjmuje kancelaria urzędu do 15 marca.\n\nLokal przy ulicy Sienkiewicza czeka na najemcę."
EDIT = TEXT.replace("15 marca", "22 marca")


@pytest.fixture
def portal(tmp_path):
    staged = Staged(tmp_path / "k.db")
    yield staged
    staged.archive.close()


def found(change):
    return [finding.value for finding, _ in change.findings]


def edit(portal, old, new, day=None):
    portal.crawl({PAGE: old})
    portal.crawl({PAGE: old})
    (change,) = portal.crawl({PAGE: new}, day=day)
    return change


def test_an_edit_that_nothing_declares_is_silent_and_names_the_captures_and_what_was_printed(portal):
    change = edit(portal, note(TEXT), note(EDIT))
    assert (change.silent, found(change)) == (True, ["silent"])
    stated = change_json(change)
    before, after = stated["evidence"]["before"], stated["evidence"]["after"]
    assert (
        before["printed"] == after["printed"] == {"published_text": "01-02-2026", "updated_text": None, "history": []}
    )
    assert (before["crawl"], before["snapshot"], after["crawl"], after["snapshot"]) == (2, 1, 3, 2)
    assert (before["fetched"], after["fetched"]) == (stated["not_before"], stated["not_after"])
    assert before["payload"] != after["payload"]
    assert "01-02-2026" in stated["findings"][0]["why"]


def test_a_declared_edit_has_no_finding(portal):
    change = edit(portal, note(TEXT), updated(note(EDIT), date(2026, 3, 2)))
    assert (change.silent, found(change)) == (False, [])


def test_an_edit_declared_for_a_day_before_a_capture_of_the_old_text_is_backdated(portal):
    change = edit(portal, note(TEXT), updated(note(EDIT), date(2026, 3, 1)))
    assert found(change) == ["backdated"]
    assert "2026-03-01" in change.findings[0][1]
    assert "2026-03-02T12" in change.findings[0][1]


def test_a_declared_edit_that_nobody_can_see_is_unseen(portal):
    change = edit(portal, note(TEXT), updated(note(TEXT), date(2026, 3, 3)))
    assert (change.fields, change.silent, found(change)) == (("updated",), False, ["declared_unseen"])


def test_a_row_of_the_change_log_alone_is_declared_unseen_once_and_declares_no_later_edit(portal):
    row = Revision(version="2", changed=date(2026, 3, 3), changed_text="03-03-2026", reason="korekta")
    logged = replace(note(TEXT), history=(row,))
    change = edit(portal, note(TEXT), logged)
    assert (change.from_n, change.to_n, change.fields, found(change)) == (1, 1, ("history",), ["declared_unseen"])
    assert change.evidence["after"]["printed"]["history"][0]["reason"] == "korekta"
    assert portal.crawl({PAGE: logged}) == []
    (later,) = portal.crawl({PAGE: replace(note(EDIT), history=(row,))})
    assert (later.silent, found(later)) == (True, ["silent"])


def test_an_update_date_that_came_with_a_replaced_file_was_seen(portal):
    file = ROOT + "plan.pdf"
    page = note(TEXT, attachments=(Link(url=file, text="plan"),))
    portal.crawl({PAGE: page, file: b"1"})
    changes = portal.crawl({PAGE: updated(page, date(2026, 3, 2)), file: b"2"})
    assert {(change.kind.value, change.silent, *found(change)) for change in changes} == {
        ("attachment", False),
        ("edited", False),
    }


def test_a_paragraph_or_file_taken_away_in_silence_is_an_undeclared_removal(portal):
    change = edit(portal, note(TEXT), note(TEXT.partition("\n\n")[0]))
    assert found(change) == ["silent", "undeclared_removal"]
    page = note(TEXT, attachments=(Link(url=ROOT + "a.pdf", text="mapa"),))
    portal.crawl({PAGE: updated(page, date(2026, 3, 4))})
    (change,) = portal.crawl({PAGE: updated(note(TEXT), date(2026, 3, 4))})
    assert found(change) == ["silent", "undeclared_removal"]
    assert "mapa" in change.findings[1][1]


def test_an_item_taken_from_a_month_archive_is_an_undeclared_removal(portal):
    first, second = note(TEXT), note("Radni spotkają się w ratuszu we wtorek.", date(2026, 2, 3), "Sesja")
    change = edit(
        portal, (first, second, note("Trzecia.", date(2026, 2, 4))), (first, note("Trzecia.", date(2026, 2, 4)))
    )
    assert found(change) == ["silent", "undeclared_removal"]


def test_a_page_gone_without_a_word_is_an_undeclared_removal_one_announced_in_its_log_is_none(portal):
    row = Revision(
        version="2", changed=date(2026, 3, 1), changed_text="01-03-2026", reason="Dokument wycofany z publikacji"
    )
    other = ROOT + "wycofany"
    portal.crawl({PAGE: note(TEXT), other: replace(note("Uchwała o opłatach."), history=(row,))})
    changes = {change.url: change for change in portal.crawl({PAGE: 410, other: 410})}
    assert found(changes[PAGE]) == ["undeclared_removal"]
    assert changes[PAGE].evidence["missing"][0]["status"] == 410
    assert found(changes[other]) == []


def test_a_page_published_with_a_date_before_a_404_of_it_is_backdated(portal):
    portal.crawl({PAGE: 404})
    (change,) = portal.crawl({PAGE: note(TEXT)})
    assert (change.kind.value, found(change)) == ("published", ["backdated"])


def test_a_day_is_one_of_poland():
    assert day_of(START.replace(hour=23)) == date(2026, 3, 2)
    assert day_of(START.replace(hour=22, minute=59)) - date(2026, 3, 1) == timedelta(0)
