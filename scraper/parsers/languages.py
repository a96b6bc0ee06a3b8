"""Which language a page or an item is written in, by its letters and commonest words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from scraper.items import ParsedArticle, ParsedEntry
from scraper.parsers.blocks import Page

_LETTERS = {"pl": "ąęłńśźż", "en": "", "de": "äß"}
_WORDS = {
    "pl": ("i", "w", "z", "na", "się", "do", "jest", "oraz", "dla", "nie", "to"),
    "en": ("the", "and", "of", "in", "is", "to", "for", "with", "at", "are"),
    "de": ("der", "die", "und", "das", "ist", "mit", "von", "für", "den", "im"),
}
"""Letters and words that are signs of a language."""

_UKRAINIAN, _RUSSIAN = "іїєґ", "ыэёъ"  # letters that one has and the other has not
_CYRILLIC = (*"аеоитнрсвлкм", *_UKRAINIAN, *_RUSSIAN)  # the commonest of both

SAMPLE = 2_000
"""Characters looked at."""

LEAST = 3
"""Signs that tell a page's language; an item is told from its page's only by more of them, and clearly."""


def language_of_text(text: str, *, least: int = LEAST, clearly: bool = False) -> str | None:
    """Return `pl`, `en`, `de`, `uk` or `ru` for a text that shows it, None for one too short to tell.

    `clearly`: the runner-up has less than half as many signs.
    """
    counts = _counts(text[:SAMPLE].lower())
    best = max(counts, key=lambda code: counts[code])
    second = max(count for code, count in counts.items() if code != best)
    if counts[best] < least or (clearly and second * 2 >= counts[best]):
        return None
    return best


def _counts(text: str) -> dict[str, float]:
    words = Counter(text.split())
    counts: dict[str, float] = {
        code: sum(map(text.count, _LETTERS[code])) + sum(words[word] for word in known)
        for code, known in _WORDS.items()
    }
    cyrillic = sum(map(text.count, _CYRILLIC)) / 4
    russian = sum(map(text.count, _RUSSIAN)) > sum(map(text.count, _UKRAINIAN))
    return counts | {"uk": 0.0 if russian else cyrillic, "ru": cyrillic if russian else 0.0}


def language_of(page: Page, articles: tuple[ParsedArticle, ...], entries: tuple[ParsedEntry, ...] = ()) -> str | None:
    """Return the language of a page by the text of its articles, else of its entries, else what the page declares."""
    texts = [article.body[:SAMPLE] for article in articles[:40]] or [f"{one.title} {one.text}" for one in entries[:40]]
    found = language_of_text(" ".join(texts))
    if found is not None:
        return found
    declared = page.head.get("lang")
    return declared[0].lower().split("-")[0] if declared else None


def with_languages(articles: tuple[ParsedArticle, ...], page: str | None) -> tuple[ParsedArticle, ...]:
    """Return articles, each with its own language where it clearly is not the page's."""
    if len(articles) < 2 and page is not None:
        return articles  # its text is what the page's language was told by
    return tuple(_with_language(article, page) for article in articles)


def _with_language(article: ParsedArticle, page: str | None) -> ParsedArticle:
    own = language_of_text(f"{article.title or ''} {article.body}", least=2 * LEAST, clearly=True)
    return replace(article, language=own) if own is not None and own != page else article
