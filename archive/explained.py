"""Explains a change: what it touches, where, and the terms of its significance, computed again from both snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from archive.classes.classify import classify
from archive.classes.significance import Term, weigh, weigh_way
from archive.classes.spans import Span
from archive.diffs.compare import ArticleChange, article_changes
from archive.models import ExtractionRow, ResourceRow, SnapshotRow
from archive.page_store import page_from_json
from archive.terms.outcomes import ChangeKind
from archive.types import Change, Json, PageContent

_COMPARED = frozenset({ChangeKind.EDITED, ChangeKind.LINKS, ChangeKind.MOVED, ChangeKind.RETURNED})


_EDITS = frozenset({ChangeKind.EDITED, ChangeKind.LINKS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The spans of a change and the terms of its significance; kinds that compare no two texts have one term."""

    spans: tuple[Span, ...]
    terms: tuple[Term, ...]


def explain(connection: Connection, change: Change) -> Explanation:
    """Return why a change has its classes and its significance, by today's rules (docs/changes.md)."""
    if change.kind not in _COMPARED or change.from_n is None or change.to_n is None:
        return Explanation(spans=(), terms=(Term(reason=f"kind {change.kind.value}", adds=change.significance),))
    edit = change.kind in _EDITS
    if not change.classes:  # it moved or returned as it was, or the page's own log of changes grew and nothing else
        alone = weigh((), share=0.0) if edit else weigh_way(change.kind.value, ())
        return Explanation(spans=(), terms=alone.terms)
    old = _page(connection, change.old_url or change.url, change.from_n)
    new = _page(connection, change.url, change.to_n)
    if not edit:
        return _on_the_way(change, old, new)
    found = classify(_of(change, article_changes(old, new)))
    return Explanation(spans=found.spans, terms=found.significance.terms)


def _on_the_way(change: Change, old: PageContent, new: PageContent) -> Explanation:
    """Return what was edited of a page that moved or returned; its weight counts no share of the text."""
    if len(new.articles) > len(old.articles) == 1:
        new = replace(new, articles=(new.articles[change.article],))
    found = [classify(one) for one in article_changes(old, new)]
    spans = tuple(span for one in found for span in one.spans)
    return Explanation(spans=spans, terms=weigh_way(change.kind.value, change.classes).terms)


def explained(connection: Connection, changes: Iterable[Change]) -> Iterator[tuple[Change, Explanation]]:
    """Yield changes with their explanations."""
    for change in list(changes):  # read to the end first: an explanation asks the same connection
        yield change, explain(connection, change)


def explanation_json(found: Explanation) -> Json:
    """Return what `kronika changes --explain --json` adds to a change."""
    return {
        "spans": [
            {
                "class": span.name,
                "field": span.field,
                "old": span.old,
                "new": span.new,
                "old_start": span.old_start,
                "new_start": span.new_start,
            }
            for span in found.spans
        ],
        "terms": [{"reason": term.reason, "adds": term.adds} for term in found.terms],
    }


def _of(change: Change, found: tuple[ArticleChange, ...]) -> ArticleChange | None:
    """Return the change of an article that a stated change is of; None where it is of the page's own fields."""
    same = (one for one in found if one.position == change.article and set(one.fields) <= set(change.fields))
    return next(same, None)


def _page(connection: Connection, url: str, number: int) -> PageContent:
    query = (
        select(ExtractionRow.content)
        .join(SnapshotRow, SnapshotRow.extraction == ExtractionRow.id)
        .join(ResourceRow, ResourceRow.id == SnapshotRow.resource)
        .where(ResourceRow.url == url, SnapshotRow.n == number)
    )
    return page_from_json(connection.execute(query).scalar_one(), None)
