"""What the lines of a portal's pages say about themselves, whatever the mark-up: the words a reader goes by."""

from __future__ import annotations

import re
import unicodedata

from pipelines.polish.months import month_of

BACK = re.compile(
    r"[«‹<\s]*(lista aktualności|powrót.*|wróć.*|wstecz|do góry|na górę|back|go back|back to .{1,30}|drukuj.*|poleć.*"
    r"|wersja do druku|następn\w+ artykuł.*|poprzedni\w* artykuł.*|udostępnij.*)[»›>\s]*",
    re.IGNORECASE,
)
"""A line that ends an article: the way back, printing, sharing."""

WAY_BACK = re.compile(
    r"[«‹<\s]*(lista aktualności|powrót.*|wróć.*|wstecz|go back|back to .{1,30})[»›>\s]*", re.IGNORECASE
)
"""The way back alone."""

NOISE = re.compile(
    r"(dziś|dzisiaj) jest\b.*|odwiedzin\w*\W.*\d+|licznik\W.*\d+|odsłon\w*\W*\d+|wyświetle\w*\W*\d+|liczba (odwiedzin|wejść|odsłon)"
    r"\W*\d+|jesteś .{0,20}gościem.*|drukuj|kontrast|czcionka|winieta|imieniny\W.*|pogoda\W.*|przejdź do treści|skip to content",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"©.*|copyright\b.*|deklaracja dostępności|wszelkie prawa zastrzeżone.*|realizacja\W.*", re.IGNORECASE
)
MORE = re.compile(
    r"[\[(]?\s*(więcej|czytaj (dalej|więcej)|zobacz więcej|read more|more)\s*[…›»>.]*\s*[\])]?", re.IGNORECASE
)
FILES = re.compile(
    r"(pliki do pobrania|załączniki?|do pobrania|dokumenty do pobrania|pliki|attachments?)\s*:?", re.IGNORECASE
)
PAGER = re.compile(
    r"[\[(«‹<\s]*(\d{1,3}|następn\w*( strona)?|poprzedni\w*( strona)?|nowsze|starsze|dalej|pierwsza|ostatnia|next|previous"
    r"|strona \d+)[\])»›>\s]*",
    re.IGNORECASE,
)
DOCUMENT_NAME = re.compile(r"\.(pdf|docx?|xlsx?|odt|ods|rtf|zip|rar|7z|pptx?|csv)$", re.IGNORECASE)
AUTHOR = re.compile(r"(autor|opracował\w*|redakcja|author|by)\s*:\s*(?P<name>.{2,80})", re.IGNORECASE)
ARCHIVE = re.compile(r"archiwum", re.IGNORECASE)
_NOT_IN_SLUG = re.compile("[^0-9a-z]+")
_PARTS = re.compile(r"\s+[-–—|»·:]+\s+|\s*[|»]\s*")

_ERRORS = (
    (
        re.compile(r"\b404\b|nie (została? )?znalezion|nie istnieje|not found|brak strony", re.IGNORECASE),
        "a page that says it was not found",
    ),
    (
        re.compile(r"przerwa techniczna|prace (serwisowe|konserwacyjne|techniczne)|under maintenance", re.IGNORECASE),
        "a maintenance page",
    ),
    (
        re.compile(
            r"access denied|just a moment|checking your browser|captcha|jesteś robotem|request rejected", re.IGNORECASE
        ),
        "a page that blocks robots",
    ),
    (
        re.compile(r"^(zaloguj|logowanie|log ?in|sign in)\b|wymaga zalogowania|musisz się zalogować", re.IGNORECASE),
        "a page that wants a login",
    ),
    (
        re.compile(
            r"\b(500|502|503)\b.*(error|błąd)|błąd serwera|internal server error|service unavailable", re.IGNORECASE
        ),
        "an error page",
    ),
)
ERROR_PROSE = 600
"""Characters of prose past which a page is not taken for an error page, whatever its title says."""


def folded(text: str) -> str:
    """Return lower-case letters and digits without diacritics: how a slug is made of a title."""
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFD", plain.replace("ł", "l")).encode("ascii", "ignore").decode("ascii")
    return _NOT_IN_SLUG.sub("", plain)


def title_parts(title: str) -> list[str]:
    """Return a document title and the parts it is joined from."""
    return [title, *(part for part in _PARTS.split(title) if part)]


def is_section(text: str, path: str) -> bool:
    """Tell whether a short line names the folder a page lies in: a month, or a segment of its address."""
    if not 2 < len(text) <= 60:
        return False
    if month_of(text) is not None:
        return True
    slug = folded(text)
    return any(slug == folded(segment) for segment in path.split("/") if segment)


def suspicion_of(title: str, prose: str, markup: str) -> str | None:
    """Return why a page that answered 200 is no page of the portal, None for an ordinary one."""
    if len(prose) > ERROR_PROSE:
        return None
    said = f"{title}\n{prose[:200]}"
    for pattern, words in _ERRORS:
        if pattern.search(title) or (len(prose) < ERROR_PROSE // 2 and pattern.search(said)):
            return words
    if len(prose) < ERROR_PROSE // 2 and re.search(r"type=[\"']?password", markup, re.IGNORECASE):
        return "a page that wants a login"
    return None
