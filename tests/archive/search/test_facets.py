"""What the articles found mention, counted."""

import json
from datetime import date

import pytest

from archive.db import open_archive
from archive.search import facets as module
from archive.search.facets import facets
from archive.search.hits import Facet
from archive.search.query import parse_query
from tests.archive.search.searched_pages import Ticking, crawl, page
from tests.support.command import run

DAY = date(2018, 2, 28)
PAGES = [
    page("", [("Start", "Strona główna.", None)]),
    page(
        "1",
        [
            (
                "Park",
                "Park otworzył prezydent Jan Nowak przy ul. Klonowej 5. Kosztował 1 200,50 zł (uchwała nr XII/345/2012).",
                DAY,
            )
        ],
    ),
    page("2", [("Park", "Zdaniem prezydenta Jana Nowaka ulica Klonowa 7 ma park, a uchwała Nr XII/345/2012 pieniądze.", DAY)]),
    page("3", [("Park", "Park przy ul. Klonowej i ulicy Klonowej kosztował 1200,50 zł. Zob. art. 5 ust. 1.", DAY)]),
    page("4", [("Skwer", "Skwer otworzyła dyrektor Anna Kowalska przy ul. Lipowej 1.", DAY)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def target(new_target):
    address = new_target()
    with open_archive(address, write=True, create=True) as archive:
        crawl(archive, PAGES, Ticking())
    return address


def counted(target, query, **options):
    with open_archive(target, write=False) as archive, archive.reading() as connection:
        found = facets(connection, parse_query(query), **options)
    return {(one.facet.value, one.value): one.articles for one in found.values}, found


def test_people_acts_streets_and_sums_are_counted_by_article_whatever_their_case(target):
    assert counted(target, "park")[0] == {
        ("person", "Jan Nowak"): 2,
        ("reference", "uchwała nr XII/345/2012"): 2,
        ("street", "ul. Klonowej"): 3,
        ("amount", "1200.50"): 2,
    }


def test_sums_of_equal_frequency_go_from_the_largest(target, monkeypatch):
    sums = ["100.00", "5000.00", "900.00"]
    monkeypatch.setitem(module._READERS, Facet.AMOUNT, lambda text: sums)
    values = [one.value for one in counted(target, "park")[1].values if one.facet is Facet.AMOUNT]
    assert values == ["5000.00", "900.00", "100.00"]


def test_only_the_articles_found_count(target):
    assert set(counted(target, "skwer")[0]) == {("person", "Anna Kowalska"), ("street", "ul. Lipowej")}
    assert counted(target, "nieobecny")[0] == {}


def test_the_most_frequent_come_first_and_no_more_than_asked_for(target):
    _, found = counted(target, "park OR skwer", most=1)
    assert [one.facet for one in found.values] == list(Facet)
    assert (found.read, found.found, found.notes) == (4, 4, ())


def test_what_is_not_read_is_said(target, monkeypatch):
    monkeypatch.setattr(module, "READING", -1.0)
    _, found = counted(target, "park")
    assert (found.read, found.found) == (1, 3)
    assert found.notes == ("the newest 1 of 3 articles found were read for this; narrow the query for all",)


def test_the_command_prints_them_for_people_and_for_scripts(target):
    lines = run("--archive", target, "search", "park", "--facets", "--json").stdout.splitlines()
    assert json.loads(lines[0]) == {"facet": "person", "value": "Jan Nowak", "articles": 2}
    shown = run("--archive", target, "search", "park", "--facets").stdout
    assert "3 of 3 articles read" in shown
    assert "1\u00a0200,50 zł" in shown
    assert run("--archive", target, "search", "park", "--facets", "--explain").returncode == 2
