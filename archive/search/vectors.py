"""Makes PostgreSQL's tsvector of a text by our own words, so that every database cuts texts into the same words. Pure."""

from __future__ import annotations

from archive.search.words import words_of

LONGEST = 500
"""Characters of a word that is kept: PostgreSQL takes 2046 bytes."""

MOST_BYTES = 900_000
"""Bytes of a vector, roughly: PostgreSQL takes a megabyte, what comes after that in a text is not found by its words."""

LAST = 16_383
"""The last place that PostgreSQL tells from others; words after it have no order."""


def vector(title: str, body: str) -> str:
    """Return the words of two searched texts with their places as PostgreSQL reads them; those of the title weigh A."""
    places: dict[str, list[str]] = {}
    size = 0
    at = 0
    for part, weight in ((title, "A"), (body, "")):
        for word in words_of(part):
            at = min(at + 1, LAST)
            if len(word) > LONGEST:
                continue
            if word not in places:
                size += len(word.encode()) + 8
                if size > MOST_BYTES:
                    break
                places[word] = []
            size += 2
            places[word].append(f"{at}{weight}")
        at = min(at + 1, LAST)  # no phrase goes from a title into its text
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())
