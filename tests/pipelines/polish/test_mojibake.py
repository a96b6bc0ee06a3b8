"""Mojibake: what each confusion leaves is put right by run; clean text of any language is never touched."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.terms.marks import Reader
from archive.terms.outcomes import PageKind
from pipelines.normalize import normalize_page
from pipelines.polish.mojibake import _wrongly, repair
from scraper.items import ParsedArticle, ParsedPage

SUBJECTS = (
    "Prezydent miasta",
    "Rada Miasta Kielce",
    "Zarząd Dróg",
    "Świętokrzyski konserwator zabytków",
    "Straż miejska",
)
VERBS = (
    "ogłosił konkurs",
    "przyjęła uchwałę",
    "zaprasza mieszkańców",
    "rozpoczął remont ulicy",
    "poświęci się sprawom",
)
OBJECTS = (
    "w dzielnicy Ślichowice",
    "na placu przy źródle",
    "dla młodzieży i seniorów",
    "z okazji święta łąki",
    "w środę",
)
ENDS = (
    "będą działać nad zalewem.",
    "koszt wynosi 1 200 zł za 25 m².",
    "są bezpłatne – „wstęp wolny”.",
    "żółć i jaźń gęślą.",
)
POLISH = [f"{a} {b} {c}, {d}" for a, b, c, d in itertools.product(SUBJECTS, VERBS, OBJECTS, ENDS)]
FOREIGN = {
    "en": (
        ("The naïve mayor", "Mr Søren Ærø", "A café owner"),
        ("sold 5 m³ for £20", "measured 3.2 ± 0.4 mm¹", "drank ½ l at 20 °C"),
    ),
    "de": (
        ("Der Bürgermeister", "Die Straße", "Frau Müller"),
        ("trägt „Äpfel“ nach Österreich", "grüßt Ä… und Ö", "zahlt 5 € für ein Stück"),
    ),
    "cs": (
        ("Škoda Praha", "Pan Beneš", "Naše město"),
        ("již ještě děláš věci", "má tři žluté koně", "vidíš šťastné lidi"),
    ),
    "uk": (("Міська рада", "Гірник з Києва", "Ґанок"), ("запрошує жителів їхати", "відкриває свято", "має 5 м³ води")),
    "es": (("¿Qué señor", "La cigüeña", "El niño"), ("come jalapeños en la mañana", "vive en São Paulo", "dice «olé»")),
    "fr": (("L’œuvre", "Le cœur", "La forêt"), ("être ou ne pas être", "une crêpe brûlée", "fête du bœuf")),
}
NAMES = (
    "Premier Andrej Babiš",
    "Trener Hašek",
    "Señor Muñoz",
    "François Lefèvre",
    "Björn Åkesson",
    "Nguyễn Văn",
    "Kowalski¹",
)
CLEAN = (
    POLISH
    + [f"{a} {b}." for parts in FOREIGN.values() for a, b in itertools.product(*parts)]
    + [f"{name} {verb} {thing}." for name, verb, thing in itertools.product(NAMES, VERBS, OBJECTS)]
    + [
        f"{a} {b}. {polish}"
        for parts in FOREIGN.values()
        for a, b in itertools.product(*parts)
        for polish in POLISH[:50]
    ]
)
CONFUSIONS = [("utf-8", "cp1250"), ("utf-8", "cp1252"), ("utf-8", "iso8859_2"), ("cp1250", "iso8859_2")]
CONFUSIONS += [("iso8859_2", "cp1250"), ("cp1250", "cp1252"), ("iso8859_2", "cp1252"), ("cp1250", "latin_1")]


def _encodable(text):
    return text.replace("–", "-").replace("„", '"').replace("”", '"').replace("²", "2")


def test_no_clean_sentence_of_any_language_is_touched():
    assert len(CLEAN) > 3_000
    assert [text for text in CLEAN if repair(text).text != text] == []


@pytest.mark.parametrize(("right", "wrong"), CONFUSIONS)
def test_at_least_94_of_100_confused_sentences_are_restored(right, wrong):
    pairs = [(_wrongly(text, right, wrong), text) for text in map(_encodable, POLISH)]
    pairs = [(seen, text) for seen, text in pairs if seen != text]
    restored = sum(repair(seen).text == text for seen, text in pairs)
    assert restored >= 0.94 * len(pairs)


def test_utf8_confused_twice_is_restored():
    once = _wrongly("Początek święta żółwi", "utf-8", "cp1250")
    assert repair(_wrongly(once, "utf-8", "cp1250")).text == "Początek święta żółwi"


def test_utf8_confused_thrice_is_restored_and_no_more_is_tried():
    text = "Początek"
    for _ in range(3):
        text = _wrongly(text, "utf-8", "cp1250")
    assert repair(text).text == "Początek"


def test_a_unit_is_no_letter_even_where_its_page_is_confused():
    known = ("windows-1250 read as windows-1252",)
    assert (repair("25 m³ wody", known).text, repair("25 m³ wody", known).confusions) == ("25 m³ wody", ())


def test_a_run_is_repaired_among_right_letters():
    assert repair("Dziś PoczÄ…tek święta, źródło i Å‚Ä…ka").text == "Dziś Początek święta, źródło i łąka"


@given(st.text(alphabet="aąbcćeęłńoósśzźż ABŁŚŻ.,-–„”0123456789\n²§°"))
def test_text_of_polish_letters_is_never_touched(text):
    assert repair(text).text == text


@given(st.text())
def test_repairing_never_raises_and_is_done_at_once(text):
    repair(text)


def _normalized(body, title=None):
    page = ParsedPage(
        url="http://a.pl/", kind=PageKind.STATIC, reader=Reader(name="x", version=1), base="http://a.pl/",
        title=title, articles=(ParsedArticle(title=title, body=body),),
    )  # fmt: skip
    return normalize_page(page, today=date(2026, 1, 1))


def test_a_page_is_put_right_in_all_its_texts_and_says_so():
    body = _wrongly("Wkrótce będą dyżury w urzędzie. Każdy mieszkaniec może wziąć udział.", "cp1250", "cp1252")
    page = _normalized(body, title=_wrongly("Podziękowania", "cp1250", "cp1252"))
    assert page.title == "Podziękowania"
    assert page.articles[0].body.startswith("Wkrótce będą dyżury")
    assert page.warnings == ("mojibake repaired: windows-1250 read as windows-1252",)


def test_lost_characters_are_flagged_and_left():
    page = _normalized("Urz\ufffdd Miasta")
    assert page.articles[0].body == "Urz\ufffdd Miasta"
    assert page.warnings == ("1 characters of the page are lost (U+FFFD)",)
