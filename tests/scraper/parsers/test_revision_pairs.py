"""Change logs that are no table of columns: labels that repeat, in every mark-up, and lists of days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.polish.mojibake import is_suspect
from pipelines.reading import read_payload

LABELS = ("Wersja", "Data zmiany", "Autor", "Powód")
ROWS = (
    ("3", "14.05.2019 10:15", "Marta Sowa", "Poprawiono numer telefonu"),
    ("2", "11.05.2019 08:02", "Jan Kowalski", "Dodano załącznik"),
    ("1", "06.05.2019 13:40", "Jan Kowalski", "Publikacja"),
)


def in_terms(row):
    return "".join(f"<dt>{label}:</dt><dd>{value}</dd>" for label, value in zip(LABELS, row, strict=True))


def in_cells(row):
    return "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in zip(LABELS, row, strict=True))


def in_lines(row):
    return "".join(f"<p>{label}: {value}</p>" for label, value in zip(LABELS, row, strict=True))


def in_breaks(row):
    return "".join(f"<b>{label}</b>: {value}<br>" for label, value in zip(LABELS, row, strict=True))


def in_boxes(row):
    return "".join(
        f"<div><div>{label}:</div><div>{value}</div></div>" for label, value in zip(LABELS, row, strict=True)
    )


def in_row(row):
    cells = "".join(f"<td>{label}</td><td>{value}</td>" for label, value in zip(LABELS, row, strict=True))
    return f"<tr>{cells}</tr>"


def on_its_side(rows):
    columns = zip(LABELS, *rows, strict=True)
    return (
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in column)}</tr>" for column in columns)
        + "</table>"
    )


def whole(box, form, rows):
    return f"<{box}>{''.join(map(form, rows))}</{box}>"


FORMS = {
    "one dl": lambda rows: whole("dl", in_terms, rows),
    "a dl each": lambda rows: "".join(f"<dl>{in_terms(row)}</dl>" for row in rows),
    "one table": lambda rows: whole("table", in_cells, rows),
    "a table each": lambda rows: "".join(f"<table>{in_cells(row)}</table>" for row in rows),
    "four pairs a row": lambda rows: whole("table", in_row, rows),
    "on its side": on_its_side,
    "lines": lambda rows: whole("div", in_lines, rows),
    "breaks": lambda rows: whole("p", in_breaks, rows),
    "boxes": lambda rows: whole("div", in_boxes, rows),
}
TEXT = "Urząd Miasta w Jeziornie informuje, że kasa przy ulicy Młyńskiej będzie w piątek czynna do godziny dwunastej."


def article(log, heading="<h2>Rejestr zmian</h2>", note="<dl><dt>Autor:</dt><dd>Ewa Lis</dd></dl>"):
    page = (
        "<html><head><title>Zmiana godzin pracy kasy - BIP Jeziorno</title></head><body><div><a href=/>BIP</a></div>"
        f"<div><h1>Zmiana godzin pracy kasy</h1><p>Data publikacji: 06.05.2019</p><p>{TEXT}</p>{note}{heading}{log}</div>"
        "</body></html>"
    )
    return read_payload(
        page.encode(),
        url="http://bip.jeziorno.example/kasa",
        portal=None,
        content_type="text/html; charset=utf-8",
        captured=datetime(2026, 11, 24, 12, tzinfo=UTC),
    ).articles[0]


def told(found):
    return [(row.version, row.changed_text, row.author, row.reason) for row in found.history]


@pytest.mark.parametrize("heading", ["<h2>Rejestr zmian</h2>", "<p>Historia zmian:</p>", ""])
@pytest.mark.parametrize("form", FORMS)
def test_labels_that_repeat_are_a_log_and_neither_text_nor_the_pages_author(form, heading):
    found = article(FORMS[form](ROWS), heading)
    assert told(found) == list(ROWS)
    assert (found.author, found.body) == ("Ewa Lis", TEXT)


@pytest.mark.parametrize("form", FORMS)
def test_the_page_without_an_author_takes_none_from_its_log(form):
    assert article(FORMS[form](ROWS), note="").author is None


@pytest.mark.parametrize("form", ["one dl", "one table"])
def test_a_row_may_lack_a_value(form):
    rows = [ROWS[0], ("2", "11.05.2019 08:02", "Jan Kowalski", ""), ROWS[2]]
    assert told(article(FORMS[form](rows))) == [ROWS[0], ("2", "11.05.2019 08:02", "Jan Kowalski", None), ROWS[2]]


def test_a_log_of_one_row_needs_its_heading():
    assert told(article(FORMS["one dl"](ROWS[:1]))) == [ROWS[0]]
    assert told(article(FORMS["one dl"](ROWS[:1]), "")) == []


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "1. 12.03.2019 10:15, Jan Kowalski – korekta",
            ("1", "12.03.2019 10:15", "Jan Kowalski", "korekta"),
        ),
        ("12.03.2019 10:15, Jan Kowalski – korekta", (None, "12.03.2019 10:15", "Jan Kowalski", "korekta")),
        (
            "12 marca 2019 - zmiana terminu (Anna Lis-Wrona)",
            (None, "12 marca 2019", "Anna Lis-Wrona", "zmiana terminu"),
        ),
        ("Wersja 2 z dnia 2019-03-12, admin: literówka", ("2", "2019-03-12", "admin", "literówka")),
        ("2019-03-12 10:15:08 | J. Kot | publikacja", (None, "2019-03-12 10:15:08", "J. Kot", "publikacja")),
        ("12.03.2019 – poprawiono błąd w druku", (None, "12.03.2019", None, "poprawiono błąd w druku")),
        ("3) 12.03.2019", ("3", "12.03.2019", None, None)),
    ],
)
def test_a_list_under_the_heading_of_a_log_is_read_line_by_line(line, row):
    found = article(f"<ul><li>{line}</li><li>{line}</li></ul>")
    assert told(found) == [row, row]
    assert found.body == TEXT
    assert told(article(f"<ul><li>{line}</li></ul>", "<h2>Terminy dyżurów</h2>")) == []


def test_a_heading_inside_the_table_is_the_logs_too():
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    head = "".join(f"<td>{label}</td>" for label in LABELS)
    found = article(f"<table><tr><td colspan=4>Rejestr zmian</td></tr><tr>{head}</tr>{cells}</table>", "")
    assert told(found) == list(ROWS)
    assert found.body == TEXT


def test_a_table_of_versions_and_prices_is_no_log():
    rows = [
        ("Wersja", "miejska", "terenowa"),
        ("Data premiery", "12.05.2019", "13.06.2019"),
        ("Cena", "40 zł", "50 zł"),
    ]
    assert (
        told(
            article(
                f"<table>{''.join(f'<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>' for a, b, c in rows)}</table>", ""
            )
        )
        == []
    )


def test_entries_that_each_have_a_date_are_no_log():
    entries = "".join(
        f"<h3>Druk numer {number}</h3><p>Data aktualizacji: 0{number}.05.2019</p><p>Autor: Jan Kot</p>"
        for number in (1, 2, 3)
    )
    assert told(article(entries, "")) == []


letters = st.characters(max_codepoint=0x17F, categories=("L", "Nd"))
values = st.text(letters, min_size=1, max_size=8).filter(lambda text: not is_suspect(text))  # spoilt letters are mended
logs = st.lists(st.tuples(values, st.dates(date(2000, 1, 1), date(2020, 1, 1)), values, values), min_size=2, max_size=5)


@settings(max_examples=40)
@given(st.sampled_from(sorted(FORMS)), logs)
def test_whatever_a_log_says_its_rows_come_out_in_order(form, rows):
    printed = [(f"x{version}", f"{day:%d.%m.%Y}", f"y{who}", f"z{why}") for version, day, who, why in rows]
    assert told(article(FORMS[form](printed))) == printed
