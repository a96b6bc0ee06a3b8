"""What differs between two states of a page, as the auditor means it: over the compare form, article by article."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass

from rapidfuzz import fuzz

from archive.terms.marks import Link
from archive.types import ArticleContent, PageContent
from pipelines.polish.forms import compare

SAME_RATIO = 0.9
"""Share of equal text from which two notes are one; measured on nothing yet: a near-copy of a note keeps nine tenths."""

MATCH_RATIO = 0.5
"""The same where title and date agree, or within one day of a month archive."""

_HOUR = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_FIELDS = ("title", "published", "updated", "author", "body", "links", "attachments", "images")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """What became of one article: its position in the new page (in the old one where removed), and whether silently."""

    position: int
    kind: str
    fields: tuple[str, ...]
    silent: bool | None
    old: ArticleContent | None
    new: ArticleContent | None


def article_fields(old: ArticleContent, new: ArticleContent) -> tuple[str, ...]:
    """Return the names of an article's fields that differ in the compare form."""
    pairs = zip(_FIELDS, _form_of(old), _form_of(new), strict=True)
    return tuple(name for name, before, after in pairs if before != after)


def _form_of(article: ArticleContent) -> tuple[Hashable, ...]:
    """Return what two articles are compared by, in the order of _FIELDS."""
    return (
        _form(article.title),
        _date(article, "published"),
        _date(article, "updated"),
        _form(article.author),
        compare(article.body),
        _marks(article.links),
        _marks(article.attachments),
        tuple((image.url, compare(image.alt)) for image in article.images),
    )


def page_fields(old: PageContent, new: PageContent) -> tuple[str, ...]:
    """Return the names of the page's own fields that differ."""
    pairs = {
        "kind": (old.kind, new.kind),
        "section": (_form(old.section), _form(new.section)),
        "title": (_form(old.title), _form(new.title)),
    }
    return tuple(name for name, (before, after) in pairs.items() if before != after)


def declares(old: ArticleContent, new: ArticleContent) -> bool | None:
    """Tell whether an article's printed dates or its change log declare its change; None where it prints neither.

    A changed or newly printed update date declares it (also one of the same day with another time of day), a new row of
    the log does, and a publication date later than before.
    """
    if not any((old.published_text, new.published_text, old.updated_text, new.updated_text, old.history, new.history)):
        return None
    if set(new.history) - set(old.history):
        return True
    if new.updated_text and (_date(new, "updated") != _date(old, "updated") or _other_hour(old, new)):
        return True
    return old.published is not None and new.published is not None and new.published > old.published


def _other_hour(old: ArticleContent, new: ArticleContent) -> bool:
    """Tell whether both update dates are printed with a time of day, and with different ones."""
    hours = [_HOUR.findall(one.updated_text or "") for one in (old, new)]
    return all(hours) and [tuple(map(int, hour)) for hour in hours[0]] != [tuple(map(int, hour)) for hour in hours[1]]


def article_changes(old: PageContent, new: PageContent) -> tuple[ArticleChange, ...]:
    """Return what became of each article: equal ones pair off first, then those of one date by their likeness."""
    pairs = _pairs(old.articles, new.articles)
    changes = []
    for before, after in pairs:
        one = old.articles[before] if before is not None else None
        two = new.articles[after] if after is not None else None
        if one is not None and two is not None:
            fields = article_fields(one, two)
            if fields:
                declared = declares(one, two)
                silent = None if declared is None else not declared
                changes.append(_change(after, "edited", fields, silent=silent, old=one, new=two))
        elif two is not None:
            changes.append(_change(after, "inserted", ("body",), silent=_unannounced(two, old), old=None, new=two))
        else:
            assert one is not None  # a pair has a side
            changes.append(_change(before, "removed", ("body",), silent=_dated(one), old=one, new=None))
    return tuple(changes)


def _change(
    position: int | None,
    kind: str,
    fields: tuple[str, ...],
    *,
    silent: bool | None,
    old: ArticleContent | None,
    new: ArticleContent | None,
) -> ArticleChange:
    return ArticleChange(position=position or 0, kind=kind, fields=fields, silent=silent, old=old, new=new)


def _unannounced(article: ArticleContent, page: PageContent) -> bool | None:
    """An item added under a date no later than the page's newest was slipped in; a later date declares it."""
    days = [one.published for one in page.articles if one.published is not None]
    if article.published is None:
        return None
    return bool(days) and article.published <= max(days)


def _dated(article: ArticleContent) -> bool | None:
    return True if article.published_text else None


def _pairs(old: tuple[ArticleContent, ...], new: tuple[ArticleContent, ...]) -> list[tuple[int | None, int | None]]:
    if len(old) == 1 and len(new) == 1:
        return [(0, 0)]
    same: dict[tuple[Hashable, ...], deque[int]] = defaultdict(deque)
    for before, article in enumerate(old):
        same[_form_of(article)].append(before)
    pairs: list[tuple[int | None, int | None]] = []
    rest = []
    for after, article in enumerate(new):
        twins = same.get(_form_of(article))
        if twins:
            pairs.append((twins.popleft(), after))
        else:
            rest.append(after)
    left = sorted(index for twins in same.values() for index in twins)
    for after in rest:
        likeness = {index: _likeness(old[index], new[after]) for index in left}
        best = max(likeness, key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= MATCH_RATIO:
            left.remove(best)
            pairs.append((best, after))
        else:
            pairs.append((None, after))
    return pairs + [(index, None) for index in left]


def _likeness(old: ArticleContent, new: ArticleContent) -> float:
    ratio = fuzz.ratio(compare(old.body), compare(new.body)) / 100
    return ratio if old.published == new.published or ratio >= SAME_RATIO else 0.0


def same_article(old: ArticleContent, new: ArticleContent) -> str | None:
    """Say why two articles at two addresses are one note, None where they are not."""
    if not article_fields(old, new):
        return "equal content"
    ratio = fuzz.ratio(compare(old.body), compare(new.body)) / 100
    titled = bool(old.title) and _form(old.title) == _form(new.title)
    if titled and old.published == new.published and ratio >= MATCH_RATIO:
        return "equal title and date"
    if ratio >= SAME_RATIO and len(old.body) > 200:
        return "near-equal text"
    return None


def _form(text: str | None) -> str:
    return compare(text) if text else ""


def _date(article: ArticleContent, name: str) -> str:
    typed = article.published if name == "published" else article.updated
    printed = article.published_text if name == "published" else article.updated_text
    return typed.isoformat() if typed is not None else _form(printed)


def _marks(links: tuple[Link, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((link.url, compare(link.text)) for link in links)
