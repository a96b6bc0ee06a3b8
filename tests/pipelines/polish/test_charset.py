"""Charsets: strict UTF-8, then the letters, then the label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.polish.charset import declared_charset, declared_charsets, decode

POLISH = "Urząd Miasta ogłasza: święto, źródła, gałąź, Łąka"


@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1250", "iso-8859-2", "windows-1252", "idna", "nonsense"])
@pytest.mark.parametrize("real", ["utf-8", "windows-1250", "iso-8859-2", "utf-8-sig"])
def test_polish_text_is_read_right_whatever_the_label_says(real, declared):
    assert decode(POLISH.encode(real), declared).text == POLISH


@pytest.mark.parametrize(
    ("text", "label"), [("Привет, мир", "windows-1251"), ("Привет", "koi8-r"), ("café à", "windows-1252")]
)
def test_a_foreign_label_is_believed_where_no_polish_letter_speaks_against_it(text, label):
    assert decode(text.encode(label), label).text == text


def test_bytes_nothing_reads_do_not_raise():
    assert "U+FFFD" in decode(b"\x81\x83\xff", "utf-8").why


def test_the_header_comes_before_meta_and_meta_before_xml():
    head = b'<?xml version="1.0" encoding="a"?><meta http-equiv=x content="text/html; charset=b">'
    assert declared_charset("text/html; charset=c", head) == "c"
    assert declared_charset("text/html", head) == "b"
    assert declared_charset(None, head[:40]) == "a"


SENTENCES = [
    f"{first} {second} {third}"
    for first in ("Święto ulicy", "W środę radni", "Źródło miasta", "Są nowe ścieżki")
    for second in ("przyjmą uchwałę", "będzie świeciło", "zajmą się łąką", "obejmą gałąź")
    for third in ("nad rzeką Silnicą w Kielcach, koszt 1 200 zł.", "i zaproszą młodzież na koncert w sobotę.")
]


@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1250", "iso-8859-2"])
@pytest.mark.parametrize("real", ["windows-1250", "iso-8859-2"])
def test_eighty_characters_are_enough_to_tell_the_two_polish_tables_apart(real, declared):
    for sentence in SENTENCES:
        assert decode(sentence[:80].encode(real), declared).text == sentence[:80]


def test_single_byte_letters_in_a_page_of_utf8_are_read_and_flagged():
    page = ("Zażółć gęślą jaźń. " * 20).encode() + "Wstawka: łąka święta".encode("cp1250")
    decoded = decode(page, "utf-8")
    assert decoded.text == "Zażółć gęślą jaźń. " * 20 + "Wstawka: łąka święta"
    assert decoded.used == "utf-8"
    assert any("mixed" in flaw for flaw in decoded.flaws)


def test_runs_of_utf8_in_a_page_of_one_byte_letters_are_read_and_flagged():
    page = ("Zażółć gęślą jaźń. " * 20).encode("iso-8859-2") + "Wstawka: łąka – święta".encode()
    decoded = decode(page, None)
    assert decoded.text == "Zażółć gęślą jaźń. " * 20 + "Wstawka: łąka – święta"
    assert decoded.used == "iso-8859-2"
    assert any("mixed" in flaw for flaw in decoded.flaws)


def test_a_character_cut_in_half_does_not_turn_a_page_of_utf8_to_mojibake():
    page = "Urząd ogłasza święto".encode() + b" \xc5... " + "źródła".encode()
    assert decode(page, "utf-8").text == "Urząd ogłasza święto \ufffd... źródła"


def test_windows_quotes_in_a_page_of_iso_8859_2_are_kept():
    assert decode(b"\x84\xa6wi\xeato\x94 w\xb6r\xf3d", "iso-8859-2").text == "„Święto” wśród"


@pytest.mark.parametrize("real", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_read_where_declared(real):
    assert decode("<p>Święto w Kielcach</p>".encode(real), "utf-16").text == "<p>Święto w Kielcach</p>"


@pytest.mark.parametrize("label", ["unicode_escape", "idna", "punycode", "utf-7", "rot13", "base64", "undefined"])
def test_a_codec_of_python_is_no_label(label):
    assert decode("Święto \\u0105 źródeł".encode("cp1250"), label).text == "Święto \\u0105 źródeł"


def test_meta_breaks_the_tie_where_the_header_is_wrong():
    payload = b"<meta charset=iso-8859-1><p>caf\xe9 \xe0 \xe8</p>"
    assert decode(payload, *declared_charsets("text/html; charset=utf-8", payload)).text.endswith("café à è</p>")


def test_czech_with_a_label_is_not_read_as_polish():
    text = "Příliš žluťoučký kůň úpěl ďábelské ódy, naše děti"
    assert decode(text.encode("iso-8859-2"), "iso-8859-2").text == text


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "windows-1250", "utf-16", "big5", "x"]))
def test_decoding_never_raises(payload, label):
    decode(payload, label)


@given(st.text(max_size=200))
def test_valid_utf8_is_read_to_the_letter(text):
    if not text.startswith("\ufeff") and "\0" not in text:
        assert decode(text.encode(), "windows-1250").text == text


def test_other_labels_count_only_where_no_letter_speaks_against_them():
    assert decode("Привет".encode("koi8-r"), "koi8-r").used == "koi8-r"
    assert decode("für à la\xb9 ça\xb9 Größe, été, naïf, äöüß".encode("cp1252"), "windows-1252").why == "declared"
    assert decode(b"caf\xe9 \x83", "utf-8").why.startswith("declared")
    assert decode(b"caf\xe9 \x83", None).why.startswith("neither valid UTF-8 nor usefully declared")


def test_a_utf8_mark_before_a_page_of_one_byte_letters_is_not_believed():
    decoded = decode(b"\xef\xbb\xbf" + "Święto źródeł w mieście".encode("cp1250"))
    assert (decoded.text, decoded.used) == ("Święto źródeł w mieście", "windows-1250")


def test_a_stray_nul_makes_no_utf16():
    assert decode(b"Kielce\0 i okolice").used == "utf-8"
    assert decode("Święto\0 źródeł w mieście".encode("cp1250"), "windows-1250").used == "windows-1250"
