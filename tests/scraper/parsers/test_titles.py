"""The title of a page nobody declared: what its heads and headings witness for one another."""

import pytest

from scraper.parsers.blocks import flatten
from scraper.parsers.claims import first_held
from scraper.parsers.titles import title_claims, without_anchor

URL = "https://www.miasto.example/a/1"


def title(head, body, line=None):
    page = flatten(f"<html><head>{head}</head><body>{body}</body></html>")
    claim = first_held(title_claims(page, URL, line))
    return claim.text if claim is not None else None


def og(text):
    return f'<meta property="og:title" content="{text}">'


def test_a_page_that_declares_no_og_title_is_left_to_its_lines():
    assert title("<title>Remont mostu - Miasto</title>", "<h1>Remont mostu</h1>") is None


@pytest.mark.parametrize(
    ("head", "body", "told"),
    [
        (og("Remont mostu | Miasto"), "<h1>Remont mostu</h1>", "Remont mostu"),
        (og("Remont mostu na Silnicy"), "<h1>Aktualności</h1>", "Remont mostu na Silnicy"),
        (og("Remont – miasto.example"), "<p>tekst</p>", "Remont"),
        (og("miasto.example – Remont"), "<p>tekst</p>", "Remont"),
        (og("Mosty: remont") + '<meta property="og:site_name" content="Mosty">', "<p>t</p>", "Mosty: remont"),
        (og("Przewodnik") + "<title>Instalacja programu</title>", "<h1>Instalacja programu¶</h1>", "Instalacja programu"),
        (og("Remontujemy most w maju"), "<h1>Zaczyna się remont mostu</h1>", "Zaczyna się remont mostu"),
        (og("Remontujemy most w maju"), "<h1>Zaczyna się remont mostu</h1><h1>Inne</h1>", "Remontujemy most w maju"),
        (og("Remont mostu - dział inwestycji"), "<h1>Remont mostu</h1>", "Remont mostu"),
    ],
)  # fmt: skip
def test_the_heading_that_a_head_confirms_is_the_title_and_the_site_is_cut_off(head, body, told):
    assert title(head, body) == told


def test_the_line_that_the_head_confirms_is_the_title_where_no_heading_is():
    assert title(og("Remont mostu - miasto.example"), "<b>Remont mostu #</b>", "Remont mostu #") == "Remont mostu"


def test_the_sign_that_links_to_a_heading_is_no_part_of_it():
    assert without_anchor("Wstęp ¶") == without_anchor("Wstęp") == "Wstęp"
    assert without_anchor("") == ""
