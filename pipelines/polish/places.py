"""Addresses of streets and towns, as spans. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.polish.mention import MOST, Mention, apart, mention
from pipelines.polish.months import POLISH

_UPPER, _LOWER = "A-ZĄĆĘŁŃÓŚŹŻ", "a-ząćęłńóśźż"
_S = "[ \u00a0]"
_CAPITAL = rf"[{_UPPER}][{_UPPER}{_LOWER}]{{1,24}}(?:-[{_UPPER}]?[{_LOWER}]{{1,24}})?"
_TITLE = (
    r"(?:(?:[Śś]w|[Gg]en|[Kk]s|dr|płk|mjr|kpt|por|[Bb]p|kard|marsz|[Aa]bp|prof|hetm|bł|o|im|inż|rtm|adm)\."
    "|ks|bpa|księdza|generała)"
)
_NAME = (
    rf"(?:\d{{1,4}}(?:-[{_LOWER}]{{1,8}})?\.?{_S}(?:Pułku{_S}|Dywizji{_S})?(?={_CAPITAL})|{_TITLE}{_S}?(?={_CAPITAL}|{_TITLE}|[{_UPPER}]\.)){{0,3}}"
    rf"(?:[{_UPPER}]\.{_S}?){{0,2}}{_CAPITAL}(?:{_S}(?:i{_S}|nad{_S}|pod{_S})?(?:\d{{1,2}}{_S}(?=[MLSKCPWG][a-zź]{{2,11}}a\b))?(?:{_CAPITAL}|[IVX]{{1,4}}\b)){{0,4}}"
)
_COUNTED = "|".join((*POLISH, "zł", "tys", "mln", "mld", "osób", "osoby", "razy", "lat", "lata", "proc", "godz"))
"""Words that count what stands before them, so that it is no house."""
_NUMBER = (
    rf"(?:{_S}(?:nr{_S})?(?P<number>\d{{1,4}}(?:{_S}?[A-Z]\b|[a-z]\b)?(?:[/-]\d{{1,4}}[A-Za-z]?)?)(?![\w%]|{_S}?[.,:]?\d|{_S}(?:{_COUNTED})\b)"
    rf"(?:{_S}?(?:lok\.|m\.|pok\.|p\.){_S}?(?P<room>\d{{1,4}}[a-z]?)\b)?)?"
)
_TOWN = rf"(?:,?{_S}(?P<code>\d{{2}}-\d{{3}}){_S}(?P<town>{_CAPITAL}(?:{_S}{_CAPITAL})?))?"
_STREET = re.compile(
    rf"(?=[UuAaPpOo])(?<![\w.])(?P<kind>[Uu]l\.|[Aa]l\.|[Pp]l\.|[Oo]s\.|UL\.|AL\.|PL\.|OS\.|[Uu]lic(?:a|y|ę|ą)\b|[Aa]lej(?:a|i|ę|ą|e)\b|[Pp]lac(?:u|em)?\b|[Oo]siedl(?:e|u|a)\b)"
    rf"{_S}?(?P<name>{_NAME}){_NUMBER}{_TOWN}"
)
_SQUARE = re.compile(
    rf"(?<!\w)(?P<name>Ryn(?:ek|ku)){_S}(?P<number>\d{{1,3}}[A-Za-z]?)(?={_S}?[,.;)\n]|\Z)(?!\.?\d){_TOWN}"
)
_CODE = re.compile(rf"(?=\d)(?<![\w-])(?<!\d[ /.])(?P<code>\d{{2}}-\d{{3}}){_S}(?P<town>{_CAPITAL}(?:{_S}{_CAPITAL})?)")
_SHORT = {"ul": "ul.", "al": "al.", "pl": "pl.", "os": "os."}


def addresses(text: str) -> list[Mention]:
    """Return the addresses of a text in order.

    `ul. Jana Pawła II 12A/3 lok. 4, 25-303 Kielce`, `al. IX Wieków Kielc`, `Rynek 1`, `25-303 Kielce`.

    `value` has the street's sort as `ul.`, `al.`, `pl.`, `os.` and one spelling of numbers; names stand in the case they
    are printed in.
    """
    return apart(text, islice(_found(text), MOST))


def _found(text: str) -> Iterator[Mention]:
    for match in _STREET.finditer(text):
        kind = _SHORT[match["kind"][:2].lower()]
        parts = [kind, match["name"], match["number"], f"lok. {match['room']}" if match["room"] else None]
        yield mention("address", text, *match.span(), _joined(parts, match))
    for match in _SQUARE.finditer(text):
        yield mention("address", text, *match.span(), _joined(["Rynek", match["number"]], match))
    for match in _CODE.finditer(text):
        yield mention("address", text, *match.span(), _joined([], match))


def _joined(parts: list[str | None], match: re.Match[str]) -> str:
    street = " ".join(" ".join(filter(None, parts)).split())
    town = f"{match['code']} {' '.join(match['town'].split())}" if match["code"] else ""
    return ", ".join(filter(None, (street, town)))
