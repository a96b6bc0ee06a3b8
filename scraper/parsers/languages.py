"""Which language a page is written in, by its letters and commonest words."""

from __future__ import annotations

import re

from scraper.items import ParsedArticle
from scraper.parsers.blocks import Page

_POLISH = re.compile(r"[ąęłńśźż]|\b(?:i|w|na|się|do|jest|oraz|dla|nie)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|and|of|in|is|to|for|with)\b", re.IGNORECASE)
_UKRAINIAN = re.compile(r"[а-яіїєґ]", re.IGNORECASE)  # noqa: RUF001 # the letters looked for
SAMPLE = 4_000


def language_of(page: Page, articles: tuple[ParsedArticle, ...]) -> str | None:
    """Return `pl`, `en` or `uk` by the text of a page's articles, else what the page declares."""
    text = "\n".join(article.body for article in articles)[:SAMPLE]
    counts = {
        "pl": len(_POLISH.findall(text)),
        "en": len(_ENGLISH.findall(text)),
        "uk": len(_UKRAINIAN.findall(text)) / 4,
    }
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= 3:
        return best
    declared = page.head.get("lang")
    return declared[0].lower().split("-")[0] if declared else None
