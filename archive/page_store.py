"""How a page lies in the archive: its content and its frame apart, as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from archive.terms.marks import Image, Link, Reader, SidebarLink
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, EntryContent, Json, PageContent, Revision, page_json

FRAME_FIELDS = ("sidebar", "navigation")


def content_to_json(content: PageContent) -> Json:
    """Return the page without its frame."""
    return {name: value for name, value in page_json(content).items() if name not in FRAME_FIELDS}


def frame_to_json(content: PageContent) -> Json:
    """Return the frame of the page: `sidebar` and `navigation`."""
    return {
        "sidebar": [{"url": link.url, "text": link.text, "image": link.image} for link in content.sidebar],
        "navigation": [{"url": link.url, "text": link.text} for link in content.navigation],
    }


def page_from_json(content: Json, frame: Json | None) -> PageContent:
    """Return the page that `content_to_json` and `frame_to_json` were given; without a frame it has no frame links."""
    shown = frame or {}
    return PageContent(
        url=content["url"],
        kind=PageKind(content["kind"]),
        reader=Reader(name=content["parser"]["name"], version=content["parser"]["version"]),
        language=content["language"],
        section=content["section"],
        title=content["title"],
        articles=tuple(_article(article) for article in content["articles"]),
        entries=tuple(
            EntryContent(url=entry["url"], title=entry["title"], text=entry["text"], published=_day(entry["published"]))
            for entry in content["entries"]
        ),
        sidebar=tuple(SidebarLink(**link) for link in shown.get("sidebar", ())),
        navigation=_links(shown.get("navigation", ())),
        properties=tuple(content.get("properties", {}).items()),
        warnings=tuple(content["warnings"]),
    )


def _article(article: Json) -> ArticleContent:
    return ArticleContent(
        title=article["title"],
        published=_day(article["published"]),
        published_text=article["published_text"],
        updated=_day(article["updated"]),
        updated_text=article["updated_text"],
        author=article["author"],
        body=article["body"],
        links=_links(article["links"]),
        attachments=_links(article["attachments"]),
        images=tuple(Image(**image) for image in article["images"]),
        responsible=article.get("responsible"),
        history=tuple(Revision(**(row | {"changed": _day(row["changed"])})) for row in article.get("history", ())),
        language=article.get("language"),
    )


def _links(links: Sequence[dict[str, Any]]) -> tuple[Link, ...]:
    return tuple(Link(url=link["url"], text=link["text"]) for link in links)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
