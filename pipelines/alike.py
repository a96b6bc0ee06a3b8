"""One state read beside the one before it: a line that stands on both pages is text on both, or on neither.

A reader weighs witnesses, and a page whose banners, weather and lists of articles change every day moves the weights: a
heading of the frame may be taken for text today and not tomorrow, and a redesign moves it for good. Nobody edited it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from archive.terms.marks import Image, Link
from archive.types import ArticleContent, PageContent
from pipelines.polish.forms import compare


def alike(new: PageContent, before: PageContent, *, lines: Iterable[str], lines_before: Iterable[str]) -> PageContent:
    """Return a page as read, with what stands unmoved on both pages read as it was before.

    `lines` are all lines of a page, those of its frame too, `lines_before` those of the earlier one. A line is unmoved
    that stands as often on one as on the other. Pages of several articles, or of another kind than before, are left.
    """
    if new.kind is not before.kind or len(new.articles) != 1 or len(before.articles) != 1:
        return new
    unmoved = _unmoved(lines, lines_before)
    section, title = _field(new.section, before.section, unmoved), _field(new.title, before.title, unmoved)
    article = _article(new.articles[0], before.articles[0], unmoved)
    return replace(new, section=section, title=title, articles=(article,))


def _unmoved(lines: Iterable[str], lines_before: Iterable[str]) -> frozenset[str]:
    stand, stood = (Counter(map(compare, texts)) for texts in (lines, lines_before))
    return frozenset(text for text, count in stand.items() if text and stood[text] == count)


def _field(new: str | None, before: str | None, unmoved: Collection[str]) -> str | None:
    """Return a field as before where what it says now stood there then, and what it said then stands there now."""
    return before if all(text is None or compare(text) in unmoved for text in (new, before)) else new


def _article(new: ArticleContent, before: ArticleContent, unmoved: Collection[str]) -> ArticleContent:
    stand, stood = _paragraphs(new.body), _paragraphs(before.body)
    came = {key for key, _ in stand} - {key for key, _ in stood}
    went = {key for key, _ in stood} - {key for key, _ in stand}
    out = {key for key in came if all(piece in unmoved for piece in key)}
    kept = {key for key in went if all(piece in unmoved for piece in key)}
    if not out and not kept:
        return replace(new, title=_field(new.title, before.title, unmoved))
    return replace(
        new,
        title=_field(new.title, before.title, unmoved),
        body="\n\n".join(text for _, text in _put_back(stand, stood, out, kept)),
        links=_marks(new.links, before.links, out, kept),
        images=_images(new.images, before.images, out, kept),
    )


_Paragraph = tuple[tuple[str, ...], str]
"""The compare forms of the lines (of a table its cells) that a paragraph is made of, and its text."""


def _paragraphs(body: str) -> list[_Paragraph]:
    return [
        (tuple(compare(piece) for line in text.split("\n") for piece in line.split(" | ")), text)
        for text in body.split("\n\n")
        if text
    ]


def _put_back(
    stand: Sequence[_Paragraph], stood: Sequence[_Paragraph], out: Collection[object], kept: Collection[object]
) -> list[_Paragraph]:
    """Return the paragraphs without those that go out, each that is kept behind the one that it stood behind."""
    made = [paragraph for paragraph in stand if paragraph[0] not in out]
    place = 0
    for paragraph in stood:
        if paragraph[0] in kept:
            made.insert(place, paragraph)
            place += 1
        else:
            found = next((at for at, (key, _) in enumerate(made) if key == paragraph[0]), None)
            place = place if found is None else found + 1
    return made


def _marks(
    new: tuple[Link, ...], before: tuple[Link, ...], out: Collection[Sequence[str]], kept: Collection[Sequence[str]]
) -> tuple[Link, ...]:
    stay = tuple(link for link in new if link in before or not _said(link.text, out))
    back = tuple(link for link in before if link not in new and _said(link.text, kept))
    return before if {*stay, *back} == set(before) else (*stay, *back)


def _images(
    new: tuple[Image, ...], before: tuple[Image, ...], out: Collection[Sequence[str]], kept: Collection[Sequence[str]]
) -> tuple[Image, ...]:
    stay = tuple(image for image in new if image in before or not _said(image.alt, out))
    back = tuple(image for image in before if image not in new and _said(image.alt, kept))
    return before if {*stay, *back} == set(before) else (*stay, *back)


def _said(text: str, paragraphs: Collection[Sequence[str]]) -> bool:
    words = compare(text)
    return bool(words) and any(words in piece for key in paragraphs for piece in key)
