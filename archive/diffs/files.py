"""Which files of a page differ between two of its states, from what is known of each file then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.diffs.fields import FileDiff
from archive.diffs.links import diff_links, zoned
from archive.diffs.text import diff_words
from archive.types import PageContent


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """What a file was: the digest of its content and its text, "" where it has none that can be read."""

    digest: str
    text: str


def attachments_of(page: PageContent) -> dict[str, str]:
    """Return the words of each file a page offers, by its address."""
    return {link.url: link.text for article in page.articles for link in article.attachments}


def diff_files(
    old: PageContent, new: PageContent, before: Mapping[str, FileState], after: Mapping[str, FileState]
) -> Iterator[FileDiff]:
    """Yield the files that say something else: replaced at their address, or re-uploaded under another one.

    `before` and `after` are the states of the files by address, at the time of the old page and of the new one; a file
    that one of them does not know is passed over.
    """
    were, are = attachments_of(old), attachments_of(new)
    links = diff_links(
        zoned("attachment", (link for article in old.articles for link in article.attachments)),
        zoned("attachment", (link for article in new.articles for link in article.attachments)),
    )
    pairs = [(url, url) for url in are if url in were]
    pairs += [(link.old.url, link.new.url) for link in links.retargeted]
    for old_url, url in pairs:
        one, two = before.get(old_url), after.get(url)
        if one is not None and two is not None and one.digest != two.digest:
            steps = diff_words(one.text, two.text) if one.text and two.text else None
            yield FileDiff(url=url, old_url=old_url, text=are[url], steps=steps)
