"""Changes as an Atom feed (RFC 4287), newest first: a file for a feed reader or a web server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import shorten
from uuid import NAMESPACE_URL, UUID, uuid5

from lxml import etree

from archive.classes.spans import Span
from archive.terms.clock import format_time
from archive.types import Change

ATOM = "http://www.w3.org/2005/Atom"
MOST_SPANS, MOST_SAID = 20, 200
"""Spans of an entry, and characters of either side of one."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(
    changes: Iterable[Change], *, origin: str, made: datetime, spans: Mapping[int, Sequence[Span]] | None = None
) -> bytes:
    """Return the feed as UTF-8 XML; `spans` are what changes touch, by the change's number.

    `origin` names the archive and stays the same for its life: the feed's id comes of it, and an entry's of it and of the
    change's number, so that a reader who has seen an entry knows it in a later file. `made` is the feed's `updated`
    where there is no change.
    """
    newest = sorted(changes, key=lambda change: change.id, reverse=True)
    feed = etree.fromstring(f'<feed xmlns="{ATOM}"/>')
    identity = uuid5(NAMESPACE_URL, origin)
    _add(feed, "id", identity.urn)
    _add(feed, "title", "Kronika: changes")
    _add(feed, "updated", format_time(max((change.not_after for change in newest), default=made)))
    _add(_add(feed, "author"), "name", "Kronika")
    for change in newest:
        _entry(feed, change, identity, (spans or {}).get(change.id, ()))
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(feed: etree._Element, change: Change, archive: UUID, spans: Sequence[Span]) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", uuid5(archive, str(change.id)).urn)
    _add(entry, "title", change.summary)
    _add(entry, "updated", format_time(change.not_after))
    for scheme, term in _categories(change):
        _add(entry, "category", scheme=scheme, term=term)
    if change.url.startswith(("http://", "https://")):
        _add(entry, "link", rel="alternate", href=change.url)
    _add(entry, "content", "\n".join((_sentences(change), *_spans(spans))), type="text")


def _categories(change: Change) -> list[tuple[str, str]]:
    silent = [("urn:kronika:declared", "silent" if change.silent else "declared")] if change.silent is not None else []
    return [("urn:kronika:kind", change.kind.value), *silent, *(("urn:kronika:class", name) for name in change.classes)]


def _sentences(change: Change) -> str:
    """Return what is known of a change, a fact a line."""
    before = format_time(change.not_before) if change.not_before is not None else "an unknown time"
    facts = [
        change.url,
        f"Between {before} and {format_time(change.not_after)}.",
        f"Was at {change.old_url}." if change.old_url else "",
        f"Attachment: {change.attachment_url}." if change.attachment_url else "",
        f"Changed: {', '.join(change.fields)}." if change.fields else "",
        f"On {change.pages} pages." if change.pages else "",
        "Nothing printed on the page declares it." if change.silent else "",
    ]
    return "\n".join(fact for fact in facts if fact)


def _spans(spans: Sequence[Span]) -> Iterator[str]:
    """Yield what a change touches, a span a line: its class, the old words and the new ones."""
    for span in spans[:MOST_SPANS]:
        old, new = (shorten(text, MOST_SAID, placeholder="…") for text in (span.old, span.new))
        yield f"{span.name}: moved “{new}”" if span.moved else f"{span.name}: “{old}” → “{new}”"
    if len(spans) > MOST_SPANS:
        yield f"and {len(spans) - MOST_SPANS} more"


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add an element; what XML cannot hold becomes U+FFFD, as pages bring such characters."""
    held = {key: _NOT_IN_XML.sub("\ufffd", value) for key, value in attributes.items()}
    child = etree.SubElement(parent, _tag(name), held)
    child.text = _NOT_IN_XML.sub("\ufffd", text) if text is not None else None
    return child
