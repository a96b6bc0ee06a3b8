"""The reader on pages nobody has seen, through its one door."""

from __future__ import annotations

import hashlib
import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.terms.outcomes import PageKind
from pipelines.demo.days import city
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import site
from pipelines.normalize import normalize_page
from scraper.parsers.blocks import flatten
from scraper.parsers.registry import PageContext, parse
from scraper.parsers.zones import with_core, zones_of

URL = "https://portal.example/wiadomosci/most.html"
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PROSE = (
    "Prezydent miasta podpisał umowę na przebudowę mostu, a prace mają ruszyć jeszcze tej jesieni, zaraz po przetargu.",
    "Wykonawca ma osiemnaście miesięcy na ukończenie robót; w tym czasie ruch będzie się odbywał jednym pasem jezdni.",
    "Mieszkańcy okolicznych ulic dostaną zawiadomienia, a szczegółowy plan objazdów urząd ogłosi w przyszłym tygodniu.",
)
MENU = "".join(f"<li><a href='/dzial/{n}'>Dział {n}</a></li>" for n in range(30))
CLASS = re.compile(r'(\s(?:class|id)=)"([^"]*)"')
WORD = re.compile(r"[^\W_]+")


def stranger(body="", head="", title="Nowy most na rzece"):
    text = "".join(f"<p>{one}</p>" for one in PROSE)
    return f"""<html><head><title>{title} | Gazeta</title>{head}</head><body><div class="menu"><ul>{MENU}</ul></div>
<div class="content"><h1>{title}</h1>{body}{text}</div>
<div class="promo"><h3>Czytaj także</h3><ul><li><a href="/a">Inny artykuł o drogach</a></li><li><a href="/b">Jeszcze jeden</a></li></ul></div>
<div class="stopka">© 2012 Gazeta. Wszelkie prawa zastrzeżone</div></body></html>"""


def read(text, url=URL):
    payload = text if isinstance(text, bytes) else text.encode()
    return normalize_page(parse(payload, PageContext(url=url, captured=MOMENT)).page, today=MOMENT.date())


def test_a_strangers_article_is_its_prose_without_menu_promotion_and_footer():
    page = read(stranger())
    assert (page.title, page.articles[0].body) == ("Nowy most na rzece", "\n\n".join(PROSE))


def test_a_paragraph_that_is_one_link_and_ends_the_text_is_of_it():
    """Where it leads is what a silent edit alters."""
    page = read(
        stranger().replace(f"{PROSE[-1]}</p>", f"{PROSE[-1]}</p><p><a href='/objazd.html'>Plan objazdów</a></p>")
    )
    assert page.articles[0].body == "\n\n".join((*PROSE, "Plan objazdów"))
    assert [(link.url, link.text) for link in page.articles[0].links] == [
        ("https://portal.example/objazd.html", "Plan objazdów")
    ]


def test_comments_after_an_article_are_no_content():
    comments = "<div>Komentarze (2)</div>" + "".join(
        f"<div><b>gość {n}</b> 12.0{n}.2012</div><div>No nareszcie, ile można było czekać na ten most</div>"
        for n in (1, 2)
    )
    page = read(stranger().replace('<div class="promo">', comments + '<div class="promo">'))
    assert page.articles[0].body == "\n\n".join(PROSE)


def test_a_page_that_shows_its_text_only_without_scripts_is_read_from_noscript():
    page = read(
        f"<html><title>Most</title><body><noscript><h1>Most</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p></noscript></body></html>"
    )
    assert PROSE[0] in page.articles[0].body


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2018-02-28T23:30:00+01:00">', "", "2018-02-28"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2018-02-28T10:00:00.000Z"}</script>',
            "",
            "2018-02-28",
        ),
        ("", '<div><time datetime="2018-02-28">wczoraj</time></div>', "2018-02-28"),
        ("", "<p>Jan Nowak | 28 lutego 2018 | czytano 12 razy</p>", "2018-02-28"),
        ("", "<p>By Jan Nowak, February 28, 2018</p>", "2018-02-28"),
    ],
)
def test_a_strangers_date_is_found_where_the_page_declares_it(head, body, day):
    article = read(stranger(body, head)).articles[0]
    assert str(article.published) == day


def test_the_printed_date_stands_over_the_declared_one():
    head = '<meta property="article:published_time" content="2018-01-01T10:00:00Z">'
    article = read(stranger("<p>28.02.2018</p>", head)).articles[0]
    assert (str(article.published), article.published_text) == ("2018-02-28", "28.02.2018")


def test_a_date_in_a_comment_is_no_date_of_the_article():
    page = read(stranger().replace('<div class="promo">', '<div class="promo"><p>Gość, 3 maja 2012: super</p>'))
    assert page.articles[0].published is None


def test_a_site_name_is_no_part_of_the_title():
    head = '<meta property="og:title" content="Nowy most – Gazeta Miejska"><meta property="og:site_name" content="Gazeta Miejska">'
    assert read(stranger(head=head, title="Nowy most")).title == "Nowy most"


def test_cells_of_a_row_stand_on_one_line_and_a_layout_table_has_no_rows():
    table = "<table><tr><th>Dzień</th><th>Godzina</th></tr><tr><td>wtorek</td><td>12</td></tr><tr><td>środa</td><td>14</td></tr></table>"
    body = read(stranger(f"<p>{PROSE[0]}</p>{table}")).articles[0].body
    assert "Dzień | Godzina\nwtorek | 12\nśroda | 14" in body
    nested = flatten("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td>x<tr><td>y<td>z</table>")
    assert {line.text for line in nested.lines if line.row} == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    "hidden",
    [
        "biuro[at]um.kielce.pl",
        "biuro (at) um.kielce.pl",
        "biuro&#64;um&#46;kielce&#46;pl",
        "<script>var a = 'biuro' + '&#64;'; a = a + 'um' + '&#46;' + 'kielce' + '&#46;' + 'pl'; document.write(a);</script>",
        '<a class="__cf_email__" data-cfemail="422b27">[email&#160;protected]</a> biuro@um.kielce.pl',
    ],
)
def test_an_address_hidden_from_robots_is_read_without_running_code(hidden):
    assert (
        "biuro@um.kielce.pl"
        in read(stranger(f"<p>{PROSE[0]} Prosimy pisać na adres {hidden} albo dzwonić.</p>")).articles[0].body
    )


@pytest.mark.parametrize("key", [0x42, 0xB9])
def test_an_address_enciphered_anew_for_each_visit_reads_the_same(key):
    address = bytes([key, *(byte ^ key for byte in b"biuro@um.kielce.pl")]).hex()
    target = bytes([key, *(byte ^ key for byte in b"&#98;iuro@um.kielce.pl?subject=Sesja")]).hex()
    hidden = (
        f'<a href="/cdn-cgi/l/email-protection#{target}"><span class="__cf_email__" data-cfemail="{address}">'
        "[email&#160;protected]</span></a>"
    )
    (article,) = read(stranger(f"<p>{PROSE[0]}</p><p>{PROSE[1]} Adres: {hidden}, pokój 5.</p>")).articles
    assert "Adres: biuro@um.kielce.pl, pokój 5.\n\n" in article.body
    assert article.links == ()


@pytest.mark.parametrize(
    "count",
    [
        "Liczba wyświetleń: {}",
        "Liczba odwiedzin strony: {}",
        "Artykuł czytano {} razy",
        "Ten dokument był wyświetlony {} razy",
        "{} odsłon",
        "Ostatnia aktualizacja serwisu: {}.11.2026",
    ],
)
def test_how_often_an_article_was_read_is_none_of_its_text(count):
    said = [f"<p>{PROSE[0]}</p><p>{count.format(number)}</p>" for number in (12, 27)]
    calm, later = (read(stranger(one)).articles[0] for one in said)
    assert calm.body == later.body
    assert calm.updated is None


@pytest.mark.parametrize("text", ["Stronę odwiedziło 12 osób z zagranicy.", "Pobrano 500 zł opłaty.", "Czytanie 2026"])
def test_a_sentence_that_counts_is_text(text):
    assert text in read(stranger(f"<p>{PROSE[0]}</p><p>{text}</p>")).articles[0].body


def test_an_embedded_video_is_a_link_of_the_article():
    video = f'<p>{PROSE[0]}</p><p>{PROSE[1]}<iframe src="https://www.youtube.com/embed/abc" title="Film"></iframe></p>'
    assert "https://www.youtube.com/embed/abc" in [link.url for link in read(stranger(video)).articles[0].links]


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_words_in_classes_and_ids_decide_nothing_on_the_portal(markup):
    root = "http://127.0.0.1:8000/"
    for path, (kind, body) in site(city(1), markup, root).items():
        if "html" not in kind:
            continue
        context = PageContext(url=root.rstrip("/") + path, content_type=kind, captured=MOMENT)
        assert parse(shuffled(body.decode("latin-1")).encode("latin-1"), context).page == parse(body, context).page


def shuffled(text):
    return CLASS.sub(lambda match: f'{match[1]}"x{hashlib.sha256(match[2].encode()).hexdigest()[:8]}"', text)


def test_a_strangers_article_is_the_same_whatever_its_classes():
    assert read(shuffled(stranger())).articles == read(stranger()).articles


def test_lines_that_stand_on_the_sibling_pages_are_one_witness_against_them():
    page = flatten(stranger())
    shares = [0.0 if line.text in PROSE else 1.0 for line in page.lines]
    content = with_core(page, zones_of(page, shares), shares).content
    assert [page.lines[number].text for number in content] == list(PROSE)


FAULTS = {
    "A37": "<div>" * 100_000 + "na dnie" + "</div>" * 100_000 + "<p>po nim</p>",
    "A38": "<b><i><a href=/x>" * 16_000 + "na dnie<p>po nim</p>",
    "A39": "<p>przed</p><p title='" + "x" * 7_000_000 + "'>na dnie</p><p>po nim</p>",
    "A40": "<p>na\0 dnie\x07</p><p>po nim \ufffe</p>",
    "A45": "<html><title>Jeden</title><body id=a><p id=a>na dnie<html><title>Dwa</title><body id=a><p id=a>po nim",
    "A48": "".join(f"<a href='/{n}'>{n}</a> " for n in range(60_000)) + "<p>na dnie</p><p>po nim</p>",
    "tables": "<table><tr><td>" * 20_000 + "na dnie<p>po nim",
    "entities": "<p>na&nbsp;dnie &bogus; &#xFFFFFF; &</p><p>po nim",
}


@pytest.mark.parametrize("name", FAULTS)
def test_no_text_of_an_ill_page_is_lost_and_time_is_bounded(name):
    began = time.monotonic()
    page = flatten(FAULTS[name])
    parse(FAULTS[name].encode("utf-8", "replace"), PageContext(url=URL))
    text = " ".join(line.text for line in page.lines)
    assert "po nim" in text
    assert "na dnie" in text
    assert time.monotonic() - began < 20


@pytest.mark.slow
def test_a_page_of_very_many_lines_keeps_its_text_and_says_so():
    page = flatten("<p>x</p>" * 200_500 + "<p>na dnie</p>")
    assert page.lines[-1].text.endswith("na dnie")
    assert page.warnings == ["more than 200000 lines: the rest is read as one"]


@pytest.mark.parametrize(("name", "base"), [("A47", "http://other.example:81/x/"), ("A46", "javascript:alert(1)")])
def test_a_base_moves_links_and_a_script_address_is_no_link(name, base):
    page = read(
        stranger(
            "<p><a href='javascript:alert(1)'>zły</a> <a href='b.html'>dobry odnośnik w tekście</a> i reszta zdania o moście.</p>",
            f"<base href='{base}'>",
        )
    )
    urls = [link.url for link in page.articles[0].links]
    assert urls == ["http://other.example:81/x/b.html" if name == "A47" else "https://portal.example/wiadomosci/b.html"]


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "a href=/x",
        "li",
        "table",
        "td",
        "tr",
        "h1",
        "br",
        "span",
        "form",
        "noscript",
        "script",
        "title",
        "ul",
    ]
)
BITS = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag.split()[0]}>"),
    st.text(max_size=30),
    st.just("12.03.2018 "),
    st.just("słowo i drugie, trzecie. "),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(BITS, max_size=40))
def test_any_page_is_read_and_every_word_of_a_body_stands_in_it_in_order(bits):
    text = "".join(bits)
    parsed = parse(text.encode("utf-8", "replace"), PageContext(url=URL)).page
    words = iter(WORD.findall(" ".join(line.text for line in flatten(text).lines)))
    for article in parsed.articles:
        if parsed.kind is not PageKind.LISTING:
            assert all(word in words for word in WORD.findall(article.body))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(payload):
    assert parse(b"<html>" + payload, PageContext(url=URL)).page.url == URL


@pytest.mark.parametrize(
    "line",
    [
        "Odsłon: 7220 <a href='javascript:print()'>Drukuj</a> <a href='https://f.example/s'>Udostępnij na Facebooku</a>",
        "<a href='/pdf'>PDF</a> | Wyświetleń: 12",
    ],
)
def test_a_counter_beside_links_that_print_and_share_is_no_text(line):
    assert read(stranger().replace("</p></div>", f"</p><div>{line}</div></div>")).articles[0].body == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Dodano 2 października 2026, 09:07 przez <span>Biuro Prasowe</span>", "Biuro Prasowe"),
        ("02.10.2026 | Redakcja", "Redakcja"),
        ("Opublikowano: 02.10.2026 przez Jan Mroczek", "Jan Mroczek"),
        ("02.10.2026 Odsłon: 34", None),
    ],
)
def test_a_line_of_when_and_who_is_no_text(line, author):
    (article,) = read(stranger(f"<p>{line}</p>")).articles
    assert (str(article.published), article.author, article.body) == ("2026-10-02", author, "\n\n".join(PROSE))


@pytest.mark.parametrize(
    "label", ["<div>Kiedy</div><div>{}</div>", "<p>Termin: {}</p>", "<dl><dt>Data imprezy:</dt><dd>{}</dd></dl>"]
)
def test_the_day_of_an_event_is_no_date_of_the_page_but_text_of_it(label):
    (article,) = read(stranger(label.format("6 grudnia 2026"))).articles
    assert article.published is None
    assert "6 grudnia 2026" in article.body


def test_boxes_around_single_paragraphs_are_items_of_a_day():
    days = "".join(
        f"<h4>{day} września 2026</h4>" + "".join(f"<div><p>{PROSE[n]}</p></div>" for n in part)
        for day, part in ((28, (0, 1)), (17, (2,)))
    )
    page = read(f"<html><title>Archiwum: wrzesień</title><body><h1>Archiwum: wrzesień</h1>{days}</body></html>")
    assert [(str(one.published), one.body) for one in page.articles] == [
        ("2026-09-28", PROSE[0]), ("2026-09-28", PROSE[1]), ("2026-09-17", PROSE[2]),
    ]  # fmt: skip


@pytest.mark.parametrize("entries", ["", "<div>2 marca 2026 <a href='/a/1'>Zbiórka ubrań dla schroniska</a></div>"])
def test_the_last_page_of_a_list_is_one_however_little_is_left(entries):
    pager = "<ul><li><a href='?page=0'>1</a></li><li><a href='?page=1'>2</a></li><li>3</li></ul>"
    html = f"<html><title>Aktualności</title><body><ul>{MENU}</ul><h1>Aktualności</h1>{entries}{pager}</body></html>"
    assert read(html, "https://portal.example/aktualnosci?page=2").kind is PageKind.LISTING
    assert read(html, "https://portal.example/aktualnosci").kind is not PageKind.LISTING


def test_a_banner_that_leads_where_the_menu_leads_keeps_its_words():
    banner = "<div><a href='/dzial/3'><img src='/b.png' alt='Kup bilet'></a></div><div><a href='/dzial/4'><img src='/c.png' alt=''></a><a href='/dzial/4'>Targi</a></div>"
    page = read(stranger().replace("</body>", f"<aside>{banner}</aside></body>"))
    assert [(mark.url[-8:], mark.text) for mark in page.sidebar if mark.image] == [
        ("/dzial/3", "Kup bilet"),
        ("/dzial/4", "Targi"),
    ]
    assert "Dział 3" in [link.text for link in page.navigation]


@pytest.mark.parametrize(
    "line",
    [
        "Ocena: 4,5 (12 głosów)", "Polubień: 4, udostępnień: 7", "Data wydruku: 25.11.2026", "Tę stronę czyta teraz 9 osób",
        "Strona wygenerowana: 25.11.2026 10:22:33", "Poprzedni: <a href='/a/1'>Remont basenu przy ulicy Letniej</a>",
    ],
)  # fmt: skip
def test_what_counts_the_visitors_or_leads_to_the_next_article_is_no_text(line):
    found = read(stranger().replace("</p></div>", f"</p><p>{line}</p></div>")).articles[0]
    assert (found.body, found.links) == ("\n\n".join(PROSE), ())


@pytest.mark.parametrize(
    "line", ["Głosów za: 14", "Liczba głosów: 12", "Ocena 5 wniosków", "Wygenerowano przychód 12 zł"]
)
def test_what_only_sounds_like_a_counter_is_text(line):
    assert line in read(stranger().replace(f"<p>{PROSE[-1]}", f"<p>{line}</p><p>{PROSE[-1]}")).articles[0].body
