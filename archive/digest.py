"""What makes two states of a page the same: versioned digests over the compare form (DESIGN, “Content digest”).

Version 1 covers, in this order: kind; section; page title; then for each article title, published (as printed where
untyped), updated, author, body, body links (URL, text), attachments (URL, label), images (URL, alt). Empty fields are
left out, so that a new field does not change old digests. The frame, entries, language and warnings are left out, and
so are `responsible` and `history`: a page's own change log declares that something changed and is compared with what
was observed, so a row of it alone is no new state, and adding the field changed no digest of version 1.

A document (PDF, DOCX…) is its bytes: its digest covers kind and payload digest alone. A file put in another's place is
seen although its text is the same, and its text, which hangs on the library that read it and on limits, makes no change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, PageContent
from pipelines.polish.forms import compare

VERSION = b"\x01"
_FIELD = "\x1f"
_RECORD = "\x1e"


def content_digest(content: PageContent, payload_sha256: bytes) -> bytes:
    """Return the 32 bytes of a page's content digest."""
    if content.kind is PageKind.DOCUMENT:
        return _digest([("kind", content.kind.value), ("payload", payload_sha256.hex())])
    fields = [("kind", content.kind.value), ("section", _text(content.section)), ("title", _text(content.title))]
    for article in content.articles:
        fields.append(("article", "1"))
        fields.extend(_article_fields(article, links=True))
    return _digest(fields)


def article_digest(article: ArticleContent) -> bytes:
    """Return the digest of an article apart from its page: the same note at another address has the same."""
    return _digest(_article_fields(article, links=False))


def frame_digest(content: PageContent) -> bytes:
    """Return the digest of a page's frame: its ordered banners and navigation."""
    fields = [("sidebar", f"{link.url}{_FIELD}{link.text}{_FIELD}{link.image or ''}") for link in content.sidebar]
    fields += [("navigation", f"{link.url}{_FIELD}{link.text}") for link in content.navigation]
    return _digest(fields)


def digest_text(digest: bytes) -> str:
    """Return a digest as it stands at the doors: `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{digest.hex()}"


def _article_fields(article: ArticleContent, *, links: bool) -> Iterator[tuple[str, str]]:
    yield "title", _text(article.title)
    yield "published", _date(article.published, article.published_text)
    yield "updated", _date(article.updated, article.updated_text)
    yield "author", _text(article.author)
    yield "body", compare(article.body)
    if links:
        for link in article.links:
            yield "link", f"{link.url}{_FIELD}{_text(link.text)}"
        for link in article.attachments:
            yield "attachment", f"{link.url}{_FIELD}{_text(link.text)}"
        for image in article.images:
            yield "image", f"{image.url}{_FIELD}{_text(image.alt)}"


def _digest(fields: Iterable[tuple[str, str]]) -> bytes:
    joined = _RECORD.join(f"{name}{_FIELD}{value}" for name, value in fields if value)
    return hashlib.sha256(VERSION + joined.encode("utf-8", "surrogatepass")).digest()


def _text(text: str | None) -> str:
    return compare(text) if text else ""


def _date(typed: date | None, printed: str | None) -> str:
    return typed.isoformat() if typed is not None else _text(printed)
