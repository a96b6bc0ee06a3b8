"""Finds the pages that hold a note: an index of `archive.sketches` narrows, the texts decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from archive.identity import one_name, one_note
from archive.models import ArticleRow, ResourceRow, ShingleRow, SnapshotRow
from archive.sketches import sketch
from archive.terms.outcomes import PageKind, ResourceState
from archive.types import ArticleContent

MOST_SHARING = 100
"""Resources that one number may lead to: a phrase of so many notices finds no note, and is passed over."""

MOST_COMPARED = 20
"""Resources whose texts are compared, those that share most first."""

_SHARING = select(ShingleRow.resource).where(ShingleRow.hash == bindparam("number")).limit(MOST_SHARING)
_ARTICLES = (
    select(
        ResourceRow.id,
        ResourceRow.url,
        SnapshotRow.n,
        SnapshotRow.first_capture,
        ArticleRow.position,
        ArticleRow.title,
        ArticleRow.published,
        ArticleRow.published_text,
        ArticleRow.body,
    )
    .join(SnapshotRow, and_(SnapshotRow.resource == ResourceRow.id, SnapshotRow.n == ResourceRow.snapshots))
    .join(ArticleRow, ArticleRow.snapshot == SnapshotRow.id)
    .where(
        ResourceRow.id.in_(bindparam("resources", expanding=True)),
        ResourceRow.portal == bindparam("portal"),
        ResourceRow.state == ResourceState.LIVE,
        ResourceRow.kind.not_in([PageKind.DOCUMENT, PageKind.LISTING, PageKind.FEED]),
    )
    .order_by(ResourceRow.id, ArticleRow.position)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a note stands: a resource's latest snapshot, the article's position in it, how many it has, and why it is it."""

    resource: int
    url: str
    n: int
    first_capture: int
    position: int
    articles: int
    why: str


def remember(connection: Connection, notes: Iterable[tuple[int, ArticleContent]]) -> None:
    """Index the notes of resources (id, article), so that they are found; what is indexed already stays."""
    found = sorted({(number, resource) for resource, note in notes for number in sketch(note.body, note.published)})
    if not found:
        return
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    statement = dialect.insert(ShingleRow).on_conflict_do_nothing()
    connection.execute(statement, [{"hash": number, "resource": resource} for number, resource in found])


def places(connection: Connection, portal: str, article: ArticleContent, *, url: str, resource: int) -> list[Place]:
    """Return where else in a portal a note of a page stands now, those that share most first; each with why."""
    ordered = _sharing(connection, sketch(article.body, article.published), resource)
    if not ordered:
        return []
    rows: dict[int, list[Any]] = {}
    for row in connection.execute(_ARTICLES, {"resources": ordered, "portal": portal}):
        rows.setdefault(row.id, []).append(row)
    found = [_best(article, url, rows[number]) for number in ordered if number in rows]
    return [place for place in found if place is not None]


def _sharing(connection: Connection, numbers: tuple[int, ...], resource: int) -> list[int]:
    counted: Counter[int] = Counter()
    for number in numbers:
        sharing = connection.execute(_SHARING, {"number": number}).scalars().all()
        if len(sharing) < MOST_SHARING:
            counted.update(sharing)
    del counted[resource]
    ranked = sorted(((count, one) for one, count in counted.items()), reverse=True)
    return [one for _, one in ranked[:MOST_COMPARED]]


def _best(article: ArticleContent, url: str, rows: list[Any]) -> Place | None:
    """Return the first article of a page that is the note."""
    renamed = one_name(url, rows[0].url)
    for row in rows:
        other = ArticleContent(
            title=row.title, published=row.published, published_text=row.published_text, body=row.body
        )
        why = one_note(article, other, renamed=renamed)
        if why is not None:
            return Place(
                resource=row.id,
                url=row.url,
                n=row.n,
                first_capture=row.first_capture,
                position=row.position,
                articles=len(rows),
                why=why,
            )
    return None
