"""Which changes are wanted: what the database can tell as conditions, the rest by looking at each change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from archive.models import ArticleRow, ChangeRow, ResourceRow, ReviewRow, SnapshotRow
from archive.terms.classes import CLASSES
from archive.terms.errors import BadInput
from archive.terms.outcomes import Finding
from archive.terms.urls import urlkey
from pipelines.polish.forms import compare

_SIDED = re.compile(r"(added|removed):(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which changes are wanted; what is None or empty wants all. A change needs any of `classes`, and all of the rest.

    `texts` are (side, words): the words stand more often on the page after a change (`added`), or before (`removed`).
    """

    classes: tuple[str, ...] = ()
    significance: float = 0.0
    finding: Finding | None = None
    section: str | None = None
    crawl: int | None = None
    texts: tuple[tuple[str, str], ...] = ()
    unreviewed: bool = False


def selection(
    *,
    classes: tuple[str, ...] = (),
    significance: float = 0.0,
    finding: str | None = None,
    section: str | None = None,
    crawl: int | None = None,
    texts: tuple[str, ...] = (),
    unreviewed: bool = False,
) -> Selection:
    """Return a selection from what a person typed. Raises BadInput with what there is to choose from."""
    unknown = [name for name in classes if name not in CLASSES]
    if unknown:
        raise BadInput(f"“{unknown[0]}” is no class of change; the classes are {', '.join(CLASSES)}")
    if finding is not None and finding not in list(Finding):
        raise BadInput(f"“{finding}” is no finding; the findings are {', '.join(Finding)}")
    sided = []
    for text in texts:
        match = _SIDED.fullmatch(text.strip())
        if match is None or not match[2].strip():
            raise BadInput(f"“{text}” asks for no text; write added:WORDS or removed:WORDS")
        sided.append((match[1], match[2].strip()))
    return Selection(
        classes=classes,
        significance=significance,
        finding=Finding(finding) if finding is not None else None,
        section=section,
        crawl=crawl,
        texts=tuple(sided),
        unreviewed=unreviewed,
    )


EVERY = Selection()


def conditions(wanted: Selection) -> list[ColumnElement[bool]]:
    """Return what the database is to ask of a change."""
    asked: list[ColumnElement[bool]] = []
    if wanted.significance > 0:
        asked.append(ChangeRow.significance >= wanted.significance)
    if wanted.crawl is not None:
        asked.append(ChangeRow.crawl == wanted.crawl)
    if wanted.unreviewed:
        last = select(func.coalesce(func.max(ReviewRow.change), 0)).scalar_subquery()
        asked.append(ChangeRow.seq > last)
    if wanted.section is not None:
        asked.append(
            exists().where(
                SnapshotRow.resource == ChangeRow.resource,
                SnapshotRow.n == func.coalesce(ChangeRow.to_n, ChangeRow.from_n),
                SnapshotRow.section == wanted.section,
            )
        )
    return asked


def accepts(connection: Connection, wanted: Selection) -> Callable[[Any], bool]:
    """Return the question put to each row that the database gave."""

    def accepted(row: Any) -> bool:
        if wanted.classes and not set(wanted.classes) & set(row.classes):
            return False
        if wanted.finding is not None and all(one["finding"] != wanted.finding for one in row.findings):
            return False
        return all(_moved_words(connection, row, side, words) for side, words in wanted.texts)

    return accepted


def _moved_words(connection: Connection, row: Any, side: str, words: str) -> bool:
    """Tell whether words stand more often after a change than before, or the other way round."""
    if row.resource is None:
        return False
    before = _text(connection, _left(connection, row), row.from_n)
    after = _text(connection, row.resource, row.to_n)
    old, new = occurrences(before, words), occurrences(after, words)
    return new > old if side == "added" else old > new


def occurrences(text: str, words: str) -> int:
    """Count words as they are written, whatever their case; `*` at the end stands for any ending.

    The one place that says when a word of `added:` and `removed:` stands in a text.
    """
    return len(_pattern(words).findall(text))


@lru_cache(maxsize=64)
def _pattern(words: str) -> re.Pattern[str]:
    stem = r"\s+".join(re.escape(word) for word in compare(words.rstrip("*")).split())
    end = "" if words.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){stem}{end}", re.IGNORECASE)


def _left(connection: Connection, row: Any) -> int:
    """Return the resource that held the old state: another one where a note moved."""
    if row.old_url is None:
        return int(row.resource)
    portal = select(ResourceRow.portal).where(ResourceRow.id == row.resource).scalar_subquery()
    query = select(ResourceRow.id).where(ResourceRow.portal == portal, ResourceRow.urlkey == urlkey(row.old_url))
    return int(connection.execute(query).scalar() or row.resource)


def _text(connection: Connection, resource: int, number: int | None) -> str:
    """Return what a snapshot says, title and body of each article, in the compare form; nothing where there is none."""
    query = (
        select(ArticleRow.title, ArticleRow.body)
        .join(SnapshotRow, SnapshotRow.id == ArticleRow.snapshot)
        .where(SnapshotRow.resource == resource, SnapshotRow.n == number)
        .order_by(ArticleRow.position)
    )
    return compare("\n\n".join(part for row in connection.execute(query) for part in row if part))
