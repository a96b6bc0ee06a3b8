"""Pages up to the cap and beyond: text kept or the loss flagged, in bounded memory and time (A19, A39)."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from scraper.parsers import registry
from scraper.parsers.registry import PageContext, parse

PROGRAM = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))  # as scraper.fetch.reading bounds its worker
from scraper.parsers.registry import MAX_TEXT, PageContext, parse
piece, start, end = eval(sys.argv[1])
payload = (start + piece * (MAX_TEXT // len(piece) + 1))[: MAX_TEXT - len(end)] + end
began = time.process_time()
page = parse(payload, PageContext(url="http://a.pl/")).page
assert time.process_time() - began < 60, time.process_time() - began
kept = sum(len(article.body) for article in page.articles)
print(kept, len(page.warnings))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "least"),
    [
        ((b"<p>Akapit tekstu</p>\n", b"<html><h1>T</h1>", b"<p>Koniec</p>"), 8_000_000),
        ((b"x", b'<html><p title="', b'">Tekst po atrybucie</p>'), 18),
    ],
)
def test_a_page_of_the_cap_is_read_within_the_workers_limits(shape, least):
    done = subprocess.run([sys.executable, "-c", PROGRAM, repr(shape)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[0]) >= least


SENTENCE = "Rada miasta przyjęła uchwałę w sprawie budżetu i ogłosiła konkurs. "
SHAPES = {
    "paragraphs": f"<p>{SENTENCE * 3}</p>\n",
    "one paragraph": SENTENCE,
    "nesting": "<div><span>słowo ",
    "links": '<li><a href="/art,{n},{n}.html">Pozycja {n}</a></li>',
    "links in prose": SENTENCE + '<a href="/art,{n},{n}.html">Pozycja {n}</a> ',
    "table": "<table><tr><td>",
    "rows": "<tr><td>{n}</td><td>Jan Nowak {n}</td><td>12.02.2018</td><td>Kielce</td></tr>",
    "breaks": SENTENCE + "<br>",
    "pictures": '<a href="/i/{n}.jpg"><img src="/m/{n}.jpg" alt="Zdjęcie {n}"></a>',
    "items in boxes": f"<div><p>{SENTENCE}</p></div>",
    "items with rules": f"<p>{SENTENCE}</p><hr>",
    "short lines": "W {n}<br>",
    "headings": "<h2>Nabór {n}</h2>",
    "files": '<li><a href="/p/{n}.pdf">Uchwała {n}</a> (PDF, 12 kB)</li>',
    "labelled dates": "<p>Data publikacji: {day}.02.2018 12:30, numer {n}</p><p>Data publikacji: 2018-02-11 09:15</p>",
    "a log as definitions": "<dl><dt>Data zmiany</dt><dd>2018-02-11 09:15</dd><dt>Autor</dt><dd>Jan Nowak {n}</dd></dl>",
    "list entries": f'<div><h2><a href="/art,{{n}}.html">Nabór numer {{n}}</a></h2>2018-02-11<p>{SENTENCE}</p></div>',
    "addresses": "<p>e-mail: urzad{n} (at) um.kielce.pl</p>",
    "days": f"<h3>{{day}} lutego 2018</h3><p>{SENTENCE}</p>",
}
"""Pieces that pages of any size are made of; `{n}` counts them."""

SMALL, TIMES = 100_000, 5


def seconds_of(piece: str, size: int) -> float:
    """Return the seconds of CPU that reading a page of so many bytes takes, the best of three."""
    pieces = (
        piece.replace("{n}", str(n)).replace("{day}", str(n % 28 + 1)) for n in range(size // len(piece.encode()))
    )
    table = piece.startswith("<tr>")
    body = f"<table>{''.join(pieces)}</table>" if table else "".join(pieces)
    payload = f"<html><title>Archiwum</title><h1>Archiwum</h1><p>12 lutego 2018</p>{body}".encode()
    taken = []
    for _ in range(3):
        began = time.process_time()
        parse(payload, PageContext(url="http://a.pl/", sketched=True))
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_the_time_of_a_page_grows_as_its_size(shape):
    small, large = seconds_of(SHAPES[shape], SMALL), seconds_of(SHAPES[shape], SMALL * TIMES)
    assert large < 2 * TIMES * small, (small, large)  # the square of TIMES where it is quadratic


def test_of_a_page_over_the_cap_the_head_is_read_and_the_rest_flagged(monkeypatch):
    monkeypatch.setattr(registry, "MAX_TEXT", 100_000)
    payload = b"<html><h1>Tytul</h1>" + "<p>Święto ulicy</p>".encode() * 10_000
    parsed = parse(payload, PageContext(url="http://a.pl/"))
    assert parsed.charset.used == "utf-8"
    assert "Święto ulicy" in parsed.page.articles[0].body
    assert "the first 100000 are parsed" in parsed.page.warnings[-1]


def test_what_was_declared_used_and_why_comes_with_the_page():
    payload = "<p>Święto źródła, łąka i gałąź</p>".encode("iso-8859-2")
    charset = parse(payload, PageContext(url="http://a.pl/", content_type="text/html; charset=utf-8")).charset
    assert (charset.declared, charset.used) == ("utf-8", "iso-8859-2")
    assert "vote" in charset.why


def test_a_utf8_page_that_was_read_as_iso_8859_2_keeps_all_halves_of_its_letters():
    body = "".join(chr(byte) for byte in "Początek".encode())
    page = parse(f"<p>{body}</p>".encode(), PageContext(url="http://a.pl/")).page
    assert "PoczÄ…tek" in page.articles[0].body
