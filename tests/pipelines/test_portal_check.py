"""`kronika portals check`, through the real command."""

from __future__ import annotations

import json

import pytest
from command import run

GOOD = """<html><head><title>Otwarcie mostu</title></head><body><main><h1>Otwarcie mostu</h1><p>12.05.2024</p>
<p>Most nad Silnicą otwarto dziś dla pieszych i rowerzystów. Samochody wrócą na niego jesienią.</p></main></body></html>"""
LIST = """<html><head><title>Aktualności</title></head><body><main><h1>Aktualności</h1>
<h2><a href="/a.html">Otwarcie mostu</a></h2><p>12.05.2024</p><h2><a href="/b.html">Remont szkoły</a></h2><p>11.05.2024</p>
<h2><a href="/c.html">Nowe drzewa w parku</a></h2><p>10.05.2024</p></main></body></html>"""
LOST = "<html><head><title>404</title></head><body><h1>Nie znaleziono strony</h1></body></html>"


@pytest.fixture
def check(tmp_path):
    def checked(*pages, words=(), name="kielce_eu"):
        lines = []
        for number, (text, url) in enumerate(pages):
            file = tmp_path / f"{number}.html"
            file.write_text(text, encoding="utf-8")
            lines.append(f"{file}\t{url}\ttext/html; charset=utf-8")
        (tmp_path / "saved.tsv").write_text("\n".join(lines), encoding="utf-8")
        none = tmp_path / "none.db"
        done = run("--archive", none, "portals", "check", name, tmp_path / "saved.tsv", *words)
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "none.db").exists()
        return done

    return checked


def test_pages_as_declared_are_status_0_and_told_in_a_table(check):
    done = check(
        (GOOD, "https://kielce.eu/pl/aktualnosci/otwarcie-mostu.html"), (LIST, "https://www.kielce.eu/pl/aktualnosci/")
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "https://www.kielce.eu/pl/aktualnosci/otwarcie-mostu.html" in "".join(done.stdout.split())
    for word in ("in scope", "by meaning", "article", "listing", "Otwarcie mostu", "2024-05-12"):
        assert word in done.stdout


def test_what_is_off_is_said_page_by_page_with_status_1(check):
    done = check(
        (GOOD, "https://www.kielce.eu/pl/aktualnosci/otwarcie-mostu.html"),
        (LIST, "https://www.kielce.eu/pl/aktualnosci/lista.html"),
        (GOOD, "https://idea.kielce.eu/otwarcie-mostu.html"),
        (LOST, "https://www.kielce.eu/pl/zgubiona.html"),
        (GOOD.replace("12.05.2024", ""), "https://www.kielce.eu/pl/aktualnosci/bez-daty.html"),
        (GOOD, "https://www.kielce.eu/high-contrast/enable?destination=/"),
        words=["--json"],
    )
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    off = [line["off"] for line in lines]
    assert off[0] == []
    assert off[1][0] == "declared article, reads like listing"
    assert off[2] == ["outside the portal"]
    assert off[3] == ["not taken for a page: a page that says it was not found"]
    assert "no date" in off[4]
    assert off[5] == ["outside the portal"]
    assert (lines[0]["kind"], lines[0]["kind_by_meaning"], lines[0]["published"]) == (
        "article",
        "article",
        "2024-05-12",
    )
    assert lines[0]["body"] > 80


def test_bad_input_is_one_sentence_and_status_2(check, tmp_path):
    assert check((GOOD, "https://www.kielce.eu/a.html"), name="atlantyda").returncode == 2
    assert check((GOOD, "no address")).returncode == 2
    assert run("portals", "check", "kielce_eu", tmp_path / "nowhere.tsv").returncode == 2
    assert run("portals", "check", "kielce_eu").returncode == 2


def test_portals_alone_lists_the_declared_ones(tmp_path):
    words = ("--archive", tmp_path / "none.db", "portals")
    table = run(*words).stdout
    assert "2021-12-31" in table
    lines = run(*words, "--json").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["name"] for row in rows] == ["kielce", "kielce_bip", "kielce_eu"]
    assert set(rows[0]) == {"name", "hosts", "seeds", "delay", "resources", "last_crawl"}
