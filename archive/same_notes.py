"""Joins pages that hold one note: an article and its item in a month archive, a note and its copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from archive.likeness import places
from archive.models import ArticleRow, ResourceRow, SnapshotRow
from archive.terms.outcomes import PageKind
from archive.terms.urls import urlkey
from archive.types import ArticleContent, SameNote, Timeline


def with_same_notes(connection: Connection, timeline: Timeline) -> Timeline:
    """Return a timeline that says where else the notes of its page stand now."""
    resource = connection.execute(
        select(ResourceRow.__table__).where(ResourceRow.urlkey == urlkey(timeline.url), ResourceRow.url == timeline.url)
    ).first()
    return timeline if resource is None else replace(timeline, same_notes=tuple(_same_notes(connection, resource)))


def _same_notes(connection: Connection, resource: Any) -> Iterator[SameNote]:
    query = (
        select(ArticleRow.__table__)
        .join(SnapshotRow, SnapshotRow.id == ArticleRow.snapshot)
        .where(SnapshotRow.resource == resource.id, SnapshotRow.n == resource.snapshots)
        .order_by(ArticleRow.position)
    )
    if resource.kind == PageKind.DOCUMENT:
        return
    for row in connection.execute(query).all():
        note = ArticleContent(title=row.title, published=row.published, body=row.body)
        for place in places(connection, resource.portal, note, url=resource.url, resource=resource.id):
            yield SameNote(article=row.position, url=place.url, their_article=place.position, why=place.why)
