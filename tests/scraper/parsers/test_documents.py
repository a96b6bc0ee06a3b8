"""Documents by the libraries that write them: text, title, properties; limits and attacks end in a warning."""

from __future__ import annotations

import builtins
import io
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from scraper.parsers import reading_text
from scraper.parsers.registry import PageContext, parse

LINES = [
    "Zarzadzenie nr 5",
    "z dnia 28 lutego 2018 r.",
    "",
    "Pierwszy akapit tekstu jest dlugi i biegnie dalej przez",
    "druga linie.",
]
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
    "<office:body><office:text>{}</office:text></office:body></office:document-content>"
)
LAUGHS = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>"


def read(payload, name="plik", content_type=None):
    return parse(payload, PageContext(url=f"http://a.pl/{name}", content_type=content_type))


def body(payload, name="plik", content_type=None):
    return read(payload, name, content_type).page.articles[0].body


def pdf(pages=1, lines=LINES, **options):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, **options)
    sheet.setTitle("Zarządzenie w sprawie dróg")
    for number in range(pages):
        for place, line in enumerate([*lines, f"strona {number}"]):
            sheet.drawString(70, 780 - 14 * place, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def word(change=lambda document: None):
    document = docx.Document()
    document.core_properties.title = "Regulamin konkursu"
    document.add_paragraph("Kielce, dnia 28 lutego 2018 r.")
    document.add_paragraph("Zażółć gęślą jaźń")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Droga", "100 zł"
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(payload, **parts):
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | parts)


def odt(text):
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT.format(text)})


def test_a_pdf_is_read_as_paragraphs_with_its_title_and_printed_date():
    page = read(pdf()).page
    article = page.articles[0]
    assert page.title == "Zarządzenie w sprawie dróg"
    assert article.body.startswith("Zarzadzenie nr 5\nz dnia 28 lutego 2018 r.\n\nPierwszy akapit tekstu")
    assert "biegnie dalej przez druga linie." in article.body
    assert article.published_text == "z dnia 28 lutego 2018 r."
    assert page.reader.name == "generic.document"


def test_when_a_pdf_was_made_is_a_property_and_no_date_of_publication():
    page = read(pdf(lines=["Tekst bez daty"])).page
    assert page.articles[0].published_text is None
    assert dict(page.properties)["created"].startswith("20")


def test_a_docx_is_read_with_its_tables_and_printed_date():
    page = read(word()).page
    assert page.title == "Regulamin konkursu"
    assert page.articles[0].body == "Kielce, dnia 28 lutego 2018 r.\n\nZażółć gęślą jaźń\n\nDroga | 100 zł"
    assert page.articles[0].published_text == "Kielce, dnia 28 lutego 2018 r."


def test_tracked_insertions_and_content_controls_that_python_docx_leaves_out_are_read():
    def change(document):
        paragraph = document.add_paragraph("koniec")._p
        inserted = paragraph.makeelement(docx.oxml.ns.qn("w:ins"), {})
        control = paragraph.makeelement(docx.oxml.ns.qn("w:sdt"), {})
        inserted.append(document.add_paragraph("wstawka").runs[0]._r)
        paragraph.append(inserted)
        control.append(document.add_paragraph("z pola formularza")._p)
        document.element.body.insert(0, control)

    payload = word(change)
    plain = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(payload)).paragraphs)
    assert "wstawka" not in plain
    assert "z pola formularza" not in plain
    assert body(payload).startswith("z pola formularza\n\n")
    assert "koniecwstawka" in body(payload)


def test_an_xlsx_is_read_row_by_row():
    book = openpyxl.Workbook()
    book.active.append(["Nazwa", "Kwota"])
    book.active.append(["Łąka", 1.5])
    out = io.BytesIO()
    book.save(out)
    assert body(out.getvalue()) == "Nazwa | Kwota\nŁąka | 1.5"


def test_an_odt_is_read_with_headings_tables_and_notes():
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell.format('a')}{cell.format('b')}</table:table-row>"
    payload = odt(
        f"<text:h>Tytuł</text:h><text:p>Treść <text:span>ważna</text:span> dalej</text:p><table:table>{row}</table:table>"
    )
    assert body(payload) == "Tytuł\n\nTreść ważna dalej\n\na | b"


def test_rtf_and_plain_text_are_read_in_their_encoding():
    assert body(rb"{\rtf1\ansi\ansicpg1250 Za\'bf\'f3\'b3\'e6\par Drugi\par}") == "Zażółć\n\nDrugi"
    parsed = read("Święto\nulicy\n\nŹródło".encode("cp1250"), content_type="text/plain")
    assert parsed.page.articles[0].body == "Święto\nulicy\n\nŹródło"
    assert parsed.charset.used == "windows-1250"


@pytest.mark.parametrize(
    ("name", "payload", "why"),
    [
        ("an encrypted PDF", pdf(encrypt=StandardEncryption("x", ownerPassword="y")), "password"),
        ("a PDF cut in half", b"%PDF-1.7\n1 0 obj", "cannot open"),
        ("a zip bomb (A12-A16)", repacked(word(), **{"word/document.xml": b" " * 30_000_000}), "packed size"),
        ("65 536 names (D35)", zipped({f"word/{n}": b"" for n in range(6_000)}), "entries"),
        ("billion laughs (A52)", zipped({"mimetype": "a", "content.xml": LAUGHS}), "DTD"),
        (
            "a DTD in OOXML (A51)",
            repacked(word(), **{"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            "DTD",
        ),
        ("nested XML (A53)", odt("<text:span>" * 20_000 + "</text:span>" * 20_000), "no sound XML"),
        ("a damaged zip", word()[:-200], "damaged"),
        ("a missing part", zipped({"word/x": b""}), "missing"),
    ],
)
def test_what_cannot_be_read_keeps_its_name_and_says_why(name, payload, why):
    page = read(payload, "uchwa%C5%82a.bin").page
    assert page.kind == "document"
    assert why in " ".join(page.warnings)
    assert page.title in ("uchwała.bin", "Regulamin konkursu")


def test_nested_tables_are_read_once_and_at_once():
    nested = "x"
    for _ in range(60):
        nested = f"<table:table><table:table-row><table:table-cell>{nested}</table:table-cell></table:table-row></table:table>"
    assert body(odt(nested.replace("x", "<text:p>raz</text:p>"))) == "raz"


@pytest.mark.slow
def test_a_pdf_of_ten_thousand_pages_is_read_up_to_the_limit_and_says_so():
    page = read(pdf(pages=10_000, lines=["tekst"])).page
    assert "strona 1999" in page.articles[0].body
    assert "it has 10000 pages, 2000 were read" in page.warnings[0]


def test_text_past_the_limit_is_cut_and_flagged(monkeypatch):
    monkeypatch.setattr(reading_text, "MAX_CHARS", 10)
    gathered = reading_text.Gathered(room=10)
    assert not gathered.add("dwanaście znaków")
    assert gathered.paragraphs == ["dwanaście "]
    assert "left out" in gathered.warnings[0]


@pytest.mark.parametrize(("library", "payload"), [("pypdfium2", pdf()), ("striprtf", b"{\\rtf1 a}")])
def test_without_the_extra_a_document_is_its_name_and_another_reader(monkeypatch, library, payload):
    real = builtins.__import__

    def missing(name, *rest):
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    page = read(payload, "plik.bin").page
    assert (page.title, page.articles[0].body) == ("plik.bin", "")
    assert page.reader.name == "generic.document-unread"
    assert "kronika[documents]" in page.warnings[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from([pdf(), word(), odt("<text:p>a</text:p>")]))
def test_no_flipped_byte_makes_reading_raise(place, value, payload):
    damaged = bytearray(payload)
    damaged[place % len(damaged)] = value
    assert read(bytes(damaged)).page.articles
