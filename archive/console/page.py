"""Prints one page for reading."""

from __future__ import annotations

from archive.console.output import plain
from archive.types import PageContent


def print_page(content: PageContent) -> None:
    """Print a page: what it is, its articles, what it lists, its banners."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(plain(content.title or content.url), style="bold"))
    console.print(Text(plain(f"{content.kind.value} · {content.section or '–'} · {content.url}"), style="dim"))
    for article in content.articles:
        heading = " ".join(part for part in (article.published_text, article.title) if part)
        if heading:
            console.print(Text(plain(f"\n{heading}"), style="bold cyan"))
        if article.body:
            console.print(Text(plain(article.body)))
        for link in article.attachments:
            console.print(Text(plain(f"  ⇩ {link.text} {link.url}"), style="magenta"))
    for entry in content.entries:
        console.print(Text(plain(f"  • {entry.published or ''} {entry.title} {entry.url}")))
    if content.sidebar:
        console.print(Text(plain("\nsidebar: " + " | ".join(link.text for link in content.sidebar)), style="dim"))
    for warning in content.warnings:
        console.print(Text(plain(f"warning: {warning}"), style="yellow"))
