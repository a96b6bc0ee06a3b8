"""Classes, spans and significance of one change of an article: the one place where statements of change take them from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from archive.classes.significance import Significance, weigh
from archive.classes.spans import Span, text_spans
from archive.diffs.compare import ArticleChange
from archive.terms.classes import ClassName
from archive.types import ArticleContent

_TEXTS = ("title", "body")
_NAMED: dict[str, ClassName] = {
    "published": "date",
    "author": "person",
    "links": "link",
    "attachments": "attachment",
    "images": "image",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What a change touches (class names sorted), where, and how much it matters.

    A class that comes from a field without text (`link` from `links`) has no span; `typography` is a span and no class.
    """

    classes: tuple[str, ...]
    spans: tuple[Span, ...]
    significance: Significance


def classify(change: ArticleChange | None) -> Classified:
    """Return what a change touches; None is a change of the page's own fields (section, title) alone."""
    if change is None:
        return _classified({"wording"}, (), share=0.0)
    if change.old is None or change.new is None:
        return _come_or_gone(change)
    old, new = change.old, change.new
    spans = tuple(
        span
        for name in _TEXTS
        if name in change.fields
        for span in _text(name, getattr(old, name) or "", getattr(new, name) or "", new.published)
    )
    classes = {span.name for span in spans} | {_NAMED[name] for name in change.fields if name in _NAMED}
    if "updated" in change.fields and not classes:
        classes = {"date"}  # a new date beside an edit declares the edit and is none itself
    return _classified(classes, spans, share=_share(old, new))


def _text(field: str, old: str, new: str, written: date | None) -> Iterator[Span]:
    for span in text_spans(old, new, field=field, written=written):
        whole = field == "title" and span.name in ("paragraph_added", "paragraph_removed")
        yield replace(span, name="wording") if whole else span


def _come_or_gone(change: ArticleChange) -> Classified:
    came = change.old is None
    body = (change.new if came else change.old or ArticleContent()).body  # type: ignore[union-attr] # a change has a side
    span = Span(
        name="paragraph_added" if came else "paragraph_removed",
        field="body",
        old="" if came else body,
        new=body if came else "",
        old_start=0,
        new_start=0,
    )
    return _classified({span.name}, (span,), share=1.0)


def _classified(classes: set[ClassName], spans: tuple[Span, ...], *, share: float) -> Classified:
    if "deadline" in classes:
        classes = classes | {"date"}  # a deadline is a date: who looks for dates finds it
    names = tuple(sorted(classes - {"typography"}))
    return Classified(classes=names, spans=spans, significance=weigh(names, share=share))


def _share(old: ArticleContent, new: ArticleContent) -> float:
    """Return which share of two bodies differs, 0 to 1; of long ones by their words, which is a hundred times as fast."""
    if len(old.body) + len(new.body) > 20_000:
        return 1 - fuzz.ratio(old.body.split(), new.body.split()) / 100
    return 1 - fuzz.ratio(old.body, new.body) / 100
