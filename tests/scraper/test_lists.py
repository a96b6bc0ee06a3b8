"""A list that shows the same page again leads on no further; one that says something new does."""

from __future__ import annotations

from archive.terms.marks import Link, Reader
from archive.terms.outcomes import PageKind
from scraper.items import ParsedArticle, ParsedEntry, ParsedPage
from scraper.lists import ReadLists

ROOT = "http://a.pl/tablica?page="
MENU = Link(url="http://a.pl/kontakt", text="Kontakt")


def board(number, *names, kind=PageKind.LISTING, body=""):
    following = Link(url=f"{ROOT}{number + 1}", text="następna")
    entries = tuple(ParsedEntry(url=f"http://a.pl/{name}", title=name) for name in names)
    articles = (ParsedArticle(body=body, links=(following,)),) if body else ()
    return ParsedPage(
        url=f"{ROOT}{number}", kind=kind, reader=Reader(name="t", version=1), base=ROOT, title="Tablica",
        entries=entries, articles=articles, navigation=(MENU, following),
    )  # fmt: skip


def test_pages_that_differ_lead_on():
    lists = ReadLists()
    for number, names in enumerate([("a", "b"), ("c", "d"), ("a", "c")], 1):
        assert lists.leading_on(board(number, *names)) == board(number, *names)


def test_the_same_page_under_a_higher_number_keeps_all_but_its_pager():
    lists = ReadLists()
    assert lists.leading_on(board(3, "a", "b")) == board(3, "a", "b")
    again = lists.leading_on(board(4, "a", "b"))
    assert again.navigation == (MENU,)
    assert again.entries == board(4, "a", "b").entries


def test_a_lower_number_read_later_leads_on():
    lists = ReadLists()
    lists.leading_on(board(9, "a"))
    assert lists.leading_on(board(1, "a")) == board(1, "a")
    assert lists.leading_on(board(2, "a")).navigation == (MENU,)


def test_a_page_that_says_there_is_nothing_more_ends_too():
    lists = ReadLists()
    lists.leading_on(board(5, kind=PageKind.STATIC, body="Brak wyników."))
    again = lists.leading_on(board(6, kind=PageKind.STATIC, body="Brak wyników."))
    assert (again.navigation, again.articles[0].links) == ((MENU,), ())
