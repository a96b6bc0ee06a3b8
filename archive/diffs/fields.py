"""The diff of two states of a page, field by field, and its JSON as the contract has it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from archive.diffs.text import Op, diff_words
from archive.terms.marks import Link
from archive.types import Json, PageContent, links_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Retargeted:
    """A link whose text stayed and whose URL did not."""

    text: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDiff:
    """The changed fields with their steps, and the links that came, went or lead elsewhere."""

    fields: tuple[tuple[str, tuple[Op, ...]], ...]
    added: tuple[Link, ...] = ()
    removed: tuple[Link, ...] = ()
    retargeted: tuple[Retargeted, ...] = ()


def diff_pages(a: PageContent, b: PageContent) -> PageDiff:
    """Return what differs between two states of a page in display form; unchanged fields are left out."""
    old, new = _texts(a), _texts(b)
    fields = tuple((name, diff_words(old[name], new[name])) for name in old if old[name] != new[name])
    before, after = _links(a), _links(b)
    removed = [link for link in before if link not in set(after)]
    added = [link for link in after if link not in set(before)]
    retargeted = []
    for link in tuple(removed):
        twin = next((other for other in added if other.text == link.text), None)
        if twin is not None:
            retargeted.append(Retargeted(text=link.text, old=link.url, new=twin.url))
            removed.remove(link)
            added.remove(twin)
    return PageDiff(fields=fields, added=tuple(added), removed=tuple(removed), retargeted=tuple(retargeted))


def diff_json(url: str, from_n: int, to_n: int, diff: PageDiff, fields: Collection[str] | None = None) -> Json:
    """Return a diff as `kronika diff --json` prints it; `fields` picks some (`links` among them), None means all."""
    wanted = fields is None or "links" in fields
    return {
        "url": url,
        "from": from_n,
        "to": to_n,
        "fields": {
            name: [{"op": step.op, "old": step.old, "new": step.new} for step in steps]
            for name, steps in diff.fields
            if fields is None or name in fields
        },
        "links": {
            "added": links_json(diff.added) if wanted else [],
            "removed": links_json(diff.removed) if wanted else [],
            "retargeted": [{"text": link.text, "old": link.old, "new": link.new} for link in diff.retargeted if wanted],
        },
    }


def _texts(page: PageContent) -> dict[str, str]:
    many = len(page.articles) > 1
    bodies = []
    for article in page.articles:
        heads = (article.published_text, article.title) if many else ()
        bodies.append("\n\n".join(part for part in (*heads, article.body) if part))
    texts = {"title": page.title or "", "section": page.section or ""}
    if len(page.articles) == 1:
        texts["title"] = page.articles[0].title or texts["title"]
    for name, printed in (("published", "published_text"), ("updated", "updated_text"), ("author", "author")):
        texts[name] = "\n".join(filter(None, (getattr(article, printed) for article in page.articles)))
    return texts | {"body": "\n\n".join(bodies)}


def _links(page: PageContent) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(link for article in page.articles for link in (*article.links, *article.attachments)))
