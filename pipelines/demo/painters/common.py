"""What every mark-up prints alike: links, the icon row, the day, the menu."""

from __future__ import annotations

from html import escape

from pipelines.demo.blocks import Block, Frame

WEEKDAYS = ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela")
MONTHS = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)


def link(url: str, text: str) -> str:
    """Return a link."""
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def today(frame: Frame) -> str:
    """Return the line that names the day, other each day, and those beside it."""
    day = frame.today
    named = f"Dziś jest {WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"
    return "<br />".join((named, *map(escape, frame.notes)))


def latest(frame: Frame) -> str:
    """Return the box of the newest articles, where the portal has one."""
    links = "".join(f"<div>{link(url, title)}</div>" for title, url in frame.latest)
    return f"<div><b>Najnowsze wiadomości</b></div>{links}" if links else ""


def icons(frame: Frame) -> str:
    """Return the row of icons."""
    return " ".join(
        f'<a href="/ikony/{number}/"><img src="/img/i{number}.gif" alt="{escape(name)}"></a>'
        for number, name in enumerate(frame.icons)
    )


def said(block: Block) -> str:
    """Return a paragraph's text with the links that end it."""
    return " ".join([*([escape(block.text)] if block.text else []), *(link(url, label) for label, url in block.more)])
