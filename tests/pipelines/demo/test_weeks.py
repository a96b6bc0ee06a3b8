"""The bundled portal's ten weeks: what happens in them, and what a crawl says of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.demo.days import city
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import DemoServer, serve, site
from pipelines.demo.weeks import WEEKS, address_of, on_day, truth_of, week

ROOT = "http://127.0.0.1:8000/"
EVALUATION = Path(__file__).parents[3] / "benchmarks" / "eval_changes.py"


def test_the_weeks_begin_with_the_first_day_and_leave_the_days_alone():
    first = week(0)
    assert (first.articles, first.archived, first.months, first.static) == (
        city(0).articles,
        city(0).archived,
        city(0).months,
        city(0).static,
    )
    assert not city(2).restless


def test_every_kind_of_change_is_part_of_the_truth():
    truth = [one for number in range(WEEKS + 1) for one in truth_of(number)]
    assert {one.expected.kind for one in truth} == {
        "published", "edited", "moved", "gone", "returned", "attachment", "links",
    }  # fmt: skip
    assert {one.expected.silent for one in truth} == {True, False, None}
    assert {name for one in truth for name in one.classes} >= {
        "amount", "attachment", "date", "deadline", "diacritics", "legal_reference", "link", "negation", "number",
        "paragraph_added", "paragraph_removed", "person", "wording",
    }  # fmt: skip


def test_each_act_changes_what_it_says_and_nothing_else():
    for number in range(1, WEEKS + 1):
        before = {article.path: article for article in (*week(number - 1).articles, *week(number - 1).archived)}
        after = {article.path: article for article in (*week(number).articles, *week(number).archived)}
        touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert len(touched) < 12, number
        edited = {path for path in touched if path in before and path in after}
        assert all(before[path].published == after[path].published for path in edited)


def test_every_page_is_another_text_each_week_though_its_content_is_the_same():
    assert week(3).notes != week(4).notes
    for markup in MARKUPS:
        pages = [site(week(number), markup, ROOT) for number in (3, 4)]
        for path in ("/", "/kontakt/", week(4).archived[-1].path):
            assert pages[0][path] != pages[1][path]


def test_a_page_that_moved_has_its_address_of_each_week():
    old, new = address_of("oczyszczalnia-po-modernizacji", 5), address_of("oczyszczalnia-po-modernizacji", 6)
    assert "rok-2026/grudzien" in new
    assert dict(week(6).moved)[old] == new


@pytest.mark.parametrize(
    ("number", "key", "status"),
    [
        (1, "poznajmiasto/historia/", 200),
        (2, "poznajmiasto/zabytki/", 404),
        (3, "kontakt/", 503),
        (4, "wyniki-naboru-do-rady-seniorow", 410),
        (9, "kontakt/", 200),
    ],
)
def test_an_address_answers_otherwise_for_its_time(number, key, status):
    portal = DemoServer("divs", 7 * number, on_day)
    assert portal.instead(address_of(key, number))[0] == status
    portal.day = 0
    assert portal.instead(address_of(key, 0)) is None


def test_a_robot_is_let_in_during_maintenance():
    with serve("divs", day=63, calendar=on_day) as portal:
        assert portal.instead("/robots.txt") is None
        assert b"Przerwa" in portal.instead("/kontakt/")[1]


@pytest.mark.slow
def test_three_weeks_are_told_as_they_were():
    words = [sys.executable, str(EVALUATION), "--markup", "xhtml", "--weeks", "3"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout
