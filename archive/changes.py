"""Makes the statements of change: what is said of each kind, in pure functions from the facts of two sights.

Captures come as rows with seq, resource, url, fetched and snapshot number n.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.classes.classify import classify
from archive.classes.significance import weigh
from archive.diffs.compare import ArticleChange, article_changes, page_fields, same_article
from archive.frames import FrameChange
from archive.terms.outcomes import ChangeKind, PageKind
from archive.types import PageContent

LINK_FIELDS = frozenset({"links"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A snapshot's number and its page (without frame)."""

    n: int
    content: PageContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One change before it has a number; `order` is the capture it follows from."""

    order: int
    kind: ChangeKind
    url: str
    not_after: datetime
    not_before: datetime | None
    summary: str
    resource: int | None = None
    old_resource: int | None = None
    from_n: int | None = None
    to_n: int | None = None
    silent: bool | None = None
    old_url: str | None = None
    attachment_url: str | None = None
    pages: int | None = None
    article: int = 0
    fields: tuple[str, ...] = ()
    significance: float = 0.5
    classes: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """Return the columns of its row."""
        return {
            "resource": self.resource,
            "url": self.url,
            "from_n": self.from_n,
            "to_n": self.to_n,
            "kind": self.kind,
            "not_before": self.not_before,
            "not_after": self.not_after,
            "silent": self.silent,
            "old_url": self.old_url,
            "attachment_url": self.attachment_url,
            "pages": self.pages,
            "article": self.article,
            "fields": list(self.fields),
            "summary": self.summary,
            "significance": self.significance,
            "classes": list(self.classes),
        }


def same(old: Sight, new: Sight) -> str | None:
    """Say why two pages hold the same articles, None where they do not."""
    first, second = old.content.articles, new.content.articles
    if not first or len(first) != len(second):
        return None
    reasons = [same_article(one, two) for one, two in zip(first, second, strict=True)]
    if any(reason is None for reason in reasons):
        return None
    return next((reason for reason in reasons if reason != "equal content"), "equal content")


def published(row: Any, page: Sight, since: datetime) -> Statement:
    """A page that was not there before."""
    return Statement(
        order=row.seq,
        kind=ChangeKind.PUBLISHED,
        url=row.url,
        resource=row.resource,
        to_n=page.n,
        not_before=since,
        not_after=row.fetched,
        summary=f"published: {_name(page.content)}",
    )


def returned(row: Any, page: Sight, old: Sight | None, before: datetime | None) -> Statement:
    """A page that was gone is there again, as it was or changed."""
    fields = _fields(old.content, page.content) if old is not None else ()
    return Statement(
        order=row.seq,
        kind=ChangeKind.RETURNED,
        url=row.url,
        resource=row.resource,
        from_n=old.n if old is not None else page.n,
        to_n=page.n,
        not_before=before,
        not_after=row.fetched,
        fields=fields,
        summary=f"returned{' changed' if fields else ''}: {_name(page.content)}",
    )


def gone(row: Any, page: Sight, before: datetime | None) -> Statement:
    """A page that is not there any more."""
    return Statement(
        order=row.seq,
        kind=ChangeKind.GONE,
        url=row.url,
        resource=row.resource,
        from_n=page.n,
        not_before=before,
        not_after=row.fetched,
        summary=f"gone: {_name(page.content)}",
        significance=0.8,
    )


def moved(old: Any, new: Any, before: Sight, after: Sight, since: datetime | None) -> Statement:
    """An article that stands at another address now; `fields` tells what else changed with the move."""
    changes = article_changes(before.content, after.content)
    silents = [change.silent for change in changes if change.silent is not None]
    classes = tuple(sorted({name for change in changes for name in classify(change).classes}))
    return Statement(
        order=new.seq,
        kind=ChangeKind.MOVED,
        url=new.url,
        old_url=old.url,
        resource=new.resource,
        old_resource=old.resource,
        from_n=before.n,
        to_n=after.n,
        not_before=since,
        not_after=max(old.fetched, new.fetched),
        silent=any(silents) if silents else None,
        fields=_fields(before.content, after.content),
        classes=classes,
        summary=f"moved: {_name(after.content)}",
        significance=0.3 if not changes else weigh(classes, share=0.0).score,
    )


def attachment_silent(old: PageContent, new: PageContent, url: str) -> bool | None:
    """Tell whether a page that offers a file keeps quiet about the file's change; `old` is the page before, or `new`.

    Declared where an article that offers the file declares a change of its own; None where none of them is dated.
    """
    changed = {change.position: change.silent for change in article_changes(old, new) if change.new is not None}
    verdicts = [
        changed.get(position, True if article.published_text or article.updated_text else None)
        for position, article in enumerate(new.articles)
        if any(link.url == url for link in article.attachments)
    ]
    known = [verdict for verdict in verdicts if verdict is not None]
    return all(known) if known else None


def attachment(row: Any, page: Any, before: datetime | None, *, silent: bool | None) -> Statement:
    """The bytes of a file changed that a page offers."""
    return Statement(
        order=row.seq,
        kind=ChangeKind.ATTACHMENT,
        url=page.url,
        resource=page.id,
        from_n=page.snapshots,
        to_n=page.snapshots,
        attachment_url=row.url,
        not_before=before,
        not_after=row.fetched,
        silent=silent,
        fields=("attachments",),
        classes=("attachment",),
        summary=f"attachment replaced: {row.url.rpartition('/')[2]}",
        significance=0.6,
    )


def edited(row: Any, old: Sight, new: Sight, before: datetime | None) -> Iterator[Statement]:
    """Yield one change for each article that differs; one for the page where only its own fields do."""
    own = page_fields(old.content, new.content)
    changes = article_changes(old.content, new.content)
    many = len(old.content.articles) > 1 or len(new.content.articles) > 1
    parts: list[tuple[ArticleChange | None, tuple[str, ...]]] = [
        (change, (*(() if many else own), *change.fields)) for change in changes
    ]
    if own and (many or not changes):
        parts.append((None, own))
    if not parts and new.content.kind is PageKind.DOCUMENT:
        parts.append((None, ("file",)))  # other bytes, though the text says the same
    for change, fields in parts:
        links = frozenset(fields) <= LINK_FIELDS
        classified = classify(change)
        yield Statement(
            order=row.seq,
            kind=ChangeKind.LINKS if links else ChangeKind.EDITED,
            url=row.url,
            resource=row.resource,
            from_n=old.n,
            to_n=new.n,
            not_before=before,
            not_after=row.fetched,
            silent=change.silent if change is not None else _page_silent(new.content),
            article=change.position if change is not None else 0,
            fields=fields,
            classes=classified.classes,
            summary=_edit_summary(new.content, change, fields),
            significance=classified.significance.score,
        )


def frame(root: str, change: FrameChange, before: datetime | None, after: datetime) -> Statement:
    """One change of the portal for links that came or went on many pages together."""
    names = [f"+ {text or url}" for _, url, text in change.added]
    names += [f"- {text or url}" for _, url, text in change.removed]
    return Statement(
        order=0,
        kind=ChangeKind.LINKS,
        url=root,
        not_before=before,
        not_after=after,
        pages=change.pages,
        fields=tuple(sorted({zone for zone, _, _ in (*change.added, *change.removed)})),
        classes=("link",),
        summary=f"frame of {change.pages} pages: {'; '.join(names)[:300]}",
        significance=0.3,
    )


def _name(content: PageContent) -> str:
    title = content.title or next((article.title for article in content.articles if article.title), None)
    return title or content.url


def _fields(old: PageContent, new: PageContent) -> tuple[str, ...]:
    names = [*page_fields(old, new), *(name for change in article_changes(old, new) for name in change.fields)]
    return tuple(dict.fromkeys(names))


def _page_silent(content: PageContent) -> bool | None:
    return True if any(article.published_text or article.updated_text for article in content.articles) else None


def _edit_summary(content: PageContent, change: ArticleChange | None, fields: tuple[str, ...]) -> str:
    what = "edited" if change is None or change.kind == "edited" else f"item {change.kind}"
    day = None
    if change is not None and len(content.articles) > 1:
        article = change.new or change.old
        day = article.published.isoformat() if article is not None and article.published is not None else None
    where = f" under {day}" if day is not None else ""
    return f"{what}{where}: {_name(content)} ({', '.join(fields)})"
