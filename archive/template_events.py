"""Tells an edit of the template, the same on most pages, from edits of pages: pure functions over what differs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from archive.types import PageContent
from pipelines.polish.forms import compare

LEAST_PAGES = 3
SHARE = 0.5
"""Share of the pages compared from which one and the same edit is the template's: an office corrects no half of its notes."""

Difference = tuple[str, str, str]
"""(`+` or `-`, where it stands, compare form)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEvent:
    """One edit that many pages have in common: what came and went, and the pages (resources) in order."""

    differences: frozenset[Difference]
    on: tuple[int, ...]

    def words(self) -> str:
        """Return what came and went, in a line."""
        shown = "; ".join(f"{sign} {text}" for sign, _, text in sorted(self.differences))
        return f"template of {len(self.on)} pages: {shown}"

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that differ."""
        return tuple(sorted({field for _, field, _ in self.differences}))


def differences(old: PageContent, new: PageContent) -> frozenset[Difference]:
    """Return what came to a page and what went, paragraph by paragraph and link by link, wherever it stands."""
    before, after = _parts(old), _parts(new)
    came, went = after - before, before - after
    return frozenset({("+", *part) for part in came} | {("-", *part) for part in went})


def template_events(edits: Mapping[int, frozenset[Difference]], compared: int) -> tuple[TemplateEvent, ...]:
    """Return the edits that at least half of the pages compared (and three) have in common, to the letter."""
    groups: defaultdict[frozenset[Difference], list[int]] = defaultdict(list)
    for resource, edit in edits.items():
        if edit:
            groups[edit].append(resource)
    least = max(LEAST_PAGES, SHARE * compared)
    return tuple(
        TemplateEvent(differences=edit, on=tuple(pages)) for edit, pages in groups.items() if len(pages) >= least
    )


def _parts(page: PageContent) -> Counter[tuple[str, str]]:
    parts: Counter[tuple[str, str]] = Counter()
    parts["section", compare(page.section or "")] += 1
    for article in page.articles:
        parts["title", compare(article.title or "")] += 1
        parts["published", article.published_text or ""] += 1
        parts["updated", article.updated_text or ""] += 1
        parts["author", compare(article.author or "")] += 1
        parts.update(("body", compare(paragraph)) for paragraph in article.body.split("\n\n"))
        parts.update(("links", f"{compare(link.text)} {link.url}") for link in article.links)
        parts.update(("attachments", f"{compare(link.text)} {link.url}") for link in article.attachments)
        parts.update(("images", f"{compare(image.alt)} {image.url}") for image in article.images)
    return parts
