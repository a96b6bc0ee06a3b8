"""Pure parts of telling kinds apart: what error pages state, languages, change logs, pages of a list."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.polish.dates import is_date_line
from scraper.parsers.blocks import flatten
from scraper.parsers.declared import declared_of
from scraper.parsers.languages import language_of_text
from scraper.parsers.paging import is_past_end
from scraper.parsers.registry import PageContext, parse
from scraper.parsers.revisions import revisions_of
from scraper.parsers.suspicion import suspicion_of
from scraper.parsers.zones import zones_of


@pytest.mark.parametrize(
    ("title", "prose", "reason"),
    [
        ("404", "", "not found"),
        ("Błąd 404", "Przepraszamy.", "not found"),
        ("Portal miasta", "Dokument o podanym adresie nie istnieje.", "not found"),
        ("Miasto", "Page not found", "not found"),
        ("Serwis chwilowo niedostępny", "", "maintenance"),
        ("Miasto", "Strona jest chwilowo niedostępna z powodu aktualizacji.", "maintenance"),
        ("Access denied", "You don't have permission.", "blocks robots"),
        ("Miasto", "Potwierdź, że nie jesteś robotem", "blocks robots"),
        ("Request Rejected", "Your support ID is 1234.", "blocks robots"),
        ("Zaloguj się", "", "login"),
        ("Strefa", "Aby zobaczyć treść, musisz się zalogować.", "login"),
        ("Miasto", "Nie można połączyć się z bazą danych.", "error page"),
        ("503 Service Unavailable", "", "error page"),
        ("Miasto", "Pod tym adresem nic nie ma.", "not found"),
        ("Nie ma takiej strony", "Zapraszamy na stronę główną.", "not found"),
        ("Serwis w trakcie modernizacji", "Pilne sprawy: tel. 41 111 11 11", "maintenance"),
        ("Odmowa dostępu", "Nie masz uprawnień do tej strony.", "login"),
        ("Strefa radnego", "Ta część serwisu jest dostępna po zalogowaniu.", "login"),
        ("Weryfikacja", "Wykryliśmy podejrzany ruch z Twojej sieci.", "blocks robots"),
        ("Miasto", "Warning: mysql_connect() failed in /www/db.php on line 12", "error page"),
        ("Miasto", "You need to enable JavaScript to run this app.", "scripts"),
    ],
)
def test_an_error_page_is_told_by_what_it_states_of_itself(title, prose, reason):
    assert reason in suspicion_of((title,), prose, "", dated=False)


@pytest.mark.parametrize(
    ("title", "prose"),
    [
        ("Przerwa techniczna w dostawie ciepła", "Ciepła nie będzie w środę na osiedlu Zagórze."),
        ("Autobus 404", "Linia kursuje co kwadrans."),
        ("Prace konserwacyjne na zalewie", "Zalew będzie opróżniony do piątku, prosimy o ostrożność."),
        ("Zaginął pies", "Właściciela nie znaleziono mimo ogłoszeń w całym mieście."),
        ("Logowanie do systemu rekrutacji do przedszkoli", "Rodzice logują się " * 10),
        ("Kontakt", "Urząd Miasta, Rynek 1."),
        ("Kontakt", "Aby załatwić sprawę przez internet, zaloguj się na ePUAP."),
        ("Zaginęły dokumenty", "Dowód osobisty nie został odnaleziony, prosimy o kontakt z urzędem."),
        ("Warsztaty", "Uczymy się pisać w języku JavaScript, potrzebny jest własny komputer."),
        ("Pole 500 metrów", "Bieg na 500 metrów wygrała drużyna szkoły numer 3."),
    ],
)
def test_a_page_that_only_mentions_such_words_is_a_page(title, prose):
    assert suspicion_of((title,), prose, "", dated=False) is None


@given(st.text(max_size=80), st.text(max_size=700), st.text(max_size=200), st.booleans())
def test_long_prose_and_dated_notes_are_never_error_pages(title, prose, markup, dated):
    found = suspicion_of((title,), prose, markup, dated=dated)
    if len(prose) > 600 or (dated and prose):
        assert found is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("W środę radni przyjęli uchwałę w sprawie opłat i omówili remont szkoły.", "pl"),
        ("The city council met on Wednesday and approved the plan for the new park.", "en"),
        ("Міська рада ухвалила рішення про допомогу сім'ям, які приїхали з України.", "uk"),
        ("Городской совет принял решение о помощи семьям, которые приехали в город этой зимой.", "ru"),
        ("Der Rat der Stadt hat am Mittwoch die neue Satzung beschlossen und den Haushalt für das Jahr.", "de"),
        ("12 345", None),
        ("", None),
    ],
)
def test_a_language_is_told_by_letters_and_common_words(text, language):
    assert language_of_text(text) == language


@given(st.text(max_size=300))
def test_telling_a_language_never_raises(text):
    assert language_of_text(text) in (None, "pl", "en", "de", "uk", "ru")


cells = st.text(st.characters(codec="utf-8", exclude_characters="<>&|\x00", categories=("L", "N")), max_size=8)
logs = st.lists(st.tuples(cells, st.dates(date(2000, 1, 1), date(2090, 1, 1)), cells, cells), min_size=1, max_size=6)


@given(logs)
def test_every_row_of_a_change_log_comes_out_in_order_and_none_of_it_is_text(rows):
    body = "".join(f"<tr><td>{v}</td><td>{d:%d.%m.%Y}</td><td>{a}</td><td>{r}</td></tr>" for v, d, a, r in rows)
    head = "<tr><th>Wersja</th><th>Data zmiany</th><th>Autor</th><th>Powód</th></tr>"
    page = flatten(f"<main><h1>Title of it</h1><p>Text of it.</p><table>{head}{body}</table></main>")
    found, taken = revisions_of(page, list(range(len(page.lines))))
    assert [(row.version, row.changed_text, row.author, row.reason) for row in found] == [
        (v.strip() or None, f"{d:%d.%m.%Y}", a.strip() or None, r.strip() or None) for v, d, a, r in rows
    ]
    assert {page.lines[number].text for number in set(range(len(page.lines))) - taken} == {"Title of it", "Text of it."}


HEAD = "<tr><th>Wersja</th><th>Data zmiany</th><th>Autor</th><th>Powód</th></tr>"
DATED = "<tr><td>{}</td><td>0{}.02.2024</td><td>Jan Kot</td><td>zmiana terminu</td></tr>"
DATELESS = "<tr><td>2</td><td>{}</td><td>Ewa Lis</td><td>literówka</td></tr>"


@pytest.mark.parametrize("printed", ["", "brak", "–"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_without_a_date_does_not_end_a_log(printed, place):
    rows = [DATED.format(3, 3), DATED.format(1, 1)]
    rows.insert(place, DATELESS.format(printed))
    page = flatten(f"<main><h1>Title</h1><table>{HEAD}{''.join(rows)}</table><p>Text of it.</p></main>")
    found, taken = revisions_of(page, list(range(len(page.lines))))
    assert len(found) == 3
    assert (found[place].version, found[place].changed_text, found[place].reason) == ("2", printed or None, "literówka")
    assert [page.lines[number].text for number in range(len(page.lines)) if number not in taken] == [
        "Title",
        "Text of it.",
    ]


def test_what_follows_a_log_is_no_row_of_it():
    other = "<table><tr><td>Cena</td><td>za wstęp</td><td>40 zł</td></tr></table>"
    foot = "<tr><td colspan=4>Liczba wersji: 1</td></tr>"
    page = flatten(f"<main><h1>Title</h1><table>{HEAD}{DATED.format(1, 1)}{foot}</table>{other}</main>")
    assert len(revisions_of(page, list(range(len(page.lines))))[0]) == 1


def test_a_log_in_lines_with_bars_has_a_dateless_row_only_between_dated_ones():
    lines = [
        "Wersja | Data zmiany | Powód",
        "3 | 03.02.2024 | termin",
        "2 | brak | opis",
        "1 | 01.02.2024 | nowy",
        "a | b | c",
    ]
    page = flatten("<main><h1>Title</h1>" + "".join(f"<p>{line}</p>" for line in lines) + "</main>")
    found, taken = revisions_of(page, list(range(len(page.lines))))
    assert [row.version for row in found] == ["3", "2", "1"]
    assert len(taken) == 4


@pytest.mark.parametrize(
    "table",
    [
        "<tr><th>Lp.</th><th>Data</th><th>Opis</th></tr><tr><td>1</td><td>12.05.2024</td><td>Zebranie</td></tr>",
        "<tr><th>Wersja</th><th>Cena</th></tr><tr><td>podstawowa</td><td>40 000 zł</td></tr>",
        "<tr><th>Wersja</th><th>Data zmiany</th></tr><tr><td>1</td><td>nigdy</td></tr>",
    ],
)
def test_an_ordinary_table_is_no_change_log(table):
    page = flatten(f"<main><h1>Title of it</h1><table>{table}</table></main>")
    assert revisions_of(page, list(range(len(page.lines)))) == ((), frozenset())


@given(st.lists(st.text(max_size=60), max_size=12))
def test_reading_declarations_never_raises_and_invents_nothing(texts):
    page = flatten("<main><h1>Title of it</h1>" + "".join(f"<p>{text}</p>" for text in texts) + "</main>")
    found = declared_of(page, zones_of(page))
    whole = "\n".join(line.text for line in page.lines)
    assert all(said in whole for said in (found.author, found.responsible, found.published, found.updated) if said)
    assert all(is_date_line(printed) for printed in (found.published, found.updated) if printed)


@pytest.mark.parametrize(
    ("pager", "url", "past"),
    [
        ("<b>1</b> <a href='?page=2'>2</a> <a href='?page=3'>3</a>", "http://x.pl/?page=9", True),
        ("<b>2</b> <a href='?page=1'>1</a> <a href='?page=3'>3</a>", "http://x.pl/?page=2", False),
        ("<a href='?page=1' aria-current='page'>1</a> <a href='?page=2'>2</a>", "http://x.pl/?page=4", True),
        ("<a href='?page=1'>1</a> <a href='?page=2' aria-current='page'>2</a>", "http://x.pl/?page=2", False),
        ("<b>1</b> <a href='?page=2'>2</a> <a href='?page=3'>3</a>", "http://x.pl/", False),
        ("<b>1</b> <a href='?page=2'>2</a> <a href='?page=3'>3</a>", "http://x.pl/?page=1", False),
        ("", "http://x.pl/strona,7.html", False),
        ("<a href='?page=1'>1</a> <a href='?page=2'>2</a> <a href='?page=10'>dalej</a>", "http://x.pl/?page=9", True),
        ("<a href='?page=1'>1</a> <a href='?page=2'>2</a>", "http://x.pl/?page=3", False),
        ("<a href='?page=8'>8</a> <a href='?page=9'>9</a> <a href='?page=10'>10</a>", "http://x.pl/?page=9", False),
        (
            "<a href='?dzien=1'>1</a> <a href='?dzien=2'>2</a> <a href='?page=41'>dalej</a>",
            "http://x.pl/?page=40",
            False,
        ),
    ],
)
def test_a_list_past_its_end_says_that_it_is_page_1(pager, url, past):
    text = f"<main><h1>Tablica</h1><p>{pager}</p></main>"
    assert is_past_end(text, flatten(text), url) is past


def test_a_page_past_the_end_leads_no_further():
    entries = "".join(f"<h2><a href='/{n}'>Ogłoszenie numer {n}</a></h2><p>1{n}.11.2026</p>" for n in range(4))
    pager = "<a href='?page=1' aria-current='page'>1</a> <a href='?page=2'>2</a> <a href='?page=10'>następna</a>"
    markup = f"<main><h1>Tablica</h1>{entries}<p>{pager}</p></main>".encode()
    page = parse(markup, PageContext(url="http://x.pl/t?page=9")).page
    assert len(page.entries) == 4
    assert page.navigation == ()
    assert len(parse(markup, PageContext(url="http://x.pl/t?page=1")).page.navigation) == 3
