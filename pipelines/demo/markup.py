"""The same pages in five very different mark-ups; which encoding each is sent in, and which it says it is in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.demo.blocks import Block, Frame
from pipelines.demo.painters import bip, cards, divs, semantic, tables, xhtml

Paint = Callable[[str, list[Block], Frame, str, str], str]
"""(title, blocks, frame, language, charset label) → the page's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """How pages are set: `encoding` is what their bytes are in, `label` what header and page say.

    `bulletin`: the site prints dates as DD.MM.YYYY with labels, signs its pages, logs their changes, and serves page 1
    of a board again past its end.
    """

    paint: Paint
    encoding: str = "utf-8"
    label: str = "utf-8"
    bulletin: bool = False


MARKUPS = {
    "tables": Markup(paint=tables.paint, encoding="iso-8859-2", label="iso-8859-2"),
    "semantic": Markup(paint=semantic.paint),
    "divs": Markup(paint=divs.paint, encoding="windows-1250", label="iso-8859-2"),
    "xhtml": Markup(paint=xhtml.paint),
    "bip": Markup(paint=bip.paint, bulletin=True),
}


def render(markup: str, blocks: list[Block], frame: Frame, *, language: str = "pl") -> bytes:
    """Return a page in one of MARKUPS, or as the redesign sets it, in that mark-up's encoding."""
    title = next((block.text for block in blocks if block.kind == "title"), "Portal miasta")
    chosen = MARKUPS[markup]
    paint = cards.paint if frame.redesigned else chosen.paint
    return paint(title, blocks, frame, language, chosen.label).encode(chosen.encoding, "xmlcharrefreplace")
