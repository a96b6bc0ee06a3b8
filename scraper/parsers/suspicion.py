"""Pages that answer 200 and are none: soft 404, login wall, bot block, maintenance, a server's error in words.

What is looked for is a statement of a page about itself or its site. A note about a power cut called “przerwa
techniczna”, or about bus 404, states nothing of the kind: it has a date by its title, or more prose, or other words.
"""

from __future__ import annotations

import re

MOST_PROSE = 600
"""Characters of prose past which a page is not taken for an error page, whatever its title says."""

HEAD = 300
"""Characters from a page's beginning in which it says that it is an error page."""

LIST = 3
"""Title links of other pages that are a list."""

LOGIN_PROSE = 120
"""Characters of prose past which a password field is a box of the frame, not what the page is."""

_SITE = r"(strona|serwis|portal|witryna|aplikacja|system|biuletyn|bip|page|site|website|service)"
_PAGE = r"(stron[ayęie]|dokument\w*|artykuł\w*|zasob\w*|zasób|plik\w*|adres\w*|treść|page|document|resource)"

_NOT_FOUND, _MAINTENANCE = "a page that says it was not found", "a maintenance page"
_ROBOTS, _LOGIN, _SERVER = "a page that blocks robots", "a page that wants a login", "an error page"


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


_TITLES = {
    _NOT_FOUND: _any(
        r"(błąd|error|http|strona)?\W*404\W*((error|błąd|nie znaleziono|not found|brak)\b.*)?",
        r".*\bnot found\W*",
        rf"(nie znaleziono|brak)( takiej| szukanej)? {_PAGE}\W*",
        rf"{_PAGE}( o podanym adresie)? nie (istnieje|został[ay]? (znalezion|odnalezion)\w+)\W*",
        r"nie znaleziono\W*",
        rf"nie ma (takiej|tej|takiego|tego|żądanej|żądanego|szukanej|podanej) {_PAGE}\W*",
        rf"(szukan[ayej]+|żądan[ayej]+|podan[ayej]+|wybran[ayej]+) {_PAGE} nie "
        r"(istnieje|został[ayo]? \w*(znalezion|odnalezion)\w+)\W*",
    ),
    _MAINTENANCE: _any(
        r"przerwa (techniczna|serwisowa)\W*",
        r"prace (serwisowe|konserwacyjne|techniczne)\W*",
        r"(under )?maintenance\W*",
        rf"{_SITE} w (trakcie|czasie) (budowy|przebudowy|modernizacji|aktualizacji|prac\b.*)\W*",
        rf"{_SITE} (w (budowie|przebudowie)|(chwilowo|tymczasowo|czasowo) niedostępn\w+)\W*",
        r"(we.ll be right back|be right back|zaraz wracamy)\W*",
    ),
    _ROBOTS: _any(
        r"just a moment\W*",
        r"attention required.*",
        r"access (denied|forbidden)\W*",
        r"dostęp (zabroniony|zablokowany)\W*|you have been blocked\W*",
        r"(error )?403\W*(forbidden|access denied)?\W*|forbidden\W*",
        r"request rejected\W*",
        r"(are you|czy jesteś) (a )?robot\w*\W*",
        r"ddos.guard\W*|security check\W*|captcha\W*",
    ),
    _LOGIN: _any(
        r"(zaloguj( się)?|logowanie|panel logowania|log ?in|sign in|strona logowania)\b.{0,40}",
        r"(odmowa dostępu|brak (dostępu|uprawnień)|dostęp ograniczony|unauthorized|401\W*unauthorized)\W*",
    ),
    _SERVER: _any(
        r"(error |błąd |http )?(500|502|503|504)\W*((internal|bad|service|gateway|error|błąd)\b.*)?",
        r"internal server error\W*",
        r"service (temporarily )?unavailable\W*|bad gateway\W*|gateway time-?out\W*",
        r"(wewnętrzny )?błąd serwera\W*",
        r"(wystąpił )?(nieoczekiwany )?błąd( aplikacji| krytyczny)?\W*",
        r"(application|fatal|database) error\W*",
    ),
}
"""What a whole title says."""

_SAYINGS = {
    _NOT_FOUND: _any(
        rf"\b{_PAGE}\b.{{0,60}}\b(nie (istnieje|został[ay]? (znalezion|odnalezion)\w+|odnaleziono)|(was |could )?not (be )?found)",
        rf"\b{_PAGE}\b.{{0,60}}\bzostał[ay]? (usunięt|przeniesion)\w+",
        rf"nie (znaleziono|odnaleziono|można znaleźć)\b.{{0,30}}\b{_PAGE}",
        rf"\b(brak|nie ma)( takiego| takiej| żądanego| żądanej)? {_PAGE} o (podanym|takim|wskazanym) "
        r"(identyfikatorze|adresie|numerze|id)",
        r"\bpod (tym|podanym|wskazanym) adresem\b.{0,30}\b(nic nie|nie ma|nie znajduje się|nie istnieje)",
        r"\b(error|błąd) 404\b|\b404\W+(not found|nie znaleziono)",
        r"page you (are|were) looking for|stron[ay],? której szukasz",
    ),
    _MAINTENANCE: _any(
        rf"\b{_SITE}\b.{{0,80}}\b(chwilowo|tymczasowo|czasowo) (jest )?(niedostępn|wyłączon|zamknięt)",
        rf"\b{_SITE}\b.{{0,80}}\btemporarily (unavailable|down)",
        r"\b(trwają|trwa|prowadzimy)\b.{0,40}\b(prace|przerwa|aktualizacj\w+|modernizacj\w+)\b.{0,60}"
        r"\b(serwis|serwer|stron|portal|system|witryn)",
        rf"przerwa techniczna\b.{{0,80}}\b{_SITE}\b.{{0,40}}niedostępn",
        r"down for maintenance|(undergoing|under) maintenance",
    ),
    _ROBOTS: _any(
        r"checking (your browser|if the site)|verify(ing)? (that )?you are (a )?human",
        r"enable javascript and cookies to continue",
        r"(potwierdź|udowodnij|sprawdzamy)\b.{0,30}\b(nie )?jesteś (robotem|człowiekiem)|nie jestem robotem",
        r"requested url was rejected|incident id|cloudflare ray id",
        r"(unusual|suspicious) traffic|(nietypowy|podejrzany) ruch|sprawdzam\w* (twoją )?przeglądark",
        r"(twoje|twój) (żądanie|adres ip)\b.{0,40}zablokowan",
        r"(przepisz|wpisz)\b.{0,30}\b(kod|znaki|tekst) z obrazka",
    ),
    _LOGIN: _any(
        r"wymag[a-z]+ (zalogowania|logowania)|(musisz|należy|proszę|trzeba) się zalogować",
        r"zaloguj się,? (aby|żeby|by)\b|(you must|please) (log|sign) ?in",
        r"nie (masz|posiadasz|ma pan\w*) (wystarczających |odpowiednich )?(uprawnień|dostępu)\b.{0,40}"
        r"\b(stron|treści|zasob|dokument|sekcj)",
        rf"\b({_SITE[1:-1]}|treść|część (serwisu|strony|portalu))\b.{{0,40}}\bdostępn\w+ "
        r"(tylko |dopiero |wyłącznie )?po zalogowaniu",
        rf"{_PAGE}\b.{{0,60}}(tylko|wyłącznie) dla zalogowanych",
    ),
    _SERVER: _any(
        r"\b(500|502|503|504)\b\W{0,3}(internal server error|bad gateway|service unavailable|gateway time-?out)",
        r"internal server error",
        r"(błąd|nie można) (połączenia|połączyć się) z bazą( danych)?|error establishing a database connection",
        r"(fatal error|parse error|warning)\W.{0,200} on line \d+|wystąpił (nieoczekiwany|wewnętrzny) błąd|wewnętrzny błąd serwera",
    ),
}
"""What a page says of itself in its first lines."""

_RESERVED = re.compile(
    r"\bdostęp\b.{0,60}\b(wyłącznie|tylko|jedynie)\b|\baccess\b.{0,60}\b(only|restricted)\b", re.IGNORECASE
)
"""What a page says that is for some people alone; with a field for a password it is a login wall."""

_SCRIPTED = re.compile(
    r"(enable|requires?|needs?) javascript|(włącz|wymaga)\w*( obsługi)? (obsługę )?javascript", re.IGNORECASE
)
"""What a page says that nothing but scripts would fill."""

_PASSWORD = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)


def suspicion_of(titles: tuple[str, ...], prose: str, markup: str, *, dated: bool, entries: int = 0) -> str | None:
    """Return why a page that answered 200 is no page of the portal, None for an ordinary one.

    `entries` counts title links in its content: a list beside a box for the login is a list.

    `titles` are what the page is headed and what its document is called, `prose` its content without lists of links,
    `dated` that a date stands by its title: an error page is no dated note.
    """
    if len(prose) > MOST_PROSE or (dated and prose):
        return None
    head = prose[:HEAD].replace("\n", " ")
    asks = _PASSWORD.search(markup) is not None
    for title in titles:
        for words, form in _TITLES.items():
            if form.fullmatch(title) and (words is not _LOGIN or asks or len(prose) < LOGIN_PROSE):
                return words
    for words, form in _SAYINGS.items():
        if form.search(head):
            return words
    if len(prose) < LOGIN_PROSE and not entries and _SCRIPTED.search(head):
        return "a page that only scripts would fill"
    reserved = len(prose) < LOGIN_PROSE and _RESERVED.search(head) is not None
    return _LOGIN if asks and entries < LIST and (reserved or len(prose) < LOGIN_PROSE // 3) else None
