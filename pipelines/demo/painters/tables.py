"""Nested tables without a class, as pages were made in 2005."""

from __future__ import annotations

from html import escape

from pipelines.demo.blocks import Block, Frame
from pipelines.demo.painters.common import icons, latest, link, said, today


def paint(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    """Return a page."""
    del language
    rows = "\n".join(f"<tr><td>{_block(block)}</td></tr>" for block in blocks)
    banners = "\n".join(
        f'<tr><td align="center"><a href="{url}"><img src="/img/b.jpg" border="0" alt="{escape(alt)}"><br>{escape(caption)}</a></td></tr>'
        for alt, caption, url in frame.banners
    )
    menu = " | ".join(link(url, text) for text, url in frame.menu)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{escape(title)}</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body bgcolor="#ffffff">
<table width="950" cellpadding="0" cellspacing="0"><tr><td colspan="3"><font size="1">{link("/", "Kontrast")} {link("/", "Czcionka")}
{link("/en/visit/", "English")}</font></td></tr><tr><td colspan="3">{icons(frame)}</td></tr>
<tr><td colspan="3"><img src="/img/winieta.jpg" alt="winieta"></td></tr><tr><td colspan="3">{menu}</td></tr>
<tr><td width="10"><img src="/img/s.gif" alt=""></td><td valign="top"><table width="100%">{rows}</table></td>
<td valign="top" width="200"><table>{banners}</table>{latest(frame)}</td></tr>
<tr><td colspan="3"><font size="1">Urząd Miasta {link("/kontakt/", "Kontakt")}<br>Rynek 1<br>{today(frame)}<br>Odwiedzin: {frame.visits}</font></td></tr>
</table></body></html>"""


_PLAIN = {
    "section": '<font size="2">{}</font>',
    "title": '<font size="4"><b>{}</b></font>',
    "day": "<b>{}</b>",
}


def _block(block: Block) -> str:
    text = escape(block.text)
    if block.kind in _PLAIN:
        return _PLAIN[block.kind].format(text)
    if block.kind == "text":
        return f'<p align="justify">{said(block)}</p><p>&nbsp;</p>'
    if block.kind == "item":
        return "".join(_block(part) for part in block.inner)
    if block.kind == "entry":
        return f"<b>{link(block.url, block.text)}</b>" + "".join(f"<br>{d}<br>{escape(t)}" for d, t in block.more)
    if block.kind == "files":
        return f"<b>{text}</b><br>" + "<br>".join(link(url, label) for label, url in block.more)
    if block.kind == "pager":
        return " ".join(link(url, label) for label, url in block.more)
    return link(block.url, block.text) if block.url else text
