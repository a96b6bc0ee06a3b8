"""The diff of two states of a page, field by field, and its JSON as the contract has it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.diffs.compare import ArticleChange, article_changes
from archive.diffs.links import LinkChange, LinkDiff, Zone, ZonedLink, diff_links, zoned
from archive.diffs.text import Op, diff_words
from archive.types import ArticleContent, Json, PageContent

Fields = tuple[tuple[str, tuple[Op, ...]], ...]
TEXT_FIELDS = ("title", "section", "language", "published", "updated", "author", "responsible", "body")
_PRINTED = (
    ("published", "published_text"),
    ("updated", "updated_text"),
    ("author", "author"),
    ("responsible", "responsible"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDiff:
    """What became of one of several articles: it came, went, was edited, or `moved` to another day as it was.

    Positions count from 0 on their side and are None where it is not; `fields` are the steps of those that differ.
    """

    op: Literal["inserted", "removed", "edited", "moved"]
    old_position: int | None
    new_position: int | None
    title: str | None
    published: date | None
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDiff:
    """A file whose bytes differ: at the same address, or `old_url` where it was re-uploaded under a new one.

    `steps` are those of its text where both states have one, else None.
    """

    url: str
    old_url: str
    text: str
    steps: tuple[Op, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDiff:
    """The changed fields with their steps, the links by zone, articles where either side has several, and files."""

    fields: Fields
    links: LinkDiff
    articles: tuple[ArticleDiff, ...] = ()
    files: tuple[FileDiff, ...] = ()


def diff_pages(a: PageContent, b: PageContent, *, files: Sequence[FileDiff] = ()) -> PageDiff:
    """Return what differs between two states of a page in display form; unchanged fields are left out.

    `files` are the attached files that differ, which the caller looked up.
    """
    old, new = _texts(a), _texts(b)
    return PageDiff(
        fields=_fields(old, new),
        links=diff_links(_links(a), _links(b)),
        articles=_articles(a, b) if max(len(a.articles), len(b.articles)) > 1 else (),
        files=tuple(files),
    )


def diff_json(url: str, from_n: int, to_n: int, diff: PageDiff, fields: Collection[str] | None = None) -> Json:
    """Return a diff as `kronika diff --json` prints it; `fields` picks some (`links` among them), None means all."""
    document: Json = {
        "url": url,
        "from": from_n,
        "to": to_n,
        "fields": {
            name: [_step_json(step) for step in steps]
            for name, steps in diff.fields
            if fields is None or name in fields
        },
        "links": _links_json(diff.links if fields is None or "links" in fields else LinkDiff()),
    }
    if diff.articles and (fields is None or "body" in fields):
        document["articles"] = [_article_json(article) for article in diff.articles]
    if diff.files and (fields is None or "links" in fields):
        document["files"] = [_file_json(file) for file in diff.files]
    return document


def _fields(old: dict[str, str], new: dict[str, str]) -> Fields:
    return tuple((name, diff_words(old[name], new[name])) for name in old if old[name] != new[name])


def _articles(a: PageContent, b: PageContent) -> tuple[ArticleDiff, ...]:
    return tuple(_article(change, a, b) for change in article_changes(a, b))


def _article(change: ArticleChange, a: PageContent, b: PageContent) -> ArticleDiff:
    shown = change.new or change.old
    assert shown is not None  # a change has a side
    both = change.old is not None and change.new is not None
    op: Literal["inserted", "removed", "edited", "moved"] = "inserted" if change.old is None else "removed"
    if both:
        op = "moved" if change.fields == ("published",) else "edited"
    return ArticleDiff(
        op=op,
        old_position=a.articles.index(change.old) if change.old is not None else None,
        new_position=b.articles.index(change.new) if change.new is not None else None,
        title=shown.title,
        published=shown.published,
        fields=_fields(_article_texts(change.old), _article_texts(change.new)),
    )


def _article_texts(article: ArticleContent | None) -> dict[str, str]:
    one = article if article is not None else ArticleContent()
    return {
        "title": one.title or "",
        **{name: getattr(one, printed) or "" for name, printed in _PRINTED},
        "body": one.body,
    }


def _texts(page: PageContent) -> dict[str, str]:
    many = len(page.articles) > 1
    bodies = []
    for article in page.articles:
        heads = (article.published_text, article.title) if many else ()
        bodies.append("\n\n".join(part for part in (*heads, article.body) if part))
    texts = {"title": page.title or "", "section": page.section or "", "language": page.language or ""}
    if len(page.articles) == 1:
        texts["title"] = page.articles[0].title or texts["title"]
    for name, printed in _PRINTED:
        texts[name] = "\n".join(filter(None, (getattr(article, printed) for article in page.articles)))
    return texts | {"body": "\n\n".join(bodies)}


def _links(page: PageContent) -> tuple[ZonedLink, ...]:
    found: list[ZonedLink] = []
    for article in page.articles:
        found += zoned("body", article.links)
        found += zoned("attachment", article.attachments)
        found += (ZonedLink(zone="image", url=image.url, text=image.alt) for image in article.images)
    return tuple(dict.fromkeys(found))


def _step_json(step: Op) -> Json:
    return {"op": step.op, "old": step.old, "new": step.new}


def _links_json(links: LinkDiff) -> Json:
    return {
        "added": [_link_json(link) for link in links.added],
        "removed": [_link_json(link) for link in links.removed],
        "retargeted": [_retargeted_json(link) for link in links.retargeted],
        "relabelled": [
            {"url": link.new.url, "old": link.old.text, "new": link.new.text, "zone": _zone(link)}
            for link in links.relabelled
        ],
    }


def _link_json(link: ZonedLink) -> Json:
    return {"url": link.url, "text": link.text, "zone": link.zone}


def _retargeted_json(link: LinkChange) -> Json:
    return {"text": link.new.text, "old": link.old.url, "new": link.new.url, "zone": _zone(link)}


def _zone(link: LinkChange) -> Zone:
    return link.new.zone


def _article_json(article: ArticleDiff) -> Json:
    return {
        "op": article.op,
        "from": article.old_position,
        "to": article.new_position,
        "title": article.title,
        "published": article.published.isoformat() if article.published is not None else None,
        "fields": {name: [_step_json(step) for step in steps] for name, steps in article.fields},
    }


def _file_json(file: FileDiff) -> Json:
    steps = [_step_json(step) for step in file.steps] if file.steps is not None else None
    return {"url": file.url, "old_url": file.old_url, "text": file.text, "body": steps}
