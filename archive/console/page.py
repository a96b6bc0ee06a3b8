"""Prints one page for reading: each zone has its mark and, on a terminal, its colour."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from archive.console.output import one_line, plain, reading_console
from archive.terms.marks import Link
from archive.types import ArticleContent, EntryContent, PageContent

STYLES = {
    "title": "bold",
    "section": "cyan",
    "date": "bold cyan",
    "declared": "cyan",
    "body": "",
    "link": "blue",
    "image": "magenta",
    "attachment": "green",
    "entry": "",
    "sidebar": "yellow",
    "navigation": "dim",
    "warning": "bold red",
}
"""The style of each zone."""


def print_page(content: PageContent) -> None:
    """Print a page: what it is, its articles with their links, files and pictures, what it lists, its frame."""
    console = reading_console()
    for part in _parts(content):
        console.print(part)


def _parts(content: PageContent) -> Iterator[Text]:
    yield _marked("title", content.title or content.url)
    facts = (content.kind.value, content.section, content.language, content.url)
    yield _marked("section", " · ".join(one for one in facts if one))
    for article in content.articles:
        yield from _article(article, content.title)
    if content.entries:
        yield Text()
    for entry in content.entries:
        yield from _entry(entry)
    yield from _frame(content)
    for name, said in content.properties:
        yield _marked("declared", f"property: {name}: {said}")
    for warning in content.warnings:
        yield _marked("warning", f"warning: {warning}")


def _frame(content: PageContent) -> Iterator[Text]:
    if content.sidebar:
        yield Text()
    for banner in content.sidebar:
        yield _marked("sidebar", f"sidebar: {banner.text or '–'} {banner.url}")
    if content.navigation:
        yield Text()
        yield _marked("navigation", f"navigation: {' | '.join(link.text or link.url for link in content.navigation)}")


def _marked(zone: str, text: str) -> Text:
    return Text(one_line(text), style=STYLES[zone])


def _article(article: ArticleContent, title: str | None) -> Iterator[Text]:
    yield Text()
    own = article.title if article.title != title else None
    heading = " ".join(part for part in (article.published_text, own) if part)
    if heading:
        yield _marked("date", heading)
    yield from _declared(article)
    if article.body:
        yield Text(plain(article.body), style=STYLES["body"])
    yield from _links("link", "→", article.links)
    yield from _links("attachment", "⇩", article.attachments)
    for image in article.images:
        yield Text.assemble("  ", _marked("image", f"▣ {image.alt or '–'} {image.url}"))


def _links(zone: str, mark: str, links: tuple[Link, ...]) -> Iterator[Text]:
    for link in links:
        yield Text.assemble("  ", _marked(zone, f"{mark} {link.text or '–'} {link.url}"))


def _declared(article: ArticleContent) -> Iterator[Text]:
    said = (
        ("updated", article.updated_text),
        ("author", article.author),
        ("responsible", article.responsible),
        ("language", article.language),
    )
    for name, value in said:
        if value:
            yield _marked("declared", f"{name}: {value}")
    for row in article.history:
        cells = (row.version, row.changed_text, row.author, row.reason)
        yield _marked("declared", f"log: {' | '.join(cell or '–' for cell in cells)}")


def _entry(entry: EntryContent) -> Iterator[Text]:
    yield Text.assemble(
        "• ",
        _marked("date", f"{entry.published:%Y-%m-%d}" if entry.published else ""),
        " " if entry.published else "",
        _marked("title", entry.title),
        " ",
        _marked("link", entry.url),
    )
    if entry.text:
        yield Text.assemble("  ", _marked("entry", entry.text))
