"""Lines that are a date, as Polish portals print them, with or without a label."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:stycz(?:eń|nia)|lut(?:y|ego)|mar(?:zec|ca)|kwie(?:cień|tnia)|maja?|czerw(?:iec|ca)|lip(?:iec|ca)"
    r"|sierp(?:ień|nia)|wrze(?:sień|śnia)|paździer(?:nik|nika)|listopada?|grud(?:zień|nia)|sty|lut|mar|kwi|cze|lip|sie"
    r"|wrz|paź|lis|gru|[ivx]{1,4}|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|apr|jun|jul|aug|sep|oct|nov|dec)"
)
_TIME = r"(?:,?\s*(?:godz\.?|o|g\.|-|at|T)?\s*\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*(?:Z|[ap]m|[+-]\d{2}:?\d{2}))?)?"
_WEEKDAY = r"(?:(?:poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|[a-z]+day),?\s+)?"
_DAY = (
    rf"(?:\d{{1,2}}\s?[.\-/]\s?\d{{1,2}}\s?[.\-/]\s?\d{{4}}|\d{{4}}[.\-/]\d{{1,2}}[.\-/]\d{{1,2}}"
    rf"|\d{{1,2}}[\s.\-]+{_MONTH}[\s.,\-]+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}})"
)
_DATE = rf"{_WEEKDAY}{_DAY}\.?(?:\s*(?:r|roku)\b\.?)?{_TIME}\.?"
_UPDATED = r"(?:data\s+)?(?:ostatni\w*\s+)?(?:aktualizacj\w+|modyfikacj\w+|zmian\w+|zmienion\w+|zaktualizowan\w+|updated|modified)"
_PUBLISHED = r"(?:data\s+)?(?:publikacj\w+|opublikowan\w+|dodani\w+|dodan\w+|utworzeni\w+|wytworzeni\w+|wprowadzeni\w+|published|posted|dnia|data|kielce,?\s*(?:dnia|dn\.)?)"
_LABELLED = re.compile(
    rf"(?P<updated>{_UPDATED})?(?P<published>{_PUBLISHED})?(?:\s+(?:on|w|dnia|dn\.))?\s*[:(]?\s*(?P<date>{_DATE})\s*\)?",
    re.IGNORECASE,
)
_BARE = re.compile(_DATE, re.IGNORECASE)


def bare(text: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    return len(text) < 60 and _BARE.fullmatch(text) is not None


def split(text: str) -> list[tuple[str, str]]:
    """Return (role, printed date) pairs of a line that holds only labelled dates; [] for any other line."""
    if not 6 <= len(text) <= 160 or not any(character.isdigit() for character in text):
        return []
    pairs: list[tuple[str, str]] = []
    position = 0
    for match in _LABELLED.finditer(text):
        if text[position : match.start()].strip(" |,;·•-–/()"):
            return []
        pairs.append(("updated" if match["updated"] else "published", match["date"].strip()))
        position = match.end()
    return pairs if not text[position:].strip(" |,;·•-–/().") else []
