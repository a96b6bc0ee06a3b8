"""An explanation says what was decided: the winner is the page's own field, and every line is accounted for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.terms.outcomes import PageKind
from pipelines.demo.days import city
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import site
from pipelines.reading import context_of
from scraper.parsers.blocks import flatten
from scraper.parsers.registry import PageContext, parse
from scraper.parsers.scoring import shifted, witnesses_of
from scraper.parsers.witnesses import setting_of
from scraper.portals.registry import portal_of_url

FIXTURES = sorted(path for path in (Path(__file__).parent / "fixtures").iterdir() if path.is_dir())
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "http://gazeta.example/artykul"
PROSE = "".join(
    f"<p>Zdanie numer {n} opowiada o remoncie mostu, jego kosztach i terminach, a także o objazdach dla kierowców.</p>"
    for n in range(8)
)


def read(payload, context):
    """Return a page read without and with its explanation."""
    plain, explained = parse(payload, context).page, parse(payload, replace(context, explain=True)).page
    assert plain.explanation is None
    assert replace(explained, explanation=None) == plain
    return plain, explained.explanation


def assert_true(page, explanation):
    assert explanation.kind.chosen == page.kind
    assert explanation.title.chosen == page.title
    if page.kind not in (PageKind.LISTING, PageKind.MONTH_ARCHIVE, PageKind.ERROR):
        assert explanation.published.chosen == page.articles[0].published_text
    for decision in (explanation.kind, explanation.title, explanation.published):
        won = [one for one in decision.candidates if one.won]
        assert len(won) <= 1
        assert all(one.claim.text == decision.chosen for one in won)
        assert all(one.why for one in decision.candidates)
    for line in explanation.lines:
        assert (line.why is None) == (line.zone not in ("sidebar", "navigation", "left out"))


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)
def test_fixtures_are_explained_by_what_was_read(folder):
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    portal = portal_of_url(meta["url"])
    name = portal.name if portal is not None else None
    context = context_of(
        url=meta["url"],
        portal=name,
        content_type=meta["content_type"],
        captured=datetime.fromisoformat(meta["captured"]),
    )
    assert_true(*read((folder / "page.html").read_bytes(), context))


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_bundled_portal_is_explained_by_what_was_read(markup):
    for path, (kind, body) in site(city(1), markup, "http://127.0.0.1:8000/").items():
        if path.endswith((".html", "/")):
            page, explanation = read(
                body, PageContext(url=f"http://127.0.0.1:8000{path}", content_type=kind, captured=MOMENT)
            )
            assert_true(page, explanation)
            said = "\n".join(article.body for article in page.articles)
            bodies = [line.text for line in explanation.lines if line.zone == "body"]
            assert page.kind is PageKind.LISTING or all(text[:60] in said for text in bodies)


def explained(head, body):
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), PageContext(url=URL, captured=MOMENT))[
        1
    ]


def candidates(decision):
    return {one.claim.source: (one.won, one.why) for one in decision.candidates}


def test_a_heading_wins_because_it_equals_the_documents_title():
    head = (
        '<title>Remont mostu | Gazeta</title><meta property="og:title" content="Remont mostu. Zobacz, co się zmieni">'
    )
    told = explained(f'{head}<meta property="og:site_name" content="Gazeta">', f"<h1>Remont mostu</h1>{PROSE}").title
    assert told.chosen == "Remont mostu"
    assert told.why.startswith("first h1: equals the og:title or the <title>")
    assert candidates(told)["og:title"][1].startswith("so, but asked later")


def test_a_heading_that_agrees_with_nothing_loses_to_the_head():
    head = '<title>Remont mostu | Gazeta</title><meta property="og:title" content="Remont mostu">'
    told = explained(head, f"<h1>Gazeta codzienna</h1>{PROSE}").title
    assert told.chosen == "Remont mostu"
    assert candidates(told)["first h1"] == (
        False,
        "not so: equals the og:title or the <title>, the site's name cut off",
    )
    assert candidates(told)["og:title"][0]


def test_title_lines_are_weighed_against_each_other():
    told = explained(
        "<title>Remont mostu</title>", f"<h2>Komunikaty</h2><h1>Remont mostu</h1><p>28-02-2018</p>{PROSE}"
    ).title
    best, *others = told.candidates
    assert (best.won, best.claim.text, best.claim.line) == (True, "Remont mostu", 1)
    assert best.score == sum(weight for _, weight in best.witnesses) > others[0].score
    assert "score" in others[0].why


def test_a_date_says_where_it_stood_and_what_lost_to_it():
    head = '<title>Remont mostu</title><meta property="article:published_time" content="2018-03-01T08:00:00">'
    told = explained(head, f"<h1>Remont mostu</h1><p>28-02-2018</p>{PROSE}").published
    assert (told.chosen, told.candidates[0].claim.line) == ("28-02-2018", 1)
    assert told.why == "date line: the article prints it above its text"
    assert candidates(told)["meta article:published_time"] == (False, "so, but asked later: the head declares it")
    alone = explained(head, f"<h1>Remont mostu</h1>{PROSE}").published
    assert (alone.chosen, alone.why) == ("2018-03-01T08:00:00", "meta article:published_time: the head declares it")


def test_a_labelled_date_is_told_apart():
    body = f"<main><h1>Remont mostu</h1>{PROSE}<p>Data publikacji: 28.02.2018</p><p>Autor: Jan Nowak</p></main>"
    told = explained("<title>Remont mostu</title>", body)
    assert told.published.why.startswith("label:")
    assert [line.text for line in told.lines if line.zone == "declared"] == [
        "Data publikacji: 28.02.2018",
        "Autor: Jan Nowak",
    ]


def test_each_line_has_its_score_and_the_reason_it_was_left_out():
    related = "<p>Zobacz także</p><p><a href='/inne'>Inny most też będzie remontowany</a></p>"
    frame = "<ul><li><a href='/a'>Kontakt z redakcją</a></li><li><a href='/b'>Reklama</a></li></ul>"
    told = explained(
        "<title>Remont mostu</title>", f"{frame}<h1>Remont mostu</h1>{PROSE}{related}<footer>© Gazeta</footer>"
    )
    lines = {line.text: line for line in told.lines}
    prose = next(line for line in told.lines if line.text.startswith("Zdanie numer 3"))
    assert prose.zone == "body"
    assert prose.score > 0
    assert prose.witnesses == tuple(sorted(prose.witnesses, key=lambda one: -abs(one[1])))
    assert (lines["Reklama"].zone, lines["Reklama"].why) == ("navigation", "before the title")
    assert lines["Inny most też będzie remontowany"].why == "under a heading of links to other pages"
    assert lines["© Gazeta"].zone == "left out"


def test_the_witnesses_of_a_line_make_up_its_score():
    page = flatten(f"<title>Remont mostu</title><h1>Remont mostu</h1>{PROSE}<p><a href='/x'>Komentarze (3)</a></p>")
    setting = setting_of(page, 0)
    for number, score in enumerate(shifted(setting)):
        assert sum(weight for _, weight in witnesses_of(setting, number)) == pytest.approx(score)


def test_what_is_no_page_is_explained_by_the_reason():
    page, told = read(b"<title>404</title><h1>Nie znaleziono strony</h1>", PageContext(url=URL, captured=MOMENT))
    assert page.kind is PageKind.ERROR
    assert (told.kind.chosen, told.kind.why, told.lines) == ("error", f"page: {page.suspicion}", ())
