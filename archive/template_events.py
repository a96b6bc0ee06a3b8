"""Tells an edit of the template, the same on most pages, from edits of pages: pure functions over what differs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from archive.types import PageContent
from pipelines.polish.forms import compare
from pipelines.polish.mentions import mentions

LEAST_PAGES = 3
SHARE = 0.5
"""Share of the pages compared from which one and the same edit is the template's: an office corrects no half of its notes."""

LEAST_TICKING, LONGEST_TICKING = 5, 120
"""Pages, and characters, of a line that is a counter because its numbers alone change on half of the pages."""

_NUMBER = re.compile(r"\d[\d .,:]*")

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


def ticking_lines(pairs: Iterable[tuple[PageContent, PageContent]], compared: int) -> frozenset[str]:
    """Return the lines, numbers blotted, in which nothing but numbers changed on half of the pages compared (and five).

    A counter that no reader knows by its words is one. A line that names an amount, a date, a percentage, a reference or a
    person is none, whatever the number of pages.
    """
    pages: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for old, new in pairs:
        before, after = _blotted(old), _blotted(new)
        changed = [line for line in before.keys() & after.keys() if before[line] != after[line]]
        pages.update(changed)
        shown.update((line, after[line]) for line in changed)
    least = max(LEAST_TICKING, SHARE * compared)
    return frozenset(line for line, count in pages.items() if count >= least and not mentions(shown[line]))


def without_lines(page: PageContent, lines: Container[str]) -> PageContent:
    """Return a page without the paragraphs that are one of some lines, numbers blotted."""
    articles = []
    for article in page.articles:
        kept = [text for text in article.body.split("\n\n") if _blot(text) not in lines]
        articles.append(replace(article, body="\n\n".join(kept)))
    return replace(page, articles=tuple(articles))


def _blotted(page: PageContent) -> dict[str, str]:
    """Return the short lines with a number by what they are without it."""
    texts = (text for article in page.articles for text in article.body.split("\n\n"))
    return {_blot(text): text for text in texts if len(text) <= LONGEST_TICKING and any(map(str.isdigit, text))}


def _blot(text: str) -> str:
    return _NUMBER.sub("#", compare(text))


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
