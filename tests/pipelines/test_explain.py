"""`kronika parse --explain`: what decided, for people and as data."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipelines.parsing import SavedPage, parse_list, parse_one

MOMENT = datetime(2018, 3, 1, tzinfo=UTC)
URL = "http://www.miasto.example/art,1,most.html"
PAGE = (
    "<html><head><title>Remont mostu</title></head><body><h1>Remont mostu</h1><p>28-02-2018</p><p>[red]\x1b[31mRada[/]"
    " miasta przyjęła uchwałę o remoncie mostu. Prace ruszą w maju i potrwają do końca roku.</p></body></html>"
)


@pytest.fixture
def saved(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.csv").write_text("nazwa;kwota\nmost;12", encoding="utf-8")
    return tmp_path


def shown(capsys, saved, name="a.html", **asked):
    page = SavedPage(path=saved / name, url=URL, content_type="text/csv" if name == "a.csv" else None)
    parse_one(page, captured=MOMENT, portal=None, explain=True, **asked)
    return capsys.readouterr().out


def test_the_reasons_are_under_their_own_key(capsys, saved):
    page = json.loads(shown(capsys, saved, as_json=True))
    told = page.pop("explain")
    parse_one(SavedPage(path=saved / "a.html", url=URL), captured=MOMENT, portal=None, as_json=True)
    assert page == json.loads(capsys.readouterr().out)
    assert {name: told[name]["chosen"] for name in ("kind", "title", "published")} == {
        "kind": "article", "title": "Remont mostu", "published": "28-02-2018",
    }  # fmt: skip
    assert told["title"]["candidates"][0]["witnesses"][0] == {"name": "heading 1", "weight": 3.0}
    assert [line["zone"] for line in told["lines"]] == ["title", "date", "body"]
    assert all(isinstance(line["score"], float) and line["witnesses"] for line in told["lines"])


def test_people_read_what_won_what_lost_and_each_line(capsys, saved):
    said = shown(capsys, saved, as_json=False)
    assert "title: Remont mostu  because line 0: the highest score" in said
    assert "  + date line (line 1): 28-02-2018  the article prints it above its text" in said
    assert "  - lines: listing  not so:" in said
    assert "   2 body " in said
    assert "\x1b" not in said
    assert "[red]" in said


def test_a_document_has_no_reasons(capsys, saved):
    assert json.loads(shown(capsys, saved, "a.csv", as_json=True))["explain"] is None
    assert "nothing was decided" in shown(capsys, saved, "a.csv", as_json=False)


def test_pages_of_a_list_are_explained_one_by_one(capsys, saved):
    (saved / "b.html").write_text(PAGE.replace("Remont", "Budowa"), encoding="utf-8")
    (saved / "list").write_text(f"{saved}/a.html\t{URL}?a\n{saved}/b.html\t{URL}?b\n", encoding="utf-8")
    parse_list(saved / "list", captured=MOMENT, portal=None, as_json=True, explain=True)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [page["explain"]["title"]["chosen"] for page in told] == ["Remont mostu", "Budowa mostu"]
    parse_list(saved / "list", captured=MOMENT, portal=None, as_json=False, explain=True)
    assert capsys.readouterr().out.count("sibling pages known:") == 2
