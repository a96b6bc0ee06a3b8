"""One change of an article: its classes and how much it matters, with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.classes.classify import classify
from archive.classes.significance import WEIGHTS, weigh
from archive.diffs.compare import ArticleChange, article_fields
from archive.terms.classes import CLASSES
from archive.terms.marks import Image, Link
from archive.types import ArticleContent

NOTE = ArticleContent(
    title="Most", published=date(2005, 11, 2), published_text="2005-11-02", body="Nabór do 1 maja 2026 r."
)


def changed(old, new):
    kind = "edited" if old and new else "inserted" if new else "removed"
    fields = article_fields(old, new) if old and new else ("body",)
    return classify(ArticleChange(position=0, kind=kind, fields=fields, silent=None, old=old, new=new))


@pytest.mark.parametrize(
    ("changes", "classes"),
    [
        ({"body": "Nabór do 3 maja 2026 r."}, ("date", "deadline")),
        ({"title": "Mosty"}, ("wording",)),
        ({"title": None}, ("wording",)),
        ({"published": date(2005, 11, 1)}, ("date",)),
        ({"updated": date(2005, 11, 5)}, ("date",)),
        ({"updated": date(2005, 11, 5), "body": "Zapisy do 1 maja 2026 r."}, ("wording",)),
        ({"author": "Jan Nowak"}, ("person",)),
        ({"links": (Link(url="http://a.pl/", text="a"),)}, ("link",)),
        ({"attachments": (Link(url="http://a.pl/a.pdf", text="a"),)}, ("attachment",)),
        ({"images": (Image(url="http://a.pl/a.png", alt=""),)}, ("image",)),
        ({"body": "„Nabór” do 1 maja 2026 r., ach"}, ("wording",)),
    ],
)
def test_classes_come_from_texts_and_fields(changes, classes):
    assert changed(NOTE, replace(NOTE, **changes)).classes == classes


def test_an_article_that_came_or_went_is_one_span():
    assert changed(None, NOTE).classes == ("paragraph_added",)
    gone = changed(NOTE, None)
    assert (gone.classes, gone.spans[0].old, gone.spans[0].new) == (("paragraph_removed",), NOTE.body, "")
    assert classify(None).classes == ("wording",)


def test_a_score_is_the_sum_of_its_terms_and_never_over_one():
    both = weigh(("wording", "amount", "date"), share=0.5)
    assert [(term.reason, term.adds) for term in both.terms] == [
        ("amount: the weightiest of its classes", 0.9), ("date too", 0.02), ("50% of the text changed", 0.05),
    ]  # fmt: skip
    assert both.score == 0.97
    assert weigh(CLASSES, share=1.0).score == 1.0
    assert weigh((), share=0.0).score == 0.2


def test_every_class_but_typography_has_a_weight():
    assert set(WEIGHTS) == set(CLASSES) - {"typography"}


def test_the_share_of_a_long_text_is_counted_in_words():
    long = replace(NOTE, body="słowo po słowie " * 700)
    found = changed(long, replace(long, body=long.body + "koniec " * 2100))
    assert found.significance.terms[-1].reason == "33% of the text changed"
