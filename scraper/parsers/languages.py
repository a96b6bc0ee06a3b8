"""Which language a page is written in, by its letters and commonest words."""

from __future__ import annotations

from scraper.items import ParsedArticle
from scraper.parsers.blocks import Page

_SIGNS = {
    "pl": (*"ąęłńśźż", *(f" {word} " for word in ("i", "w", "na", "się", "do", "jest", "oraz", "dla", "nie"))),
    "en": tuple(f" {word} " for word in ("the", "and", "of", "in", "is", "to", "for", "with")),
    "uk": ("а", "и", "і", "о", "у", "ї", "є", "ґ", "я"),  # noqa: RUF001 # the letters looked for
}
"""Letters and words of a language; counting strings is ten times as fast as one pattern."""

SAMPLE = 4_000


def language_of(page: Page, articles: tuple[ParsedArticle, ...]) -> str | None:
    """Return `pl`, `en` or `uk` by the text of a page's articles, else what the page declares."""
    text = " ".join(article.body[:SAMPLE] for article in articles[:40])[:SAMPLE].lower()
    counts = {code: sum(map(text.count, signs)) for code, signs in _SIGNS.items()}
    counts["uk"] //= 2
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= 3:
        return best
    declared = page.head.get("lang")
    return declared[0].lower().split("-")[0] if declared else None
