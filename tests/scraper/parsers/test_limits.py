"""Ill pages, and pages up to the cap and beyond: text kept or the loss flagged, in bounded memory and time (A19, A37-A50)."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from scraper.parsers import registry
from scraper.parsers.registry import PageContext, parse

PROGRAM = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))  # as scraper.processes bounds one that reads pages
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


def page_of(piece: str, size: int, first: int) -> bytes:
    """Return a page of so many bytes of a piece, numbered from `first` on."""
    numbers = range(first, first + size // len(piece.encode()))
    pieces = "".join(piece.replace("{n}", str(n)).replace("{day}", str(n % 28 + 1)) for n in numbers)
    body = f"<table>{pieces}</table>" if piece.startswith("<tr>") else pieces
    return f"<html><title>Archiwum</title><h1>Archiwum</h1><p>12 lutego 2018</p>{body}".encode()


def seconds_of(piece: str, size: int) -> float:
    """Return the seconds of CPU that reading a page of so many bytes takes, the best of three with other numbers each."""
    taken = []
    for turn in range(3):
        payload = page_of(piece, size, 100_000 * (turn + 1))  # lines that were read before are remembered
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


@pytest.mark.parametrize(
    "tail",
    [
        "<!-- komentarz bez końca <p>Nabór</p>",
        "<p title='bez końca>Nabór <b>wniosków</b></p>",
        "<p>Nabór <a href='/wnio",
        "<script>var a; <p>Nabór</p>",
        "<style>p {} <p>Nabór</p>",
        "<textarea> <p>Nabór</p>",
        "<select><option>a <p>Nabór</p>",
        "<object><p>Nabór</p>",
    ],
)
def test_text_that_an_unclosed_comment_tag_or_element_takes_in_is_a_loss_that_is_flagged(tail):
    whole = parse(b"<h1>Urzad</h1><p>Tekst strony.</p><!-- x --><script>a</script>", PageContext(url="http://a.pl/"))
    assert whole.page.warnings == ()
    page = parse(f"<h1>Urzad</h1><p>Tekst strony.</p>{tail}".encode(), PageContext(url="http://a.pl/")).page
    assert "Tekst strony." in page.articles[0].body
    assert any("has no end: what stands in it is not read" in said for said in page.warnings)


def links_of(page):
    return {link.url for article in page.articles for link in article.links} | {link.url for link in page.navigation}


@pytest.mark.parametrize(
    ("name", "text", "links"),
    [
        (
            "A37",
            "<a href=/0>0</a>" + "<div>" * 100_000 + "<a href=/1>1</a>" + "</div>" * 100_000 + "<a href=/2>2</a>",
            3,
        ),
        ("A38 b", "".join(f"<b><a href=/{n}>odnośnik {n}</a> " for n in range(4_000)), 4_000),
        ("A38 a", "".join(f"<a href=/{n}>odnośnik {n} " for n in range(4_000)), 4_000),
        ("A48", "".join(f"<a href=/{n}>odnośnik {n}</a> " for n in range(9_000)), 5_000),
    ],
)
def test_no_link_of_an_ill_page_is_lost_unless_that_is_said(name, text, links):
    page = parse(f"{text}<p>koniec</p>".encode(), PageContext(url="http://a.pl/")).page
    assert len(links_of(page)) == links
    assert [said for said in page.warnings if "links" in said] == (
        ["more than 5000 links: the rest is left out"] if name == "A48" else []
    )


POLISH = (
    "<title>Święto źródła łąki</title><h1>Święto źródła łąki</h1><p>W środę odbędzie się święto źródła na łące.</p>"
)


@pytest.mark.parametrize(
    ("name", "encoding", "label"),
    [
        ("A41", "utf-8", "iso-8859-1"),
        ("A41", "windows-1250", "utf-8"),
        ("A41", "iso-8859-2", "windows-1250"),
        ("A42", "windows-1250", None),
        ("A42", "iso-8859-2", None),
        *(
            ("A43", "utf-8", label)
            for label in ("unicode_escape", "idna", "punycode", "utf-7", "rot13", "zlib_codec", "ł")
        ),
        *(("A43", "windows-1250", label) for label in ("undefined", "base64", "hex", "mbcs")),
        ("A44", "utf-16", "utf-8"),
    ],
)
def test_a_wrong_a_missing_or_an_ill_label_makes_no_mojibake(name, encoding, label):
    content_type = f"text/html; charset={label}" if label else None
    parsed = parse(POLISH.encode(encoding), PageContext(url="http://a.pl/", content_type=content_type))
    assert parsed.page.title == "Święto źródła łąki"
    assert parsed.page.articles[0].body == "W środę odbędzie się święto źródła na łące."
    assert parsed.charset.declared == label
    assert parsed.charset.used.startswith(encoding)


def test_control_characters_reach_no_text_and_the_first_title_stands_a40_a45():
    payload = (
        b"<title></title><title>Ur\x07zad\x1b</title><title>Inny</title><p id=a>Ala\0 ma\x0b kota<body><p id=a>i psa"
    )
    page = parse(payload, PageContext(url="http://a.pl/")).page
    assert (page.title, page.articles[0].body) == ("Ur zad", "Ala ma kota\n\ni psa")


@pytest.mark.parametrize(
    ("payload", "declared", "sniffed", "kind"),
    [
        (b"<!doctype html><title>Urzad</title><h1>Urzad</h1><p>Tekst.", "image/png", "text/html", "static"),
        (b"<!doctype html><title>Urzad</title><h1>Urzad</h1><p>Tekst.", "text/plain", "text/html", "static"),
        (b"MZ\x90\0" + bytes(200), "text/html", "application/x-msdownload", "document"),
        (b"MZK Kielce <h1>Rozklad</h1><p>Tekst.", None, "text/html", "static"),
        (b"\x89PNG\r\n\x1a\n<p>", "text/html", "image/png", "document"),
        (b"\0\0\0\x20ftypisom\0\x02<a\x01" + bytes(200), "text/html", "application/octet-stream", "document"),
        (b'{"content": "<p>Tekst</p>"}', "application/json", "text/plain", "document"),
        (b"Wzrost o 3 < 5 procent.", "text/plain", "text/plain", "document"),
    ],
)
def test_what_is_declared_and_what_the_first_bytes_say_are_told_apart_a49(payload, declared, sniffed, kind):
    parsed = parse(payload, PageContext(url="http://a.pl/x", content_type=declared))
    assert (parsed.sniffed_type, parsed.page.kind.value) == (sniffed, kind)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "/abs.pdf", "a\0b.pdf", "\u202efdp.exe.pdf", "x" * 5_000 + ".pdf"]
)
def test_an_attachments_name_is_text_and_nothing_else_a50(name):
    text = f"<h1>Urząd</h1><p>Tekst strony.</p><h3>Załączniki</h3><ul><li><a href='/p/{name}'>{name}</a></li></ul>"
    (file,) = parse(text.encode(), PageContext(url="http://a.pl/")).page.articles[0].attachments
    assert file.url.startswith("http://a.pl/")
    assert "\0" not in file.text


def test_a_page_of_frames_is_read_by_what_it_says_without_them_and_leads_to_its_frames():
    text = """<HTML><HEAD><TITLE>Gmina Zawada</TITLE></HEAD><FRAMESET COLS="20%,*"><FRAME SRC="menu.htm" NAME="menu">
    <FRAME SRC="start.htm" TITLE="Strona główna"><NOFRAMES><BODY><P>Gmina Zawada wita. <A HREF="mapa.htm">Mapa strony</A>
    </BODY></NOFRAMES></FRAMESET></HTML>"""
    page = parse(text.encode(), PageContext(url="http://a.pl/")).page
    assert (page.title, page.articles[0].body) == ("Gmina Zawada", "Gmina Zawada wita. Mapa strony")
    assert links_of(page) == {"http://a.pl/menu.htm", "http://a.pl/start.htm", "http://a.pl/mapa.htm"}
    bare = parse(b"<frameset rows='*'><frame src='main.php'></frameset>", PageContext(url="http://a.pl/")).page
    assert (bare.kind.value, links_of(bare)) == ("static", {"http://a.pl/main.php"})
