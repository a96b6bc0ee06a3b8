"""Each sentence is blamed on the state that brought it, each removed one on the state without it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.diffs.blame import blame, sentences_of
from archive.terms.marks import Reader
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, PageContent


def page(*bodies, title=None):
    articles = tuple(ArticleContent(title=title, body=body) for body in bodies)
    return PageContent(url="http://a.pl/", kind=PageKind.ARTICLE, reader=Reader(name="t", version=1), articles=articles)


def told(*pages):
    found = blame(enumerate(pages, 1))
    return (
        [(one.text, one.since) for one in found.standing],
        [(one.text, one.since, one.until) for one in found.removed],
    )


def test_a_sentence_stands_since_the_state_that_brought_it():
    assert told(
        page("Nabór trwa. Wstęp wolny."),
        page("Nabór trwa. Opłata 5 zł. Wstęp wolny."),
        page("Nabór trwa. Opłata 6 zł."),
    ) == (
        [("Nabór trwa.", 1), ("Opłata 6 zł.", 3)],
        [("Opłata 5 zł.", 2, 3), ("Wstęp wolny.", 1, 3)],
    )


def test_typography_and_another_place_bring_no_sentence():
    assert told(page("Powiedział „tak”. Koniec narady."), page('Koniec narady.\n\nPowiedział "tak".')) == (
        [("Koniec narady.", 1), ('Powiedział "tak".', 1)],
        [],
    )


def test_a_sentence_that_came_back_stands_since_it_came_back():
    assert told(page("Raz. Dwa."), page("Raz."), page("Raz. Dwa."))[0][1] == ("Dwa.", 3)


def test_titles_are_sentences_and_articles_have_their_positions():
    assert sentences_of(page("Raz.", "Dwa. Trzy.", title="Tytuł")) == [
        (0, "Tytuł"), (0, "Raz."), (1, "Tytuł"), (1, "Dwa."), (1, "Trzy."),
    ]  # fmt: skip


bodies = st.lists(st.sampled_from(["Raz. ", "Dwa. ", "Trzy.\n", "Cztery. "]), max_size=6).map("".join)


@given(st.lists(bodies, min_size=1, max_size=5))
def test_the_standing_sentences_are_those_of_the_latest_state(texts):
    found = blame(enumerate(map(page, texts), 1))
    assert [one.text for one in found.standing] == [text for _, text in sentences_of(page(texts[-1]))]
    assert all(one.until is None and one.since <= len(texts) for one in found.standing)
    assert all(one.until is not None and one.since < one.until for one in found.removed)
