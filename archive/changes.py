"""Makes the statements of change: what is said of each kind, in pure functions from the facts of two sights.

Captures come as rows with seq, resource, url, fetched and snapshot number n.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from archive.classes.classify import classify
from archive.classes.significance import weigh, weigh_way
from archive.declared import Findings, Sighting, evidence, findings, gone_findings
from archive.diffs.compare import ArticleChange, article_changes, page_fields, same_article
from archive.frames import FrameChange
from archive.template_events import TemplateEvent
from archive.terms.outcomes import ChangeCause, ChangeKind, Finding, PageKind
from archive.types import ArticleContent, Json, PageContent

MOST_SAID = 320
"""Signs of a summary."""

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
    cause: ChangeCause = ChangeCause.CONTENT
    findings: Findings = ()
    evidence: Json = field(default_factory=dict)
    why: str | None = None
    stated: datetime | None = None

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
            "cause": self.cause,
            "findings": [{"finding": finding, "why": why} for finding, why in self.findings],
            "evidence": self.evidence,
            "why": self.why,
            "stated": self.stated or self.not_after,
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


def published(
    row: Any, page: Sight, *, since: datetime, absent: Sighting | None, after: Sighting, why: str | None
) -> Statement:
    """A page that was not there before; `absent` is the last capture that found nothing there, where there is one."""
    first = _only(page.content)
    change = ArticleChange(position=0, kind="inserted", fields=(), silent=None, old=None, new=first)
    return Statement(
        order=row.seq,
        kind=ChangeKind.PUBLISHED,
        url=row.url,
        resource=row.resource,
        to_n=page.n,
        not_before=absent.fetched if absent is not None else since,
        not_after=row.fetched,
        summary=f"published: {_name(page.content)}",
        findings=findings(change, absent) if first is not None else (),
        evidence=evidence(absent, after, new=first),
        why=why,
    )


def returned(row: Any, page: Sight, old: Sight | None, before: Sighting | None, after: Sighting) -> Statement:
    """A page that was gone is there again, as it was or changed."""
    fields = _fields(old.content, page.content) if old is not None else ()
    edits = article_changes(old.content, page.content) if old is not None else ()
    classes = _classes(edits)
    return Statement(
        order=row.seq,
        kind=ChangeKind.RETURNED,
        url=row.url,
        resource=row.resource,
        from_n=old.n if old is not None else page.n,
        to_n=page.n,
        not_before=before.fetched if before is not None else None,
        not_after=row.fetched,
        silent=_silent(edits),
        fields=fields,
        classes=classes,
        summary=f"returned{' changed' if fields else ''}: {_name(page.content)}",
        significance=weigh_way("returned", classes).score,
        findings=_together(findings(change, None) for change in edits),
        evidence=evidence(before, after, new=_only(page.content)),
    )


def _silent(edits: Iterable[ArticleChange]) -> bool | None:
    """Tell whether one of several edits declares nothing; None where none prints a date, or nothing was edited."""
    known = [edit.silent for edit in edits if edit.silent is not None]
    return any(known) if known else None


def _classes(edits: Iterable[ArticleChange]) -> tuple[str, ...]:
    return tuple(sorted({name for edit in edits for name in classify(edit).classes}))


def gone(row: Any, page: Sight, before: Sighting | None, missing: Sequence[Sighting]) -> Statement:
    """A page that is not there any more; it went before the first of the answers `missing` that followed each other."""
    last = _only(page.content)
    return Statement(
        order=row.seq,
        kind=ChangeKind.GONE,
        url=row.url,
        resource=row.resource,
        from_n=page.n,
        not_before=before.fetched if before is not None else None,
        not_after=missing[0].fetched,
        stated=row.fetched,
        summary=f"gone: {_name(page.content)}",
        significance=0.8,
        findings=gone_findings(last, missing[-1].status),
        evidence=evidence(before, missing[0], old=last, missing=missing),
    )


def moved(
    old: Any,
    new: Any,
    before: Sight,
    after_page: Sight,
    *,
    before_seen: Sighting | None,
    left: Sighting,
    after: Sighting,
    why: str,
    position: int | None,
) -> Statement:
    """An article that stands at another address now; `fields` tells what else changed with the move.

    `left` is the first capture that found it no more at the old address, `after` the first at the new one; `position`
    is its place on a page with other articles, None where the whole page moved.
    """
    content = after_page.content
    if position is not None:
        content = replace(content, kind=before.content.kind, title=before.content.title, section=before.content.section)
        content = replace(content, articles=(after_page.content.articles[position],))
    changes = article_changes(before.content, content)
    classes = _classes(changes)
    return Statement(
        order=max(new.seq, left.capture) if new.crawl == old.crawl else old.seq,
        kind=ChangeKind.MOVED,
        url=new.url,
        old_url=old.url,
        resource=new.resource,
        from_n=before.n,
        to_n=after_page.n,
        not_before=before_seen.fetched if before_seen is not None else None,
        not_after=max(left.fetched, after.fetched),
        stated=max(old.fetched, after.fetched),
        silent=_silent(changes),
        article=position or 0,
        fields=_fields(before.content, content),
        classes=classes,
        summary=f"moved: {_name(before.content if position is not None else content)}",
        significance=weigh_way("moved", classes).score,
        findings=_together(findings(change, before_seen) for change in changes),
        evidence=evidence(before_seen, after, old=_only(before.content), new=_only(content)) | {"left": left.to_json()},
        why=why,
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


def attachment(row: Any, page: Any, before: Sighting | None, after: Sighting, *, silent: bool | None) -> Statement:
    """The bytes of a file changed that a page offers."""
    return Statement(
        order=row.seq,
        kind=ChangeKind.ATTACHMENT,
        url=page.url,
        resource=page.id,
        from_n=page.snapshots,
        to_n=page.snapshots,
        attachment_url=row.url,
        not_before=before.fetched if before is not None else None,
        not_after=row.fetched,
        silent=silent,
        fields=("attachments",),
        classes=("attachment",),
        summary=f"attachment replaced: {row.url.rpartition('/')[2]}",
        significance=0.6,
        findings=((Finding.SILENT, "the file has other bytes and the page that offers it declares nothing"),)
        if silent
        else (),
        evidence=evidence(before, after),
    )


def edited(
    row: Any, old: Sight, new: Sight, before: Sighting | None, after: Sighting, *, files: frozenset[str] = frozenset()
) -> Iterator[Statement]:
    """Yield one change for each article that differs; one for the page where only its own fields do.

    `files` are the addresses of files that changed in the same crawl.
    """
    own = page_fields(old.content, new.content)
    changes = article_changes(old.content, new.content)
    many = len(old.content.articles) > 1 or len(new.content.articles) > 1
    parts: list[tuple[ArticleChange | None, tuple[str, ...]]] = [
        (change, tuple(dict.fromkeys((*(() if many else own), *change.fields)))) for change in changes
    ]
    if own and (many or not changes):
        parts.append((None, own))
    if not parts and new.content.kind is PageKind.DOCUMENT:
        parts.append((None, ("file",)))  # other bytes, though the text says the same
    for change, fields in parts:
        yield _edit(row, old, new, change, fields, (before, after), files)


def _edit(
    row: Any,
    old: Sight,
    new: Sight,
    change: ArticleChange | None,
    fields: tuple[str, ...],
    seen: tuple[Sighting | None, Sighting],
    files: frozenset[str],
) -> Statement:
    before, after = seen
    classes, weight = classified(change)
    silent = change.silent if change is not None else _page_silent(new.content)
    found: Findings = (
        ((Finding.SILENT, f"{', '.join(fields)} changed and the page declares nothing"),) if silent else ()
    )
    if change is not None:
        found = findings(change, before, file_changed=_offers(change.new, files) or len(fields) > len(change.fields))
    first, last = (change.old, change.new) if change is not None else (_only(old.content), _only(new.content))
    return Statement(
        order=row.seq,
        kind=ChangeKind.LINKS if frozenset(fields) <= LINK_FIELDS else ChangeKind.EDITED,
        url=row.url,
        resource=row.resource,
        from_n=old.n,
        to_n=new.n,
        not_before=before.fetched if before is not None else None,
        not_after=row.fetched,
        silent=silent,
        article=change.position if change is not None else 0,
        fields=fields,
        classes=classes,
        summary=_edit_summary(new.content, change, fields),
        significance=weight,
        findings=found,
        evidence=evidence(before, after, old=first, new=last),
    )


def logged(row: Any, old: Sight, new: Sight, before: Sighting | None, after: Sighting) -> Iterator[Statement]:
    """Yield a change for each article whose change log alone grew: it declares what nobody can see."""
    for position, (one, two) in enumerate(zip(old.content.articles, new.content.articles, strict=False)):
        if set(two.history) <= set(one.history):
            continue
        change = ArticleChange(position=position, kind="edited", fields=("history",), silent=False, old=one, new=two)
        yield Statement(
            order=row.seq,
            kind=ChangeKind.EDITED,
            url=row.url,
            resource=row.resource,
            from_n=new.n,
            to_n=new.n,
            not_before=before.fetched if before is not None else None,
            not_after=row.fetched,
            silent=False,
            article=position,
            fields=("history",),
            summary=f"change log alone: {_name(new.content)}",
            significance=weigh((), share=0.0).score,
            findings=findings(change, before),
            evidence=evidence(before, after, old=one, new=two),
        )


def _offers(article: ArticleContent | None, files: frozenset[str]) -> bool:
    return article is not None and any(link.url in files for link in article.attachments)


def _only(content: PageContent) -> ArticleContent | None:
    """Return the article of a page that has just one, since what a page prints of several declares each apart."""
    return content.articles[0] if len(content.articles) == 1 else None


def _together(found: Iterable[Findings]) -> Findings:
    return tuple({finding: (finding, why) for one in found for finding, why in one}.values())


def frame(root: str, change: FrameChange, span: tuple[datetime, datetime], why: str | None) -> Statement:
    """One change of the portal for links that came or went on many pages together, within the times of `span`."""
    return Statement(
        order=0,
        kind=ChangeKind.LINKS,
        url=root,
        not_before=span[0],
        not_after=span[1],
        pages=change.pages,
        fields=tuple(sorted({zone for zone, _, _ in (*change.added, *change.removed)})),
        classes=("link",),
        cause=ChangeCause.FRAME,
        summary=change.words()[:MOST_SAID],
        significance=0.3,
        evidence={"added": [list(link) for link in change.added], "removed": [list(link) for link in change.removed]},
        why=why,
    )


def template(root: str, event: TemplateEvent, edits: Sequence[Statement], span: tuple[datetime, datetime]) -> Statement:
    """One change of the portal for an edit that its pages have in common; `edits` are those that it stands for."""
    return Statement(
        order=0,
        kind=ChangeKind.LINKS if frozenset(event.fields) <= LINK_FIELDS else ChangeKind.EDITED,
        url=root,
        not_before=span[0],
        not_after=span[1],
        pages=len(event.on),
        fields=event.fields,
        classes=tuple(sorted({name for edit in edits for name in edit.classes})),
        cause=ChangeCause.TEMPLATE,
        summary=event.words()[:MOST_SAID],
        significance=0.3,
        evidence={"urls": sorted({edit.url for edit in edits})},
        why=f"{len(event.on)} pages have the same edit to the letter",
    )


def _name(content: PageContent) -> str:
    title = content.title or next((article.title for article in content.articles if article.title), None)
    return title or content.url


def _fields(old: PageContent, new: PageContent) -> tuple[str, ...]:
    names = [*page_fields(old, new), *(name for change in article_changes(old, new) for name in change.fields)]
    return tuple(dict.fromkeys(names))


def classified(change: ArticleChange | None) -> tuple[tuple[str, ...], float]:
    """Return the classes and the significance of a change; None is one of the page's own fields or of a file's bytes.

    The one place where statements of change take these from `archive.classes`.
    """
    found = classify(change)
    return found.classes, found.significance.score


def _page_silent(content: PageContent) -> bool | None:
    return True if any(article.published_text or article.updated_text for article in content.articles) else None


def _edit_summary(content: PageContent, change: ArticleChange | None, fields: tuple[str, ...]) -> str:
    moved = _moved_days(change) if len(content.articles) > 1 else None
    if moved is not None:
        return f"item moved from {moved[0]} to {moved[1]}: {_name(content)}"
    what = "edited" if change is None or change.kind == "edited" else f"item {change.kind}"
    day = None
    if change is not None and len(content.articles) > 1:
        article = change.new or change.old
        day = article.published.isoformat() if article is not None and article.published is not None else None
    where = f" under {day}" if day is not None else ""
    return f"{what}{where}: {_name(content)} ({', '.join(fields)})"


def _moved_days(change: ArticleChange | None) -> tuple[date, date] | None:
    """Return the days between which an item of a month archive was moved as it was, None where it was not."""
    if change is None or change.fields != ("published",) or change.old is None or change.new is None:
        return None
    days = change.old.published, change.new.published
    return (days[0], days[1]) if days[0] is not None and days[1] is not None else None
