"""Charsets: strict UTF-8, then the letters, then the label."""

from __future__ import annotations

import pytest

from pipelines.polish.charset import declared_charset, decode

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


def test_other_labels_count_only_where_no_letter_speaks_against_them():
    assert decode("Привет".encode("koi8-r"), "koi8-r").used == "koi8-r"
    assert decode("für à la\xb9 ça\xb9 Größe, été, naïf, äöüß".encode("cp1252"), "windows-1252").why == "declared"
    assert decode(b"caf\xe9 \x83", "utf-8").why.startswith("declared")
    assert decode(b"caf\xe9 \x83", None).why.startswith("neither valid UTF-8 nor usefully declared")
