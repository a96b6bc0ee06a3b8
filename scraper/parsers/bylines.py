"""Lines that say when a text was published, and beside it who wrote it, how long it takes to read, how many commented."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.polish.dates import Role, split_labelled_dates

MAX_BYLINE = 120
"""Characters of such a line at most."""

_CUT = " \t,;|·•–—-/()[]"
_SEPARATOR = re.compile(r"\s*[|·•]\s*")
_APART = re.compile(r"[|·•–—/-]\s*$|^\s*[|·•–—/-]")
_NOTHING = re.compile(
    r"(data( (publikacji|dodania))?|dodan[oaey]|opublikowan[oaey]|zamieszczon[oaey]|(w )?dniu?a?|godz(ina)?\.?|\d{1,2}[:.]\d\d"
    r"|by|przez|posted( on)?|published( on)?|(czas czytania\W*)?(ok\.? )?\d+ min(\.|ut[ay]?)?( (czytania|read))?"
    r"|(brak|\d+) komentarz\w*|(no|\d+) comments?|aktualności|wiadomości|news)?[\s:]*",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(autor(ka)?|redaktor(ka)?|author|opracował\w*|(do|na)dał\w*|napisał\w*|(opublikowan|dodan|zamieszczon|utworzon)[oaey] przez"
    r"|przez|(posted |written )?by)\s*:?\s+(?P<name>\S.{1,60})",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(biuro|urząd|redakcja|referat|wydział|zespół|rzecznik|starostwo|centrum|kancelaria|gmina|miasto|admin\w*)\b.{0,50}",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][\w.-]*( [A-ZĄĆĘŁŃÓŚŹŻ][\w.-]*){1,3}")


class Byline(NamedTuple):
    """The one date of a line, as printed, with its role, and who is named beside it."""

    role: Role
    printed: str
    author: str | None


def byline_of(text: str) -> Byline | None:
    """Return what a line says that holds one date and nothing but what stands beside dates; None for any other line."""
    if not 8 <= len(text) <= MAX_BYLINE or text.endswith((".", "!", "?")):
        return None
    pairs = split_labelled_dates(text)
    if len(pairs) != 1:
        return None
    role, printed = pairs[0]
    before, found, after = text.partition(printed)
    if not found or before.rstrip().endswith(",") or before[-1:].isalnum() or after[:1].isalnum():
        return None  # a town before it; a date of which a part was taken
    apart = _APART.search(before) is not None or _APART.search(after) is not None
    author = None
    for piece in (one.strip(_CUT) for side in (before, after) for one in _SEPARATOR.split(side)):
        name = _name(piece, apart=apart)
        if name is None and not _NOTHING.fullmatch(piece):
            return None
        author = author or name
    return Byline(role, printed, author)


def _name(piece: str, *, apart: bool) -> str | None:
    """Return the name a piece gives: with a label, of an office, or a person's where a sign parts it from the date."""
    if labelled := _LABELLED.fullmatch(piece):
        return labelled["name"]
    return piece if _OFFICE.fullmatch(piece) or (apart and _PERSON.fullmatch(piece)) else None
