"""Repairs Polish text that was read in a wrong encoding before it came to us, by run, never touching clean text.

Two sorts of confusion. UTF-8 read in a one-byte table leaves pairs (`Ä…`, `Ã³`) that no language writes: each is put
right where it stands. One table read as another (`by³o`, `s±`, `będšc`) leaves single characters that other languages
do write, so that a text needs evidence first: characters inside words that are no letters, or Polish words around.
Then words are repaired one by one, and only those whose letters stand as Polish letters do (ą after a consonant…).
Pure, linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_LETTERS = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_TARGETS = _LETTERS + "„”“’‘‚–—…«»•§°²³½№€©®\xa0" + "äöüßÄÖÜéáíčřšžýěúůČŘŠŽ"  # noqa: RUF001 # the quotes to put right
_TABLES = ("cp1250", "cp1252", "iso8859_2", "latin_1")


def _wrongly(text: str, right: str, wrong: str) -> str:
    """Return a text's bytes in one encoding as read in another; bytes without a character stay controls (WHATWG)."""
    return "".join(
        bytes([byte]).decode(wrong) if _defined(byte, wrong) else chr(byte) for byte in text.encode(right, "ignore")
    )


def _defined(byte: int, table: str) -> bool:
    return bool(bytes([byte]).decode(table, "ignore"))


def _pairs(table: str) -> dict[str, str]:
    found = {_wrongly(letter, "utf-8", table): letter for letter in _TARGETS}
    twice = {_wrongly(part, "utf-8", table): part for wrong in found for part in wrong if ord(part) > 0x9F}
    return twice | found


_BY_TABLE = {table: _pairs(table) for table in _TABLES}
_ISO = {**_BY_TABLE["latin_1"], **_BY_TABLE["iso8859_2"]}
_WINDOWS = {**_BY_TABLE["cp1252"], **_BY_TABLE["cp1250"]}
_PAIRS_WINDOWS = {**_ISO, **_WINDOWS}
_PAIRS_ISO = {**_WINDOWS, **_ISO}
_PAIR_START = re.compile("[" + "".join(sorted({pair[0] for pair in _PAIRS_WINDOWS})) + "][^\x00-\x7f]")
_CONTROL_AFTER = re.compile("[ÄĹĂÅÃ][\x82\x84-\x87\x93\x99-\x9b\xa0]")
"""Controls after the first half of a pair: a table with controls there (ISO-8859), so `Ĺš` is Ź and not Ś."""

_CONFUSIONS = (
    ("windows-1250 read as ISO-8859-2", "cp1250", "iso8859_2"),
    ("ISO-8859-2 read as windows-1250", "iso8859_2", "cp1250"),
    ("windows-1250 read as windows-1252", "cp1250", "cp1252"),
    ("ISO-8859-2 read as windows-1252", "iso8859_2", "cp1252"),
    ("windows-1250 read as ISO-8859-1", "cp1250", "latin_1"),
)
_CONSONANTS = "bcćdfghjklłmnńprsśtwzźżv"
_AROUND = {
    "ą": (f"[{_CONSONANTS}i]", f"[{_CONSONANTS}]|$"),
    "ę": (f"[{_CONSONANTS}i]", f"[{_CONSONANTS}]|$"),
    "ć": ("[aąeęioóuyśńdlłrjź]|^", "[wmkbnsphzcl]|$"),
    "ł": (".|^", ".|$"),
    "ń": ("[aeioóuyjź]", f"[{_CONSONANTS}]|$"),
    "ś": ("[aąeęioóuyłnrjwkpzdbgł]|^", "[wrclłmnpkbdtzćż]|$"),
    "ź": ("[aąeęioóuyd]|^", f"[{_CONSONANTS}]|$"),
    "ż": (".|^", ".|$"),
    "ó": (".|^", ".|$"),
}
_PLAUSIBLE = {
    letter: (re.compile(rf"(?:{before})\Z"), re.compile(rf"(?:{after})")) for letter, (before, after) in _AROUND.items()
}
_POLISH_WORDS = re.compile(r"(?<!\w)(?:w|jest|oraz|dla|przez|przy|roku|miasta|jako|tego|ich|czy|ze|nie|bez)(?!\w)")
"""Words that no neighbour's language shares, or nearly so; the next ones are shared by some."""
_COMMON_WORDS = re.compile(
    r"(?<!\w)(?:w|z|i|na|od|po|za|o|u|nr|do|jest|oraz|dla|przez|przy|roku|miasta|jako|tego|ich|czy|nie|pod|nad)(?!\w)"
)
_DECISIVE = re.compile(
    r"[a-zæêñó][¿³¹¶¼¡¯±]*[¿³¹¶¼¡¯][a-zæêñó]|[a-zó]Ľ[a-zó]|[\x80-\x9f]|œæ|³[a-z]{2}|[œŒ]w|^[¦¶][wlr]"
)
"""A sign between the letters of a word, a control in it, a capital amid small letters: no language has these."""
_STRONG = re.compile(
    rf"{_DECISIVE.pattern}|[^\W\d_][¿±¶¼¡]|[œŒ][rlłmptbk]|[^\W\d_]œci|[jcdzn]š(?:$|c)|\Bœ$|^[¶¡¿£¯¦][a-zæêóñ±]{{2}}|[¥Æ]$"
)
_NEVER_POLISH = re.compile("[áíýčřěůťďžÁÍÝČŘĚŮŤĎŽ]")
_ONLY_POLISH = re.compile("[łżąęńśź]", re.IGNORECASE)
_NOTE = re.compile("¹$|(?<![aiyeó])³$")
_UNIT = re.compile(r"(?i:[cdkhmµn]?m|l|ha)[³¹]")
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Confusion:
    name: str
    letters: dict[str, str]
    """From what is read to the Polish letter that was meant."""
    word: re.Pattern[str]
    suspect: re.Pattern[str]
    right: re.Pattern[str]
    """Letters that a text so confused never shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A text after repair, and the names of the confusions found in it (none: nothing was touched)."""

    text: str
    confusions: tuple[str, ...] = ()


def _confusion(name: str, right: str, wrong: str) -> _Confusion:
    read = {_wrongly(letter, right, wrong): letter for letter in _LETTERS}
    letters = {seen: letter for seen, letter in read.items() if seen != letter}
    chars = "".join(map(re.escape, letters))
    shown = "".join(letter for letter in _LETTERS if letter not in read)
    return _Confusion(
        name=name,
        letters=letters,
        word=re.compile(rf"[^\W\d_{chars}]*[{chars}](?:[^\W\d_]|[{chars}])*"),
        suspect=re.compile(f"[{chars}]"),
        right=re.compile(f"[{shown}]"),
    )


_KNOWN = tuple(_confusion(*names) for names in _CONFUSIONS)
_SUSPECT = re.compile(
    "["
    + "".join(sorted({pair[0] for pair in _PAIRS_WINDOWS} | {re.escape(c) for k in _KNOWN for c in k.letters}))
    + "]"
)


def is_suspect(text: str) -> bool:
    """Tell at the cost of one search whether a text has any character that a confusion leaves."""
    return not text.isascii() and _SUSPECT.search(text) is not None


def repair(text: str, known: tuple[str, ...] = ()) -> Repaired:
    """Return a text put right; `known` are confusions found elsewhere on its page, which need no evidence here."""
    if not is_suspect(text):
        return Repaired(text=text)
    found: list[str] = []
    for _ in range(3):
        fixed = _repair_pairs(text)
        if fixed == text:
            break
        text = fixed
        found = ["UTF-8 read as another encoding"]
    confusion = _most_likely(text, known)
    if confusion is not None:
        fixed = _repair_words(text, confusion)
        if fixed != text:
            text = fixed
            found.append(confusion.name)
    return Repaired(text=text, confusions=tuple(found))


def lost(text: str) -> int:
    """Return how many characters of a text are lost for good (U+FFFD)."""
    return text.count(_LOST)


def _repair_pairs(text: str) -> str:
    if _PAIR_START.search(text) is None:
        return text
    pair, pair_in_word = _pair_patterns()
    if pair_in_word.search(text) is None:
        return text
    pairs = _PAIRS_ISO if _CONTROL_AFTER.search(text) else _PAIRS_WINDOWS
    return pair.sub(lambda match: pairs[match[0]], text)


@cache
def _pair_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a pair and of one in a word; few texts ask for them, and making them takes 0.1 s."""
    pair = "|".join(map(re.escape, sorted(_PAIRS_WINDOWS, key=len, reverse=True)))
    return re.compile(pair), re.compile(rf"(?:[^\W_]|^)(?:{pair})|(?:{pair})[a-z0-9]")


def _most_likely(text: str, known: tuple[str, ...]) -> _Confusion | None:
    """Return the confusion that explains most words of a text, None where none has evidence."""
    best = None
    most = 0
    for confusion in _KNOWN:
        if confusion.suspect.search(text) is None:
            continue
        score = _score(text, confusion, known=confusion.name in known)
        if score > most:
            best, most = confusion, score
    return best


def _score(text: str, confusion: _Confusion, *, known: bool) -> int:
    strong = weak = against = explained = 0
    decisive = known
    for match in confusion.word.finditer(text):
        word = match[0]
        if _UNIT.fullmatch(word):
            continue
        if _meant(word, confusion) is None:
            against += 1
            continue
        explained += len(confusion.suspect.findall(word))
        if len(word) > 2 and _STRONG.search(word):
            strong += 1
            decisive = decisive or _DECISIVE.search(word) is not None
        elif not word[0].isupper() and len(word) > 2 and confusion.suspect.search(_NOTE.sub("", word)):
            weak += 1  # a capital may be a foreign name's (Babiš), a raised figure a note's
    if strong + weak <= 2 * against or not (decisive or _evident(text, confusion, strong, weak)):
        return 1 if known and not against else 0
    return max(explained - 2 * against, 1)


def _evident(text: str, confusion: _Confusion, strong: int, weak: int) -> bool:
    """Tell whether a text is so Polish that its odd words must be confused ones."""
    letters = _ONLY_POLISH.search(text) is not None
    if strong > 1 or (strong and (letters or _COMMON_WORDS.search(text))):
        return True
    if not weak or _NEVER_POLISH.search(text) or confusion.right.search(text):
        return False
    return (weak > 1 and _COMMON_WORDS.search(text) is not None) or letters or len(_POLISH_WORDS.findall(text)) > 2


def _repair_words(text: str, confusion: _Confusion) -> str:
    def fixed(match: re.Match[str]) -> str:
        return match[0] if _UNIT.fullmatch(match[0]) else _meant(match[0], confusion) or match[0]

    return confusion.word.sub(fixed, text)


def _meant(word: str, confusion: _Confusion) -> str | None:
    """Return the word that was meant, None where its letters would not stand as Polish ones do."""
    if confusion.right.search(word):
        return None
    meant = "".join(confusion.letters.get(char, char) for char in word)
    lower = meant.lower()
    if not len(lower) > 1 or (not meant.isupper() and not meant[1:].islower()):
        return None
    for place, (seen, letter) in enumerate(zip(word, lower, strict=True)):
        if seen in confusion.letters:
            before, after = _PLAUSIBLE[letter]
            if not before.search(lower[:place]) or not after.match(lower[place + 1 :]):
                return None
    return meant
