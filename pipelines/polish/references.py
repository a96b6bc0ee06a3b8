"""Legal references and file numbers, as spans. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.polish.date_forms import checked
from pipelines.polish.mention import MOST, Mention, apart, mention
from pipelines.polish.mentioned import FAR_AHEAD
from pipelines.polish.months import POLISH

_S = "[ \u00a0]?"
_NR = rf"(?:[Nn][Rr]\.?|numer(?:em|ze)?|№){_S}"
_YEAR = r"(?:1[89]|20)\d\d"
_STEMS = {
    "uchwał": "uchwała",
    "uchwal": "uchwała",
    "zarządzeni": "zarządzenie",
    "rozporządzeni": "rozporządzenie",
    "decyzj": "decyzja",
    "postanowieni": "postanowienie",
    "obwieszczeni": "obwieszczenie",
    "porozumieni": "porozumienie",
    "umow": "umowa",
    "umów": "umowa",
    "aneks": "aneks",
    "interpelacj": "interpelacja",
    "wnios": "wniosek",
    "druk": "druk",
    "dyrektyw": "dyrektywa",
}
_ISSUER = (
    r"(?-i:[ \u00a0](?:Rady|Sejmiku|Zarządu|Prezydenta|Burmistrza|Wójta|Wojewody|Starosty)"
    r"(?:[ \u00a0][A-ZĆŁŚŹŻ][a-ząćęłńóśźż]{2,20}){0,3})?"
)
"""Who made an act, between its sort and its number."""
_ACT = re.compile(
    rf"(?-i:(?=[uzrdpoaiwUZRDPOAIW])(?<!\w))(?P<stem>{'|'.join(_STEMS)})\w{{0,4}}(?:{_S}\((?P<by>UE|WE|EWG)\))?{_ISSUER}{_S}"
    rf"(?:(?P<nr>{_NR})(?P<number>\w{{1,9}}(?:[./-]\w{{1,9}}){{0,7}})|(?P<bare>\w{{1,9}}(?:/\w{{1,9}}){{1,5}}))",
    re.IGNORECASE,
)
_HAS_DIGIT = re.compile(r"\d")
_JOURNAL = re.compile(
    rf"(?=[DM])(?<!\w)(?P<journal>Dz\.{_S}U\.|DzU|M\.{_S}P\.|Monitor Polski"
    rf"|Dz\.{_S}Urz\.(?:{_S}(?:Woj\.|Województwa){_S}(?P<region>\w{{3,20}}\.?))?)"
    rf"(?:{_S}\(?(?P<eu>UE|WE)\)?)?"
    rf"(?:{_S}(?P<series>[LC]){_S}(?P<eu_number>\d{{1,4}})"
    rf"|(?:{_S}(?:z{_S})?(?P<year>{_YEAR})(?:{_S}r(?:\.|oku|\b)?)?)?,?"
    rf"(?:{_S}(?:,{_S})?{_NR}(?P<nr>\d{{1,4}})(?!\d))?"
    rf"(?:{_S}(?:,{_S})?poz\.?{_S}(?P<position>\d{{1,5}})(?!\d))?"
    rf"(?P<dotted>(?:\.\d{{1,5}}){{1,3}})?)"
)
_STATUTE = re.compile(
    r"(?-i:(?=[uU])(?<!\w))ustaw(?:a|y|ie|ę|ą)\sz\s(?:dnia\s)?(?P<day>\d{1,2})\s(?P<month>[a-ząćęłńóśźż]{3,13})\s(?P<year>\d{4})(?!\d)(?:\s?r\.|\sroku\b)?",
    re.IGNORECASE,
)
_PROVISION = re.compile(
    rf"(?=[a§])(?<!\w)(?:(?P<article>art\.{_S}\d{{1,4}}[a-z]{{0,3}})|§{_S}(?P<section>\d{{1,4}}[a-z]{{0,2}}))(?!\w)"
    rf"(?P<parts>(?:{_S}§{_S}\d{{1,4}}[a-z]?)?(?:\)?,?{_S}(?:ust\.|pkt\.?|lit\.){_S}(?:\d{{1,4}}[a-z]{{0,3}}|[a-z])\b){{0,4}})"
)
_LABELLED_FILE = re.compile(
    rf"(?=[ZzSsNn])(?<!\w)(?:[Zz]nak(?:{_S}sprawy|{_S}pisma)?|[Ss]ygn(?:\.|atura)(?:{_S}akt)?|[Nn]r{_S}(?:sprawy|postępowania|referencyjny))"
    rf"{_S}:?{_S}(?P<number>(?:[IVX]{{1,5}}{_S}[A-Z]\w{{0,4}}(?:/\w{{1,3}})?{_S})?[\w.-]{{1,40}}(?:/[\w.-]{{1,20}}){{0,5}})"
)
_FILE = re.compile(
    r"(?=[A-ZĄĆĘŁŃÓŚŹŻ])(?<![\w./-])[A-ZĄĆĘŁŃÓŚŹŻ]{1,8}(?:-[A-Z0-9]{1,5}){0,3}\.\d{1,5}(?:\.\d{1,5}){1,3}(?:\.[A-Z]{1,3})?(?![\w/])"
)
_FILE_YEAR = re.compile(rf"\.{_YEAR}(?:\.|\Z)")


def references(text: str) -> list[Mention]:
    """Return the references to law of a text in order: acts by number, journals of law, statutes by date, provisions.

    `value` is one spelling: `uchwała nr XII/345/2012`, `Dz.U. 2018 poz. 994`, `Dz.U. 2001 nr 142 poz. 1591`,
    `Dz.Urz. UE L 119`, `ustawa z 1990-03-08`, `art. 5 ust. 1 pkt 2`.
    """
    return apart(text, islice(_references(text), MOST))


def file_numbers(text: str) -> list[Mention]:
    """Return signs of files: those with `znak sprawy:`, `sygn. akt` before them, and `GN-II.6840.12.2018` by its form."""
    return apart(text, islice(_file_numbers(text), MOST))


def _references(text: str) -> Iterator[Mention]:
    for match in _ACT.finditer(text):
        number = (match["number"] or match["bare"]).rstrip("./-")
        if _HAS_DIGIT.search(number):
            by = f" ({match['by'].upper()})" if match["by"] else ""
            nr = "" if by or number.endswith(("/UE", "/WE", "/EWG")) else " nr"
            name = f"{_STEMS[match['stem'].lower()]}{by}{nr} {number}"
            end = match.start("number" if match["number"] else "bare") + len(number)
            yield mention("reference", text, match.start(), end, name)
    for match in _JOURNAL.finditer(text):
        place = _journal(match)
        if place is not None:
            yield mention("reference", text, *match.span(), place)
    for match in _STATUTE.finditer(text):
        day = checked(int(match["year"]), POLISH.get(match["month"].lower()), int(match["day"]), FAR_AHEAD)
        if day is not None:
            yield mention("reference", text, *match.span(), f"ustawa z {day.isoformat()}")
    for match in _PROVISION.finditer(text):
        head = match["article"] or f"§ {match['section']}"
        yield mention("reference", text, *match.span(), _spaced(head + match["parts"]))


def _file_numbers(text: str) -> Iterator[Mention]:
    for match in _LABELLED_FILE.finditer(text):
        number = match["number"].rstrip(".-/")
        if _HAS_DIGIT.search(number):
            start = match.start("number")
            yield mention("file_number", text, start, start + len(number), " ".join(number.split()))
    for match in _FILE.finditer(text):
        if _FILE_YEAR.search(match[0]):
            yield mention("file_number", text, *match.span(), match[0])


def _journal(match: re.Match[str]) -> str | None:
    """Return a place in a journal of law in one spelling; None where it names no place."""
    name = "M.P." if match["journal"][0] == "M" else "Dz.Urz." if "Urz" in match["journal"] else "Dz.U."
    name += f" {match['eu']}" if match["eu"] else ""
    name += f" Woj. {match['region']}" if match["region"] else ""
    if match["series"]:
        return f"{name} {match['series']} {match['eu_number']}"
    dotted = match["dotted"].split(".")[1:] if match["dotted"] else []
    year, nr, position = match["year"], match["nr"], match["position"]
    if dotted and position is None:
        year = year or dotted.pop(0)
        position = dotted.pop() if dotted else None
        nr = nr or (dotted.pop() if dotted else None)
    parts = (year, f"nr {nr}" if nr else None, f"poz. {position}" if position else None)
    return " ".join([name, *filter(None, parts)]) if nr or position else None


def _spaced(printed: str) -> str:
    """Return a provision with one space after each of its marks and no comma."""
    spaced = re.sub(r"(art\.|ust\.|pkt|lit\.|§)\.?", r" \1 ", printed.replace(",", " ").replace(")", ""))
    return " ".join(spaced.split())
