"""Which state of a page brought each sentence, and which took the others away; pure, from the states in order."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.diffs.matching import matching_blocks
from archive.diffs.tokens import paragraphs, sentences
from archive.types import PageContent
from pipelines.polish.forms import compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, the position of its article, the number of the state that brought it, and of the one without it.

    `until` is None while it stands. A sentence that came back has the number it came back with.
    """

    text: str
    article: int
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """The sentences of the latest state in its order, and those that stood once, in the order they went."""

    standing: tuple[Sentence, ...]
    removed: tuple[Sentence, ...]


def blame(states: Iterable[tuple[int, PageContent]]) -> Blame:
    """Return since when each sentence stands, from (number, page) in rising order.

    Sentences are held against each other in the compare form: typography brings none. One that moved to another place of
    the page keeps its number; one that was edited is new, and its former wording removed.
    """
    standing: list[Sentence] = []
    removed: list[Sentence] = []
    for n, page in states:
        fresh = [Sentence(text=text, article=article, since=n) for article, text in sentences_of(page)]
        standing, gone = _carried(standing, fresh)
        removed += (replace(sentence, until=n) for sentence in gone)
    return Blame(standing=tuple(standing), removed=tuple(removed))


def sentences_of(page: PageContent) -> list[tuple[int, str]]:
    """Return (position of the article, sentence) of a page in its order, titles among them."""
    found = []
    for position, article in enumerate(page.articles):
        for text, _ in paragraphs("\n".join(filter(None, (article.title, article.body)))):
            found += [(position, sentence.strip()) for sentence in sentences(text) if sentence.strip()]
    return found


def _carried(old: list[Sentence], new: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Return the new sentences with the number of the old ones they are, and the old ones that are none of them."""
    before, after = [compare(one.text) for one in old], [compare(one.text) for one in new]
    since: dict[int, int] = {}
    kept: set[int] = set()
    for i, j, length in matching_blocks(before, after):
        since.update({j + k: old[i + k].since for k in range(length)})
        kept.update(range(i, i + length))
    elsewhere: dict[str, deque[int]] = defaultdict(deque)
    for i, text in enumerate(before):
        if i not in kept:
            elsewhere[text].append(i)
    for j, text in enumerate(after):
        if j not in since and elsewhere[text]:
            i = elsewhere[text].popleft()
            since[j] = old[i].since
            kept.add(i)
    standing = [replace(one, since=since.get(j, one.since)) for j, one in enumerate(new)]
    return standing, [one for i, one in enumerate(old) if i not in kept]
