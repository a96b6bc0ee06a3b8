"""What the lines of a portal's pages say about themselves, whatever the mark-up: the words a reader goes by."""

from __future__ import annotations

import re
import unicodedata

from pipelines.polish.months import month_of

# Most lines of a page are none of these: `(?=[...])`, the characters a form may begin with, tells so at a fifth of the cost.

BACK = re.compile(
    r"(?=[«‹<←\slpwdnbgu-])"
    r"[«‹<←\s-]*(lista aktualności|powrót.*|wróć.*|wstecz|do góry|na górę|back|go back|back to .{1,30}|drukuj.*|poleć.*"
    r"|wersja do druku|następn\w+ artykuł.*|poprzedni\w* artykuł.*|udostępnij.*)[»›>\s]*",
    re.IGNORECASE,
)
"""A line that ends an article: the way back, printing, sharing."""

WAY_BACK = re.compile(
    r"[«‹<←\s-]*(lista aktualności|powrót.*|wróć.*|wstecz|go back|back to .{1,30})[»›>\s]*", re.IGNORECASE
)
"""The way back alone."""

_COUNTED = r"(odwiedzin|wejść|odsłon|wyświetleń|wizyt|odczytów|czytań|przeczytań|kliknięć|pobrań|unikalnych \w+)"
_READ = r"(wyświetlo|odwiedzo|(prze|od)?czyta|otwiera|ogląda|pobra)n[oaye]"
_COUNT = r"\d[\d .,]*"
_ONE = r"((ten|ta|tę|te) )?(artykuł|strona|stronę|dokument|wpis|treść|informacja|aktualność) (był[ao]? )?"
_OF_ANY_LENGTH = (
    r"(dziś|dzisiaj) jest\b.*|odwiedzin\w*\W.*\d+|licznik\W.*\d+"
    r"|(data (wydruku|wygenerowania)|wydrukowano|((strona|stronę|dokument) )?wygenerowan[oay])( dnia| w dniu)?\W*\d.*"
    r"|czas (generowania|ładowania)\W.*\d.*"
    r"|ostatnia (aktualizacja|zmiana) (serwisu|portalu|witryny)\W.*"
    r"|jesteś .{0,20}gościem.*|imieniny\W.*|pogoda\W.*"
)
_SHORT = (
    r"((liczba|ilość) )?(odsłon\w*|wyświetle\w*|odwiedzin|wejść|odczytów|pobrań|views|hits)\W*\d[\d\s]*"
    r"|\d[\d\s]*(odsłon\w*|wyświetle\w*|odwiedzin|odczyt\w*|views)|(wyświetlono|(prze|od)?czytano|odwiedzono)\W*\d[\d\s]*(raz\w*)?"
    rf"|(liczba|ilość) {_COUNTED}( \w+){{0,3}}\W*{_COUNT}|{_COUNT} (odsłon[ay]?|wyświetle(ń|nia|nie)|odwiedzin(y)?)"
    rf"|({_ONE})?{_READ}\W*{_COUNT}( razy?| osób)?|(page )?(hits|views|visits)\W*{_COUNT}"
    rf"|({_ONE}|na (tej )?stronie )(ogląda|czyta|jest)( teraz| obecnie)?\W*{_COUNT}( os(ób|oby|oba))?"
    rf"|((średnia|twoja) )?ocena\W*{_COUNT}(/\d+)?\W*\(?{_COUNT} (głos(ów|y|u)?|ocen(a|y)?|opinii|opinie)\)?"
    rf"|(liczba )?(polubień|udostępnień|komentarzy)\W*{_COUNT}|lubię to!?\W*{_COUNT}|komentarze\W*{_COUNT}\)?"
    r"|drukuj|kontrast|czcionka|winieta|przejdź do treści|skip to content"
)
NOISE = re.compile(rf"(?=[\ddolivwphctasjkśgużn])(?:{_OF_ANY_LENGTH}|{_SHORT})", re.IGNORECASE)
"""A line of the frame wherever it stands: the day, its weather, how often a page was read, when the site was changed."""

LONG_NOISE = re.compile(rf"(?=[dolwsjipc])(?:{_OF_ANY_LENGTH})", re.IGNORECASE)
"""Those of them that may be long: prose is not held against all."""

COUNTED = re.compile(
    rf"[\s,;|(–-]+((liczba|ilość) )?({_COUNTED[1:-1]}|{_READ})\s*:?\s*{_COUNT}( razy?| osób)?[\s)]*", re.IGNORECASE
)
"""A counter behind what else a line says."""

TOOL = re.compile(
    r"[\s«‹<←]*(drukuj|wydrukuj|wersja do druku|do druku|pdf|pobierz pdf|zapisz( jako)? pdf|wyślij( znajomemu| e-?mailem)?|poleć.*"
    r"|udostępnij.*|tweetnij|facebook|twitter|x|powrót.*|wróć.*|do góry|na górę)[\s»›>]*",
    re.IGNORECASE,
)
"""A link that prints, sends or shares the page."""

BESIDE = re.compile(
    r"[«‹<←\s]*(poprzedni|następn|nowsz|starsz)\w*( artykuł| wpis| aktualność| wiadomość| strona| news)?\s*:?[\s»›>]*",
    re.IGNORECASE,
)
"""What a link to the article before or after stands behind: another one with each that is published."""

EVENT = re.compile(
    r"(?=[ktdpwrozge])(kiedy|termin\w*( (wydarzenia|imprezy|spotkania))?"
    r"|data (i (godzina|miejsce)|wydarzenia|rozpoczęcia|zakończenia|imprezy|spotkania|koncertu|składania|otwarcia|rozprawy|sesji"
    r"|posiedzenia|ważności|obowiązywania)|początek|rozpoczęcie|koniec|zakończenie|czas trwania|dzień wydarzenia|ważn[ey] do"
    r"|obowiązuje od|when|event date|deadline)\b",
    re.IGNORECASE,
)
"""How a label begins whose day is that of what the page tells of, and none of the page."""

FOOTER = re.compile(
    r"(?=[©cdwr])(?:©.*|copyright\b.*|deklaracja dostępności|wszelkie prawa zastrzeżone.*|realizacja\W.*)",
    re.IGNORECASE,
)
MORE = re.compile(
    r"(?=[\[(\swczrmspd»›>…])[\[(»›>…\s]*((dowiedz się )?więcej( informacji)?|(prze)?czytaj (dalej|więcej|całość|artykuł)|szczegóły"
    r"|zobacz (więcej|szczegóły)|pełna treść|read more|more|details)\s*[…›»>.→]*\s*[\])]?",
    re.IGNORECASE,
)
FILES = re.compile(
    r"(?=[pzdafm])((pliki|załączniki?|dokumenty|materiały)( do (pobrania|artykułu|informacji|ogłoszenia|strony))?|do pobrania"
    r"|attachments?|attached files|downloads?|files( to download)?)\s*:?",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"(wasze )?(komentarze|opinie|komentarzy)( użytkowników| czytelników)?\s*[:(\[]*\s*\d*\s*[\])]*:?|\d+ komentarz\w*"
    r"( do (wpisu|artykułu|informacji)\b.{0,100})?|\d+ (comments?|responses?|replies|thoughts)( (to|on) .{1,100})?"
    r"|comments?\s*[:(]*\s*\d*\s*\)*|(dodaj|skomentuj|napisz) (swój )?komentarz|leave a (comment|reply)",
    re.IGNORECASE,
)
"""A line that heads the readers' comments."""

PAGER = re.compile(
    r"(?=[\[(«‹<\s\dnpsdo])"
    r"[\[(«‹<\s]*(\d{1,3}|następn\w*( strona)?|poprzedni\w*( strona)?|nowsze|starsze|dalej|pierwsza|ostatnia|next|previous"
    r"|strona \d+)[\])»›>\s]*",
    re.IGNORECASE,
)
DOCUMENT_NAME = re.compile(r"\.(pdf|docx?|xlsx?|odt|ods|rtf|zip|rar|7z|pptx?|csv)$", re.IGNORECASE)
NAMES_FILE = re.compile(
    DOCUMENT_NAME.pattern + r"|[(\[]\s*(plik )?\.?(pdf|docx?|xlsx?|odt|ods|rtf|zip)\b[^()]{0,30}[)\]]$",
    re.IGNORECASE,
)
"""The text of a link that is a file, wherever it leads: a file's name, or its type in brackets."""

NAMES_TYPE = re.compile(r"\b(pdf|docx?|xlsx?|odt|ods|rtf|zip)\b|\d\s*[kmg]i?b\b", re.IGNORECASE)
"""The type or size of a file, anywhere in what stands beside its link."""

FETCH = re.compile(r"(pobierz|otwórz|zobacz|podgląd|download|open|view)( plik| dokument)?", re.IGNORECASE)
"""What a second link to a file says, which names it no better."""

SIZE = re.compile(
    r"[\s(\[–-]*((plik|format|typ)\s*:?\s*)?(pdf|docx?|xlsx?|odt|ods|rtf|zip|jpe?g)?[\s,;|/–-]*"
    r"((z dnia|(data|dodano)( dodania)?)?\s*:?\s*(\d{4}-\d\d-\d\d|\d\d[.-]\d\d[.-]\d{4})( \d\d:\d\d(:\d\d)?)?)?[\s,;|/–-]*"
    r"((rozmiar|wielkość|size)\s*:?\s*)?(\d+([.,]\d+)?\s*([kmg]i?b?|bajt\w*|b))?[\s)\]]*",
    re.IGNORECASE,
)
"""The type, day and size of a file, as they stand beside its link."""

HEADS_SIZE = re.compile(r"wielkość|rozmiar|typ|format|size|type", re.IGNORECASE)
HEADS_FILE = re.compile(
    r"l\.?p\.?|nr|(nazwa|tytuł|opis)( pliku| załącznika| dokumentu)?|plik|załącznik|dokument|data( dodania| publikacji)?|pobierz"
    r"|liczba pobrań|name|file|date|download",
    re.IGNORECASE,
)
"""What heads the columns of a table of files, beside HEADS_SIZE."""

TAGS = re.compile(r"(tagi|tags|słowa kluczowe|etykiety)\s*:", re.IGNORECASE)
"""How a line of links to what the same words are given to begins."""

BYLINE = re.compile(
    r"[—–|•·-]|przez|w|by|in|on|dnia|autor:?|kategori[ae]:?|opublikowan[oey]( przez)?:?|posted( (by|on|in))?:?",
    re.IGNORECASE,
)
"""A line of its own that joins who, where and when."""

AUTHOR = re.compile(r"(?=[aorb])(autor|opracował\w*|redakcja|author|by)\s*:\s*(?P<name>.{2,80})", re.IGNORECASE)
ARCHIVE = re.compile(r"archiwum", re.IGNORECASE)
_NOT_IN_SLUG = re.compile("[^0-9a-z]+")
_PARTS = re.compile(r"\s+[-–—|»·:]+\s+|\s*[|»]\s*")


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
