"""Gone and returned by the portal's rule, and what makes nothing gone."""

from datetime import timedelta

import pytest
from staged import ROOT, Staged, note

from archive.explained import explain
from archive.queries import list_pages
from archive.terms.marks import Link

PAGE, OTHER = ROOT + "a", ROOT + "b"
NOTE = note("Wnioski przyjmuje kancelaria urzędu.")
BOTH = {PAGE: NOTE, OTHER: note("Radni spotkają się w ratuszu we wtorek.", title="Sesja")}


@pytest.fixture
def portal(tmp_path):
    staged = Staged(tmp_path / "k.db", checks=3, span=timedelta(days=3))
    yield staged
    staged.archive.close()


def state(portal, url=PAGE):
    with portal.archive.reading() as connection:
        return next(page.state.value for page in list_pages(connection) if page.url == url)


def kinds(changes):
    return [(change.kind.value, change.url) for change in changes]


def test_three_answers_404_over_three_days_make_a_page_gone_and_it_went_before_the_first(portal):
    portal.crawl(BOTH)
    seen = []
    for day in (1, 2, 3):
        assert portal.crawl(BOTH | {PAGE: 404}, day=day) == []
        seen.append(state(portal))
    (gone,) = portal.crawl(BOTH | {PAGE: 404}, day=4)
    assert seen == ["suspect"] * 3
    assert (gone.kind.value, state(portal)) == ("gone", "gone")
    assert (gone.not_before.day, gone.not_after.day) == (1, 2)
    assert [one["crawl"] for one in gone.evidence["missing"]] == [2, 3, 4, 5]
    assert portal.crawl(BOTH | {PAGE: 404}, day=5) == []
    assert portal.changes(since=gone.not_after + timedelta(days=1)) == [gone]  # whoever read on day 3 hears of it


def test_410_is_gone_at_once_and_a_later_whole_answer_is_a_return(portal):
    portal.crawl(BOTH)
    assert kinds(portal.crawl(BOTH | {PAGE: 410})) == [("gone", PAGE)]
    (returned,) = portal.crawl(BOTH)
    assert (returned.kind.value, returned.from_n, returned.to_n) == ("returned", 1, 1)
    assert (returned.not_before.day, returned.not_after.day) == (2, 3)
    assert state(portal) == "live"


def test_a_return_with_another_text_says_so(portal):
    portal.crawl(BOTH)
    portal.crawl(BOTH | {PAGE: 410})
    (returned,) = portal.crawl(BOTH | {PAGE: note("Wnioski przyjmuje sekretariat.")})
    assert (returned.kind.value, returned.from_n, returned.to_n, returned.fields) == ("returned", 1, 2, ("body",))
    assert (returned.classes, returned.silent, returned.significance) == (("wording",), True, 0.5)
    with portal.archive.reading() as connection:
        why = explain(connection, returned)
    assert [(span.old, span.new) for span in why.spans] == [("kancelaria urzędu", "sekretariat")]
    assert [term.adds for term in why.terms] == [0.5]


def test_an_amount_that_came_back_otherwise_weighs_what_amounts_weigh(portal):
    portal.crawl(BOTH | {PAGE: note("Wpis kosztuje 12 zł.")})
    portal.crawl(BOTH | {PAGE: 410})
    (returned,) = portal.crawl(BOTH | {PAGE: note("Wpis kosztuje 21 zł.")})
    assert (returned.classes, returned.significance) == (("amount",), 0.9)


def test_a_whole_answer_between_begins_the_count_anew(portal):
    portal.crawl(BOTH)
    for day, answer in enumerate((404, 404, NOTE, 404, 404), 1):
        assert portal.crawl(BOTH | {PAGE: answer}, day=2 * day) == []
    assert state(portal) == "suspect"


@pytest.mark.parametrize(
    "words", ["a page that is not there", "a page that wants a login", "a page that blocks robots", "empty body"]
)
def test_an_answer_that_is_not_believed_makes_nothing_gone_and_brings_nothing_back(portal, words):
    portal.crawl(BOTH)
    for _ in range(5):
        assert portal.crawl(BOTH | {PAGE: words}) == []
    assert state(portal) == "suspect"
    portal.crawl(BOTH | {PAGE: 410})
    assert portal.crawl(BOTH | {PAGE: words}) == []
    assert state(portal) == "gone"


@pytest.mark.parametrize("status", [500, 404, 410])
def test_a_crawl_that_saw_nothing_whole_makes_nothing_gone(portal, status):
    portal.crawl(BOTH)
    for day in (5, 10, 15, 20):
        assert portal.crawl({ROOT: status, PAGE: status, OTHER: status}, day=day) == []
        assert state(portal) != "gone"
    assert portal.crawl(BOTH, day=25) == []
    assert state(portal) == "live"


def test_other_bytes_of_a_file_are_a_change_of_each_page_that_offers_it(portal):
    file = ROOT + "plan.pdf"
    pages = {url: note(f"Plan {url}", attachments=(Link(url=file, text="plan"),)) for url in (PAGE, OTHER)}
    portal.crawl(pages | {file: b"1"})
    changes = portal.crawl(pages | {file: b"2"})
    assert kinds(changes) == [("attachment", PAGE), ("attachment", OTHER)]
    assert {change.attachment_url for change in changes} == {file}
    assert changes[0].evidence["before"]["payload"] != changes[0].evidence["after"]["payload"]
