"""What a page declares of itself beside its text: dates with labels, who wrote it, who answers for it, its change log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from pipelines.polish.dates import date_line, is_date_line, split_labelled_dates
from scraper.items import ParsedArticle, ParsedRevision
from scraper.parsers.blocks import Line, Page
from scraper.parsers.bylines import byline_of
from scraper.parsers.dating import printed_holds
from scraper.parsers.revisions import revisions_of
from scraper.parsers.words import DOCUMENT_NAME
from scraper.parsers.zones import Zones, is_entry

LEAST_NOTES = 2
"""Notes that stand together, and are not chance."""

LABEL, NAME = 60, 80
"""Characters of a label and of a name at most; longer lines are prose."""

_WHO = (
    (
        "author",
        re.compile(
            r"autor(ka|zy)?( dokumentu| treści| informacji| artykułu| wpisu)?|(wpisał|napisał)(a|\(a\))?|author",
            re.IGNORECASE,
        ),
    ),
    (
        "maker",
        re.compile(
            r"(informację )?(wytworzył|opracował|sporządził|przygotował)(a|o|\(a\)|/a)?( informację| dokument| treść)?"
            r"|wytwarzający( informację)?|osoba wytwarzająca( informację)?|podmiot wytwarzający|redaktor|redakcja",
            re.IGNORECASE,
        ),
    ),
    (
        "responsible",
        re.compile(
            r"osob[ay] odpowiedzialn[ae]( za (treść|informację|dokument|publikację|zawartość))?( informacji| strony)?"
            r"|odpowiedzialn[ya](/a|\(a\))?( za (treść|informację))?|odpowiada( za treść)?|person responsible",
            re.IGNORECASE,
        ),
    ),
    (
        "editor",
        re.compile(
            r"(ostatnio |ostatni )?(zaktualizował|zmodyfikował|zmienił|edytował|poprawił)(a|\(a\)|/a)?( informację| dokument)?"
            r"|ostatnia (zmiana|modyfikacja|aktualizacja|edycja)|last (updated|modified) by",
            re.IGNORECASE,
        ),
    ),
    ("office", re.compile(r"(podmiot|jednostka) udostępniając[ya]( informację| dokument)?", re.IGNORECASE)),
    (
        "publisher",
        re.compile(
            r"(informację |dokument )?(opublikował|udostępnił|wprowadził|zamieścił|dodał)(a|\(a\)|/a)?"
            r"( informację| dokument)?( (w|do) bip)?|osoba (publikująca|udostępniająca|wprowadzająca)( informację)?"
            r"|wprowadzający|publikujący|published by",
            re.IGNORECASE,
        ),
    ),
)
_LABEL_BEGINS = re.compile(
    r"\W*(podm|jedn|kate|dział|auto|inf|wytw|opra|spor|przyg|poda?m|reda|osob|odpo|pers|dok|opub|udos|wpro|zami|doda|publ|subm|writ|post|wpis|wysł|napi|data|date|ost"
    r"|zmie|zmod|zakt|popr|edyt|licz|odsł|wyśw|aktu|mody|utwo|last|upda|modi|crea|w dniu|dnia|z dnia|опуб|дата|онов)",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:\d]{3,58}?)\s*:\s*(?P<value>.*)")
_NAME = re.compile(r"(?:(?:dr|hab|inż|mgr|prof|lek|arch)\.?\s+)*[A-ZĄĆĘŁŃÓŚŹŻ][^:!?]{1,79}")
_DATED_TAIL = re.compile(r"[\s,;(–-]*(?:w dniu |dnia |data:? )?(?P<date>\d{1,4}[-./]\d{1,2}[-./]\d{1,4})[\s\d:.,;r)]*$")
_DATE_LABEL = re.compile(
    r"(data )?(publikacji|upublicznienia|opublikowania|opublikowano|udostępnienia|zamieszczenia|wytworzenia|wytworzono"
    r"|aktualizacji"
    r"|ostatniej (aktualizacji|modyfikacji|zmiany)|modyfikacji|utworzenia|ostatnia (aktualizacja|zmiana|modyfikacja)|zmieniony"
    r"|dodania"
    r"|dodano|wprowadzenia)( informacji| dokumentu| strony| artykułu)?( w bip| do bip)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"aktualiz|modyfik|zmian|zmien", re.IGNORECASE)
_RANKS = (re.compile(r"wytworz|utworz|created", re.IGNORECASE), re.compile(r"wprowadz", re.IGNORECASE))
"""Labels of a day that yield to one of publication: when a text was made, and after that when it was put in."""
_COUNTS = re.compile(
    r"(liczba|ilość) (pobrań|wyświetleń|odsłon|odwiedzin|wejść|odczytów)( \w+){0,2}|wyświetlono|odsłon[ay]?|wyświetlenia",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(metryka|metryczka|metadane|szczegóły)( strony| dokumentu| informacji| publikacji| artykułu)?\s*:?"
    r"|informacje( o (dokumencie|publikacji))?",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(kategori[ae]|dział)(?P<above> nadrzędn[ya])?\s*:\s*(?P<name>[^:|]{3,60}?)(\s*\|.*)?", re.IGNORECASE
)


_BYLINE = re.compile(
    r"(submitted|posted|written|published|(opublikowan|dodan|napisan|utworzon|zamieszczon|wprowadzon|wysłan)[eyoa])"
    r"\s+(by|przez)\s*:?\s+(?P<who>\S.{0,60}?)(\s*,)?\s+(on|w dniu|dnia|dn\.|w(?= (pon|wt|śr|czw|pt|sob|nd|niedz))|[-–|])"
    r"\s+(?P<when>\S.{5,50})",
    re.IGNORECASE,
)
"""Who put a text on the portal and when, in one line under its title."""


@dataclass(slots=True)
class Declared:
    """What was found, and the lines that say nothing else."""

    published: str | None = None
    updated: str | None = None
    section: str | None = None
    who: dict[str, str] = field(default_factory=dict)
    history: tuple[ParsedRevision, ...] = ()
    lines: set[int] = field(default_factory=set)
    rank: int = 0
    """How near the day of publication is to being one: that of making is 0."""

    @property
    def author(self) -> str | None:
        """The person who wrote the page, else the one who made or published it."""
        return self._first("author", "maker", "publisher")

    @property
    def responsible(self) -> str | None:
        """The person who answers for the page, else the one who made it; who only put it on the portal answers for nothing."""
        return self._first("responsible", "maker")

    def _first(self, *roles: str) -> str | None:
        return next((self.who[role] for role in roles if role in self.who), None)

    def publish(self, printed: str, rank: int) -> None:
        """Take a day of publication, unless one is known that is as near to being one."""
        if self.published is None or rank > self.rank:
            self.published, self.rank = printed, rank

    def add(self, note: Declared) -> None:
        """Take a further note; what is known already stays, but a date of publication goes before one of making."""
        if note.published:
            self.publish(note.published, note.rank)
        self.updated = self.updated or note.updated
        self.section = self.section or note.section
        self.who = note.who | self.who
        self.lines |= note.lines

    def put_on(self, article: ParsedArticle) -> ParsedArticle:
        """Return an article with what its page declares; what is not declared stays as the article has it."""
        return replace(
            article,
            published_text=self.published or article.published_text,
            updated_text=self.updated or article.updated_text,
            author=self.author or article.author,
            responsible=self.responsible,
            history=self.history,
        )


def declared_of(page: Page, zones: Zones) -> Declared:
    """Return what a page declares, from its content and from the notes beside it (`metryczka`).

    A label that stands on every page of a portal is no content, its value is: both are read together. Beside the
    content a single labelled date may be that of the whole site, so notes there count from two lines on.
    """
    content = set(zones.content)
    numbers = sorted(content | set(_beside(page, zones)))
    found = Declared()
    found.history, logged = revisions_of(page, numbers)
    found.lines |= logged
    notes = list(_notes(page, [number for number in numbers if number not in logged]))
    if zones.title_line is not None:
        content.add(zones.title_line + 1)  # right under the title it is the page's own, whatever it is marked as
    outside = [note for note in notes if not note.lines & content]
    inside = [note for note in notes if note.lines & content]
    for note in inside + (outside if sum(len(note.lines) for note in outside) > 1 else []):
        found.add(note)
    found.lines |= _notes_among(page, [number for number in numbers if number in content], found.lines)
    return found


def _notes_among(page: Page, numbers: list[int], noted: set[int]) -> set[int]:
    """Return lines of label and value in a run of which most are notes that were read: the rest of it says the like."""
    more: set[int] = set()
    run: list[int] = []
    for number in (*numbers, None):
        if number is not None and (number in noted or _is_labelled(page.lines[number])):
            run.append(number)
            continue
        read = sum(one in noted for one in run)
        if read >= LEAST_NOTES and 2 * read >= len(run):
            more.update(run)
        run = []
    return more


def _is_labelled(line: Line) -> bool:
    return not line.links and len(line.text) <= LABEL + NAME and _LABELLED.fullmatch(line.text) is not None


def without_after_notes(page: Page, zones: Zones, declared: Declared) -> Zones:
    """Return zones whose content ends with the notes and the log that stand under the text, where a box holds both.

    What follows outside that box is the frame's: on a bulletin page the notes are the last of what it says.
    """
    noted = sorted(declared.lines)
    if len(noted) < LEAST_NOTES or zones.title_line is None or not zones.content:
        return zones
    last, box = noted[-1], page.lines[zones.title_line].box
    for number in noted:
        box = page.common(box, page.lines[number].box)
    said = {number: len(page.lines[number].text) for number in zones.content if number not in declared.lines}
    after = {number for number in said if number > last and not page.inside(page.lines[number].box, box)}
    if not after or 2 * sum(said[number] for number in after) > sum(said.values()):
        return zones
    left_out = {**zones.left_out, **dict.fromkeys(after, "outside the box that ends with the page's notes")}
    return replace(zones, content=[one for one in zones.content if one not in after], left_out=left_out)


def _beside(page: Page, zones: Zones) -> Iterator[int]:
    start = max((zones.title_line or 0) - 3, 0)
    for number in range(start, len(page.lines)):
        line = page.lines[number]
        if line.zone in ("", "main") or (line.zone == "footer" and page.within_main(line.box)):
            yield number


def _notes(page: Page, numbers: list[int]) -> Iterator[Declared]:
    """Yield what lines declare, note by note; a labelled date under the title link of another page is that page's."""
    heading: int | None = None
    place = 0
    while place < len(numbers):
        number = numbers[place]
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        text = page.lines[number].text
        took, note = 0, None
        if _may_declare(text) and not (place and _is_title(page.lines[numbers[place - 1]])):
            note = Declared()
            took = _take(page, note, number, following)
        if note is not None and took:
            note.lines.update(numbers[place : place + took])
            if heading is not None:
                note.lines.add(heading)
            yield note
        heading = number if _HEADING.fullmatch(text) else None
        place += took or 1


def _may_declare(text: str) -> bool:
    """Tell, in a moment, whether a line is worth reading: it is short, and the first letters are those of a label."""
    return 4 <= len(text) <= LABEL + NAME and _LABEL_BEGINS.match(text) is not None


def _is_title(line: Line) -> bool:
    return is_entry(line) and not DOCUMENT_NAME.search(urlsplit(line.links[0][0]).path)


def _take(page: Page, found: Declared, number: int, following: int | None) -> int:
    """Take a line, and the one after it where the line is a label alone; return how many lines were taken."""
    line = page.lines[number]
    if (match := _BYLINE.fullmatch(line.text)) and (when := _when(line, match["when"])):
        found.who.setdefault("author", match["who"])
        found.published = found.published or when
        return 1
    if match := _SECTION.fullmatch(line.text):
        found.section = match["name"] if not match["above"] else None
        return 1
    if line.dense or len(line.text) > LABEL + NAME:
        return 0
    if _take_dates(found, line.text) or (":" in line.text and _take_names(found, line.text)):
        return 1
    label = line.text.rstrip(" :")
    if following is None or not 4 <= len(label) <= LABEL:
        return 0
    value = page.lines[following].text
    if _COUNTS.fullmatch(label) and value.replace(" ", "").isdigit():
        return 2
    if _DATE_LABEL.fullmatch(label) and is_date_line(value):
        return 2 * _note_date(found, label, value)
    alone = line.text.endswith(":") or page.tags[line.box] in ("dt", "th", "td")
    return 2 * (alone and _note_name(found, label, value))


def _when(line: Line, printed: str) -> str | None:
    """Return the day of a byline: as printed where that is a date, else what marks it for machines."""
    return printed if is_date_line(printed) and printed_holds(line, printed) else (line.stamp or None)


def _take_dates(found: Declared, text: str) -> bool:
    pairs = date_line(text)
    if not any(role != "other" for role, _ in pairs):
        return _take_dated_label(found, text) or _take_labelled_byline(found, text)
    for role, printed in pairs:
        if role == "updated":
            found.updated = found.updated or printed
        else:
            found.publish(printed, _rank(text))
    return True


def _take_dated_label(found: Declared, text: str) -> bool:
    """Read a label this room knows and the language does not (`Data udostępnienia: …`)."""
    match = _LABELLED.fullmatch(text)
    if match is None or not _DATE_LABEL.fullmatch(match["label"]) or not is_date_line(match["value"]):
        return False
    return _note_date(found, match["label"], match["value"])


def _take_labelled_byline(found: Declared, text: str) -> bool:
    """Read a labelled date with a name beside it (`Opublikowano: 28.06.2023 Autor: Jan Dąb`)."""
    said = byline_of(text)
    if said is None or said.role == "other":
        return False
    if said.author is not None:
        found.who.setdefault("author" if said.role == "published" else "editor", said.author)
    return _note_date(found, "zmieniono" if said.role == "updated" else "opublikowano", said.printed)


def _rank(label: str) -> int:
    return next((rank for rank, form in enumerate(_RANKS) if form.search(label)), len(_RANKS))


def _note_date(found: Declared, label: str, printed: str) -> bool:
    if _UPDATED.search(label):
        found.updated = found.updated or printed
    else:
        found.publish(printed, _rank(label))
    return True


def _take_names(found: Declared, text: str) -> bool:
    """Read `label: name`, several of them in a row with bars between, each perhaps with a date behind the name."""
    parts = [part for part in re.split(r"\s+[|•]\s+", text) if part]
    read = [match for part in parts if (match := _LABELLED.fullmatch(part))]
    noted = [_note_name(found, match["label"], match["value"]) for match in read]
    return len(read) == len(parts) and all(noted)


def _note_name(found: Declared, label: str, value: str) -> bool:
    role = next((role for role, form in _WHO if form.fullmatch(label)), None)
    if role is None:
        return False
    dated = split_labelled_dates(value)
    tail = _DATED_TAIL.search(value)
    name = value[: tail.start()].strip(" ,;") if tail else value
    if not _NAME.fullmatch(name):
        return False
    found.who.setdefault(role, name)
    if dated and tail and role == "publisher":
        _note_date(found, "opublikowano", tail["date"])
    elif dated and tail and role == "maker":
        _note_date(found, "wytworzono", tail["date"])
    elif dated and tail and role == "editor":
        _note_date(found, "zmieniono", tail["date"])
    return True
