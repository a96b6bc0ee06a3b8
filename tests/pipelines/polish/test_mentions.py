"""What a text mentions: each recogniser by itself, then all of them in order and apart."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.polish import numbers
from pipelines.polish.contacts import emails, phones, urls
from pipelines.polish.mention import MOST
from pipelines.polish.mentions import mentions
from pipelines.polish.numbers import amounts, percentages
from pipelines.polish.people import people
from pipelines.polish.places import addresses
from pipelines.polish.references import file_numbers, references


def read(recogniser, text):
    found = list(recogniser(text))
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.text, one.value) for one in found]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1 200,50 zł", "1200.50"), ("1\u00a0200\u00a0000 zł", "1200000"), ("1\u202f200 zł", "1200"), ("1.200,50 zł", "1200.50"),
        ("1.200 zł", "1200"), ("4.50 zł", "4.50"), ("4,50zł", "4.50"), ("0.500 zł", "0.5"), ("1234567,89 zł", "1234567.89"),
        ("2,5 mln zł", "2500000"), ("300 tys. zł", "300000"), ("5 tysięcy złotych", "5000"), ("1,2 mld złotych", "1200000000"),
        ("3 miliardy zł", "3000000000"), ("2 mln 300 tys. zł", "2300000"), ("1 mld 2 mln 3 tys. 500 zł", "1002003500"), ("5 milionów zł", "5000000"), ("12 zł 50 gr", "12.50"), ("12 zł i 5 groszy", "12.05"),
        ("80 gr", "0.80"), ("80 groszy", "0.80"), ("300 PLN", "300"), ("PLN 300", "300"), ("PLN -1 500,00", "-1500"),
        ("PLN 2 mln", "2000000"), ("-500 zł", "-500"), ("−500 zł", "-500"), ("100,- zł", "100"), ("5 zlotych", "5"), ("1 złoty", "1"),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_zloty(printed, value):
    assert read(amounts, f"koszt: {printed}") == [(printed, Decimal(value))]


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("w roku 2018 500 zł", "500 zł", 500),
        ("10-20 zł", "20 zł", 20),
        ("koszt – 500 zł", "500 zł", 500),
        ("nr XII/345/2012 500 zł", "500 zł", 500),
    ],
)
def test_what_stands_before_an_amount_is_no_part_of_it(text, printed, value):
    assert read(amounts, text) == [(printed, Decimal(value))]


def test_a_number_without_money_is_no_amount():
    for text in (
        "5 km",
        "12/2018 zł",
        "2018 r.",
        "5 złych psów",
        "10 gram",
        "PLN",
        "zł",
        "PLN 12/2018",
        "a5 zł",
        "252 00 zł",
        "1 234 5678 zł",
        "1500 500 zł",
        "1500 000 zł",
    ):
        assert read(amounts, text) == []


def test_percentages_are_read():
    text = "12,5 %, 3 proc., 100 procent, -3,2%, 10-20%, ale nie 5 promili, 5 procesów ani 7%owy"
    assert read(percentages, text) == [
        ("12,5 %", Decimal("12.5")), ("3 proc.", 3), ("100 procent", 100), ("-3,2%", Decimal("-3.2")), ("20%", 20),
    ]  # fmt: skip
    assert read(percentages, "brak") == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Uchwała nr XII/345/2012", "uchwała nr XII/345/2012"),
        ("uchwały Nr XII/345/2012", "uchwała nr XII/345/2012"),
        ("uchwale XLV/1012/2018", "uchwała nr XLV/1012/2018"),
        ("zarządzenie Nr 327/2005", "zarządzenie nr 327/2005"),
        ("Zarządzeniem 327/2005", "zarządzenie nr 327/2005"),
        ("umowa nr W/U-WO/3/BZ/12/2018", "umowa nr W/U-WO/3/BZ/12/2018"),
        ("rozporządzenia (UE) 2016/679", "rozporządzenie (UE) 2016/679"),
        ("dyrektywa 2014/24/UE", "dyrektywa 2014/24/UE"),
        ("Dz.U. z 2018 r. poz. 994", "Dz.U. 2018 poz. 994"),
        ("Dz. U. 2018 poz. 994", "Dz.U. 2018 poz. 994"),
        ("Dz. U. z 2016 r., poz. 1870", "Dz.U. 2016 poz. 1870"),
        ("Dz.U.2018.994", "Dz.U. 2018 poz. 994"),
        ("Dz.U.2001.142.1591", "Dz.U. 2001 nr 142 poz. 1591"),
        ("Dz. U. z 2001 r. Nr 142, poz. 1591", "Dz.U. 2001 nr 142 poz. 1591"),
        ("Dz. U. Nr 16, poz. 95", "Dz.U. nr 16 poz. 95"),
        ("Dz. Urz. UE L 119", "Dz.Urz. UE L 119"),
        ("Dz. Urz. Woj. Święt. z 2012 r. poz. 1234", "Dz.Urz. Woj. Święt. 2012 poz. 1234"),
        ("M.P. z 2018 r. poz. 5", "M.P. 2018 poz. 5"),
        ("ustawy z dnia 8 marca 1990 r.", "ustawa z 1990-03-08"),
        ("Ustawą z 4 lutego 1994 roku", "ustawa z 1994-02-04"),
        ("art. 18 ust. 2 pkt 15", "art. 18 ust. 2 pkt 15"),
        ("art.18 ust.2, pkt 15", "art. 18 ust. 2 pkt 15"),
        ("art. 5 § 3", "art. 5 § 3"),
        ("§ 12 pkt 4 lit. a", "§ 12 pkt 4 lit. a"),
    ],
)
def test_a_reference_has_one_spelling(printed, value):
    assert read(references, f"na mocy ({printed}) miasta") == [(printed, value)]


def test_what_names_no_number_is_no_reference():
    for text in (
        "uchwała w sprawie",
        "decyzja nr abc",
        "Dz. U.",
        "Dz.U. z 2018 r.",
        "Dz.U.2018",
        "ustawa z 31 lutego 2018",
        "decyzji i/lub",
    ):
        assert read(references, text) == []


def test_file_numbers_are_read_by_their_label_or_their_form():
    text = "Znak sprawy: GN-II.6840.12.2018, sygn. akt II SA/Ke 123/18. Pismo OR.0050.1.2018.AB; znak: brak; wersja A.1.2.3"
    assert [value for _, value in read(file_numbers, text)] == [
        "GN-II.6840.12.2018",
        "II SA/Ke 123/18",
        "OR.0050.1.2018.AB",
    ]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("ul. Warszawska 12", "ul. Warszawska 12"),
        ("ulicy Jana Pawła II 12A/3 lok. 4, 25-303 Kielce", "ul. Jana Pawła II 12A/3 lok. 4, 25-303 Kielce"),
        ("al. IX Wieków Kielc 3", "al. IX Wieków Kielc 3"),
        ("Aleja Solidarności 34", "al. Solidarności 34"),
        ("ul. 3 Maja 12", "ul. 3 Maja 12"),
        ("Plac Konstytucji 3 Maja 3", "pl. Konstytucji 3 Maja 3"),
        ("ul. 1000-lecia Państwa Polskiego 4", "ul. 1000-lecia Państwa Polskiego 4"),
        ("ul. św. Leonarda 5", "ul. św. Leonarda 5"),
        ("ul. gen. Tadeusza Kutrzeby", "ul. gen. Tadeusza Kutrzeby"),
        ("ul. H. Sienkiewicza 5", "ul. H. Sienkiewicza 5"),
        ("os. Na Stoku 5", "os. Na Stoku 5"),
        ("ul.Zagnańska 84a", "ul. Zagnańska 84a"),
        ("Rynek 1, 25-303 Kielce", "Rynek 1, 25-303 Kielce"),
        ("30-134 Kraków", "30-134 Kraków"),
    ],
)
def test_an_address_is_one_span(printed, value):
    assert read(addresses, f"biuro: {printed}, czynne") == [(printed, value)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("ulicą Piotrkowską 12 marca", ["ulicą Piotrkowską"]),
        ("ul. Sienkiewicza 10 000 zł", ["ul. Sienkiewicza"]),
        ("ul. Seminaryjska 12 w Kielcach", ["ul. Seminaryjska 12"]),
        ("w Rynku 12 osób", []),
        ("na placu zabaw", []),
        ("serwis kielce.pl. To miasto", []),
        ("ulica", []),
        ("ul. Wesoła 20 godz. 8", ["ul. Wesoła"]),
    ],
)
def test_what_stands_behind_an_address_is_no_part_of_it(text, printed):
    assert [found for found, _ in read(addresses, text)] == printed


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("41 367 60 00", "+48413676000"), ("(41) 36 76 553", "+48413676553"), ("41-36-76-553", "+48413676553"),
        ("+48 41 367 60 00", "+48413676000"), ("0048 41 3676000", "+48413676000"), ("600 100 200", "+48600100200"),
        ("605 24 24 24", "+48605242424"), ("81 446-28-00", "+48814462800"), ("071 374 81 15", "+48713748115"),
        ("(022) 345 56 36", "+48223455636"), ("41 367 60 00 wew. 12", "+48413676000;ext=12"),
    ],
)  # fmt: skip
def test_a_telephone_number_has_one_spelling(printed, value):
    assert read(phones, f"dzwoń: {printed}.") == [(printed, value)]
    assert read(phones, f"tel. {printed}.") == [(printed, value)]


def test_a_number_with_tel_before_it_may_stand_in_one_piece():
    assert read(phones, "tel./fax 413676000") == [("413676000", "+48413676000")]
    assert read(phones, "tel. 41/36 76 123") == [("41/36 76 123", "+48413676123")]
    assert read(phones, "tel. 41 36-76-123/124") == [("41 36-76-123", "+48413676123")]


def test_other_numbers_are_no_telephones():
    for text in (
        "NIP 657-02-61-731", "REGON 291009343", "REGON: 600-100-200", "123 456 789 osób", "600 000 000", "2018-03-15", "413676000",
        "12 1020 2629 0000 9402 0342 6789", "KRS 0000123456", "600 100 2000", "tel. 123", "41 367 60 00 00", "413 67 60 00", "600 100 20%",
    ):  # fmt: skip
        assert read(phones, text) == []


def test_web_and_mail_addresses_are_one_span_without_the_sentence_around_them():
    text = "Zob. www.um.kielce.pl, (https://b.pl/a?b=1&c=2), http://a.pl/x_(y). Pisz: Jan.Kowalski@um.kielce.pl."
    assert read(urls, text) == [
        ("www.um.kielce.pl", "http://www.um.kielce.pl"),
        ("https://b.pl/a?b=1&c=2", "https://b.pl/a?b=1&c=2"),
        ("http://a.pl/x_(y)", "http://a.pl/x_(y)"),
    ]
    assert read(emails, text) == [("Jan.Kowalski@um.kielce.pl", "jan.kowalski@um.kielce.pl")]
    assert (
        read(urls, "http://.,!, // www.")
        == read(urls, "brak")
        == read(emails, "a@b i x@y.pl@z.pl")
        == read(emails, "brak")
        == []
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("prezydent Wojciech Lubawski", "Wojciech Lubawski"),
        ("Prezydent Miasta Kielce Wojciech Lubawski", "Wojciech Lubawski"),
        ("prezydentowi Wojciechowi Lubawskiemu", "Wojciechowi Lubawskiemu"),
        ("dyrektor Anna Nowak-Kowalska", "Anna Nowak-Kowalska"),
        ("Dyrektora Wydziału Edukacji, Kultury i Sportu Annę Nowak", "Annę Nowak"),
        ("kierownik działu promocji Jerzy Nowak", "Jerzy Nowak"),
        ("pełnomocnik ds. Seniorów Ewa Kot", "Ewa Kot"),
        ("prof. dr hab. Jan Nowak", "Jan Nowak"),
        ("prezydenta W. Lubawskiego", "W. Lubawskiego"),
        ("pani Anna Maria Kowalska", "Anna Maria Kowalska"),
        ("pani Anna Marek", "Anna Marek"),
        ("radny A. B. Nowak", "A. B. Nowak"),
        ("dr Xawery Dunikowski", "Xawery Dunikowski"),
        ("dr Stanley M. Lemon", "Stanley M. Lemon"),
        ("ks. Jerzego Nowaka", "Jerzego Nowaka"),
        ("Dyrektor Muzeum Narodowego Robert Nowak", "Robert Nowak"),
        ("Dyrektor Muzeum Henryka Sienkiewicza Jan Nowak", "Jan Nowak"),
        ("dyrektor Gimnazjum im. gen. Józefa Bema Piotr Zieliński", "Piotr Zieliński"),
        ("dyrektor Teatru Stanisława Kowalska", "Stanisława Kowalska"),
        ("dyrektorem Domu Kultury Janem Nowakiem", "Janem Nowakiem"),
        ("dyrektora Muzeum, pana Jana Nowaka", "Jana Nowaka"),
        ("Dyrektor Muzeum J. Kowalski", "J. Kowalski"),
    ],
)
def test_a_person_is_a_title_and_a_name_in_the_case_printed(text, name):
    assert read(people, f"Dziś {text}. Inne zdanie.") == [(text, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Dyrektor Muzeum Narodowego otworzył wystawę", "Prezydent podpisał umowę z firmą Jan Kowalski", "Prezydent Miasta. Jan Nowak mówi",
        "dyrektor Marek. Minister", "Pan Prezydent otwiera", "prezydent Anna, Nowak", "Jan Kowalski", "prezydent", "dyrektor Marek",
        "dyrektor Marek mówi", "pan Xawery Most", "Dyrektor Muzeum Henryka Sienkiewicza", "Dyrektor Muzeum H. Sienkiewicza",
        "dyrektora Muzeum Henryka Sienkiewicza", "prezes Fundacji im. Stefana Batorego", "dyrektor Centrum św. Jana Pawła", "prof. Uniwersytetu Warszawskiego", "dr Stanley M.", "dr Stanley M. mówi", "Poseł Solidarnej Polski", "pani Anna Maria mówi, że",
    ],
)  # fmt: skip
def test_a_title_without_a_name_and_a_name_without_a_title_are_no_person(text):
    assert [name for _, name in read(people, text) if name != "Anna Maria"] == []


def test_a_text_gives_all_it_mentions_in_order_and_apart():
    text = (
        "Prezydent Jan Nowak podpisał 1 marca 2018 r. zarządzenie nr 5/2018 (Dz.U. z 2018 r. poz. 994; znak OR.0050.5.2018). Dotacja "
        "wynosi 1 200,50 zł, czyli 12%. Wnioski do 15 marca br., ul. 3 Maja 12, godz. 8-15, tel. 41 367 60 00, "
        "www.kielce.eu/12-03-2018, biuro@kielce.eu"
    )
    found = mentions(text, date(2018, 2, 1))
    assert [one.kind for one in found] == [
        "person", "date", "reference", "reference", "file_number", "amount", "percentage", "deadline", "address", "time",
        "phone", "url", "email",
    ]  # fmt: skip


WORDS = [
    "uchwała",
    "nr",
    "XII/3/2012",
    "Dz.U.",
    "z",
    "2018",
    "r.",
    "poz.",
    "9",
    "art.",
    "5",
    "ust.",
    "2",
    "ul.",
    "3",
    "Maja",
    "12",
    "do",
    "15",
    "marca",
    "br.",
    "1",
    "200,50",
    "zł",
    "12%",
    "tel.",
    "41",
    "367",
    "60",
    "00",
    "www.a.pl",
    "a@b.pl",
    "prezydent",
    "Jan",
    "Nowak",
    "godz.",
    "8-15",
    "znak:",
    "OR.1.2018",
    "§",
    "1",
    "25-303",
    "Kielce",
    "od",
    "i",
    "-",
    "–",
    ",",
    "(",
    ")",
    "\xa0",
    "\n",
    "5",
    "mln",
    "PLN",
    "Rynek",
]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join), st.lists(st.sampled_from(WORDS)).map("".join))
)
@settings(max_examples=200)
def test_spans_are_exact_in_order_and_apart_in_any_text(text):
    end = 0
    for one in mentions(text, date(2018, 2, 1)):
        assert text[one.start : one.end] == one.text
        assert end <= one.start < one.end
        end = one.end


HOSTILE = [
    "1",
    " ",
    "1 ",
    "1-",
    "a",
    "A.",
    "(",
    "123 ",
    "1.000",
    "http://",
    "a.",
    "ul. A. ",
    "nr a/b/",
    "św. ",
    "Pan ",
    "1/",
    "\u00a0",
    "od 1.1-",
    "5 maja ",
    "5. ",
    "5 V ",
    "PLN1",
    "PLN ",
    "nr 5 - 5 maja ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_no_faster_than_the_text(piece):
    def seconds(length):
        text = piece * (length // len(piece))
        return min(_timed(text) for _ in range(2))

    short = seconds(8_000)
    assert seconds(64_000) < 8 * 4 * short + 0.05


def _timed(text):
    start = time.process_time()  # not by the clock: other tests run beside
    mentions(text)
    return time.process_time() - start


_PARTS = "1 2 12 000 500 200,50 1.200 2,5 0.1 - − minus zł zl złotych PLN gr grosze grupa tys. mln miliona i , ,- . / 2018 a % proc. ["
NUMBERS = st.lists(st.sampled_from([*_PARTS.split(), " ", "\u00a0", "\n"]), max_size=14)


@settings(max_examples=150)
@given(NUMBERS, st.sampled_from([" ", ""]))
def test_amounts_looked_for_at_their_units_are_those_of_the_whole_text(parts, gap):
    text = gap.join(parts)
    for pattern, units in ((numbers._AMOUNT, numbers._UNIT), (numbers._PERCENT, numbers._OF_A_HUNDRED)):
        found = [one.span() for one in numbers._at_units(pattern, units, text)]
        assert found == [one.span() for one in pattern.finditer(text)]


@pytest.mark.parametrize("text", ["nr 12 500 zł", "poz. 7 100 zł", "pokój 3 200 zł", "§ 1 000 zł"])
def test_figures_behind_what_has_a_number_of_its_own_are_no_amount(text):
    assert read(amounts, text) == []
    assert read(amounts, "brutto " + text.split(maxsplit=1)[1]) != []


def test_a_text_of_nothing_but_mentions_is_not_read_to_its_end():
    assert len(list(amounts("1 zł " * (MOST + 5)))) == MOST


def test_the_word_minus_is_a_sign():
    assert read(amounts, "wynik: minus 500 zł") == [("minus 500 zł", Decimal(-500))]
    assert read(percentages, "Minus\u00a03 %") == [("Minus\u00a03 %", Decimal(-3))]
    assert read(amounts, "terminus 500 zł") == [("500 zł", Decimal(500))]


def test_who_made_an_act_may_stand_before_its_number():
    assert read(references, "uchwała Rady Miasta Nr LII/1043/2017 z dnia") == [
        ("uchwała Rady Miasta Nr LII/1043/2017", "uchwała nr LII/1043/2017")
    ]
    assert read(references, "zarządzenie Prezydenta Miasta Kielce Nr 327/2005")[0][1] == "zarządzenie nr 327/2005"
