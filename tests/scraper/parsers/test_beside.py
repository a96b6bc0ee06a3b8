"""What stands beside a text: bylines, the way down to the page, footers nothing marks, tables of files, lists of days."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.parsers.bylines import byline_of
from scraper.parsers.registry import PageContext, parse

MENU = "<ul>" + "".join(f"<li><a href='/dzial/{n}'>Dział {n}</a></li>" for n in range(5)) + "</ul>"
PROSE = (
    "Prezydent miasta podpisał umowę na przebudowę mostu, a prace mają ruszyć jeszcze tej jesieni, zaraz po przetargu.",
    "Wykonawca ma osiemnaście miesięcy na ukończenie robót; w tym czasie ruch będzie się odbywał jednym pasem jezdni.",
)
TEXT = "".join(f"<p>{one}</p>" for one in PROSE)


def read(body, url="https://a.example/wiadomosci/most.html", **told):
    return parse(f"<title>Nowy most</title><body>{body}".encode(), PageContext(url=url, **told)).page


@pytest.mark.parametrize(
    ("line", "printed", "author"),
    [
        ("07.11.2023 Biuro Prasowe", "07.11.2023", "Biuro Prasowe"),
        ("12 września 2024 · 2 min czytania", "12 września 2024", None),
        ("Dodano: 03-05-2019 przez Jan Nowak", "03-05-2019", "Jan Nowak"),
        ("Jan Nowak | 3 maja 2019 | 2 komentarze", "3 maja 2019", "Jan Nowak"),
        ("Data publikacji: 28.06.2023 Autor: Jan Dąb", "28.06.2023", "Jan Dąb"),
    ],
)
def test_a_line_of_who_and_when_is_no_text(line, printed, author):
    said = byline_of(line)
    assert (said.printed, said.author) == (printed, author)
    (article,) = read(f"{MENU}<h1>Nowy most</h1><p>{line}</p>{TEXT}").articles
    assert (article.published_text, article.author) == (printed, author)
    assert article.body == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "28 lutego 2018 Sesja Rady Miasta",
        "Nowy Sącz, 12.05.2018",
        "Spotkanie odbędzie się 12.05.2018 w urzędzie",
        "12.05.2018 i 13.05.2018",
        "Umowę podpisano 12 maja 2018 r.",
        "Biuro Prasowe",
    ],
)
def test_a_line_that_says_more_is_none(line):
    assert byline_of(line) is None


@settings(max_examples=150)
@given(st.text(max_size=60), st.sampled_from(["12.05.2018", "3 maja 2019", ""]), st.text(max_size=60))
def test_a_byline_never_invents_a_word(before, day, after):
    text = before + day + after
    said = byline_of(text)
    assert said is None or (said.printed in text and (said.author is None or said.author in text))


@pytest.mark.parametrize(
    ("way", "section"),
    [
        ("<p>Jesteś tutaj: <a href='/'>Strona główna</a> » <a href='/d/7'>Nabory</a> » Nowy most</p>", "Nabory"),
        ("<div><a href='/'>Start</a> / <a href='/news'>Wieści</a></div>", "Wieści"),
        ("<ol><li><a href='/'>Start</a><li><a href='/d'>Inwestycje</a><li>Nowy most</ol>", "Inwestycje"),
        ("<ol><li><a href='/'>Start</a><li>Nowy most</ol>", None),
        ("", None),
    ],
)
def test_the_last_station_on_the_way_down_is_the_section(way, section):
    assert read(f"{MENU}{way}<h1>Nowy most</h1><p>12.05.2018</p>{TEXT}").section == section


@pytest.mark.parametrize(
    "foot",
    [
        "<div><div>Urząd Miejski</div><div>Rynek 4, 33-333 Nowa Góra</div><div>© 2024 Nowa Góra</div></div>",
        "<div>Gmina Las. Projekt i wykonanie: Piksel</div>",
        "<div>Realizacja: Studio Kropka</div>",
        "<div>Dom Kultury, ul. Leśna 4</div>",
    ],
)
def test_a_footer_that_nothing_marks_is_no_text(foot):
    (article,) = read(f"<div>{MENU}</div><div><h1>Nowy most</h1><p>12.05.2018</p>{TEXT}</div>{foot}").articles
    assert article.body == "\n\n".join(PROSE)


def test_an_address_within_an_article_is_text():
    inner = f"<h1>Nowy most</h1><div>{TEXT}</div><div>Zgłoszenia: Urząd Miasta, ul. Leśna 4, pokój 12.</div>"
    (article,) = read(f"<div>{MENU}</div><div>{inner}</div>").articles
    assert article.body.endswith("ul. Leśna 4, pokój 12.")


def test_rows_of_files_are_attachments_and_rows_that_say_more_are_text():
    head = "<tr><th>Lp.</th><th>Nazwa</th><th>Data dodania</th><th>Rozmiar</th></tr>"
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='/plik.php?id={n}'>Formularz {n} (PDF)</a></td><td>2021-03-29</td><td>12 kB</td></tr>"
        for n in (1, 2)
    )
    (article,) = read(f"{MENU}<h1>Nowy most</h1>{TEXT}<table>{head}{rows}</table>").articles
    assert [file.text for file in article.attachments] == ["Formularz 1 (PDF)", "Formularz 2 (PDF)"]
    assert article.body == "\n\n".join(PROSE)
    acts = "".join(
        f"<tr><td>{n}/2021</td><td>w sprawie opłat za wodę</td><td><a href='/u{n}.pdf'>uchwała</a></td></tr>"
        for n in (1, 2)
    )
    (article,) = read(f"{MENU}<h1>Nowy most</h1>{TEXT}<table>{acts}</table>").articles
    assert "1/2021 | w sprawie opłat za wodę" in article.body


def test_a_day_that_a_list_prints_dates_a_page_that_prints_none():
    body = f"{MENU}<h1>Nowy most</h1>{TEXT}"
    alone, listed, dated = (
        read(body),
        read(body, listed="12.05.2018"),
        read(body.replace("</h1>", "</h1><p>13.05.2018</p>"), listed="12.05.2018"),
    )
    assert (alone.kind.value, alone.articles[0].published_text) == ("static", None)
    assert (listed.kind.value, listed.articles[0].published_text) == ("article", "12.05.2018")
    assert dated.articles[0].published_text == "13.05.2018"


def test_the_sites_name_above_the_menu_is_no_title():
    text = f"<title>Nabór wniosków - Biuletyn Informacji Publicznej Gminy</title><h1>Biuletyn Informacji Publicznej</h1>{MENU}"
    page = parse(f"{text}<h2>Nabór wniosków</h2>{TEXT}".encode(), PageContext(url="https://a.example/1")).page
    assert page.title == "Nabór wniosków"


@pytest.mark.parametrize(
    "menu",
    [
        "<div><a href='/'>Kontrast</a> <a href='/'>Czcionka</a> <a href='/en/'>English</a></div>",
        "<div><a href='/'>Strona główna</a> | <a href='/aktualnosci/'>Aktualności</a> | <a href='/kontakt/'>Kontakt</a></div>",
        "<ul><li><a href='/'>Start</a></li><li><a href='/urzad/'>Urząd</a></li><li><a href='/kontakt/'>Kontakt</a></li></ul>",
    ],
)
def test_a_menu_above_the_title_is_no_way_down_to_the_page(menu):
    page = read(f"{menu}<h1>Kontakt</h1>{TEXT}", url="https://a.example/kontakt/")
    assert page.section is None


NOTES = ("Remont mostu", "Nabór do przedszkola", "Zebranie wiejskie")


@pytest.mark.parametrize("more", ["czytaj dalej", "» czytaj dalej", "więcej »", "Czytaj więcej…"])
@pytest.mark.parametrize(
    "note",
    [
        "<div><h2>{0}</h2><p>{1}.03.2024</p><p>{2}</p><p><a href='/a/{1}'>{3}</a></p></div>",
        "<div><div>{0}</div><p>{1}.03.2024</p><p>{2}</p><a href='/a/{1}'>{3}</a></div>",
        "<h3>{0}</h3><p>{1}.03.2024</p><p>{2}</p><p><a href='/a/{1}'>{3}</a></p>",
        "<p>{0}</p><p>{1}.03.2024</p><p>{2}</p><p><a href='/a/{1}'>{3}</a></p>",
    ],
    ids=["boxes", "boxes without headings", "one after the other", "one after the other without headings"],
)
def test_a_title_that_is_no_link_leads_where_its_teaser_does(note, more):
    list_of_notes = "".join(note.format(name, 10 + n, PROSE[n % 2], more) for n, name in enumerate(NOTES))
    page = read(f"{MENU}<h1>Aktualności</h1>{list_of_notes}", url="https://a.example/aktualnosci")
    assert [(entry.title, entry.url, entry.published_text) for entry in page.entries] == [
        (name, f"https://a.example/a/{10 + n}", f"{10 + n}.03.2024") for n, name in enumerate(NOTES)
    ]
    assert [entry.text for entry in page.entries] == [PROSE[0], PROSE[1], PROSE[0]]
    assert not page.articles


def test_an_article_with_one_link_to_more_below_it_stays_one():
    page = read(f"{MENU}<h1>Nowy most</h1><p>12.05.2018</p>{TEXT}<h2>Inne</h2><p>Zebranie</p><a href='/a/1'>więcej</a>")
    assert page.kind == "article"
