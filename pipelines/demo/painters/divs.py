"""A soup of divs: no heading, no list, no table."""

from __future__ import annotations

from html import escape

from pipelines.demo.blocks import Block, Frame
from pipelines.demo.painters.common import icons, latest, link, said, today


def paint(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    """Return a page."""
    del language
    body = "\n".join(f"<div>{_block(block)}</div>" for block in blocks)
    banners = "\n".join(
        f'<div><a href="{url}"><img src="/img/b.png" alt="{escape(alt)}"></a><div>{link(url, caption)}</div></div>'
        for alt, caption, url in frame.banners
    )
    menu = "".join(f"<div>{link(url, text)}</div>" for text, url in frame.menu)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>Portal miasta | {escape(title)}</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<div><div>{link("/", "Kontrast")} {link("/", "Czcionka")} {link("/en/visit/", "English")}</div><div>{icons(frame)}</div>
<div><img src="/img/winieta.jpg" alt="winieta"></div><div>{menu}</div><div>{body}</div><div>{banners}{latest(frame)}</div>
<div>Urząd Miasta<br>Rynek 1<br>{today(frame)}<br>Odwiedzin: {frame.visits}</div></div></body></html>"""


def _block(block: Block) -> str:
    text = escape(block.text)
    if block.kind == "title":
        return f'<span style="font-size:20px"><strong>{text}</strong></span>'
    if block.kind == "text":
        return f"{said(block)}<br><br>"
    if block.kind == "item":
        return "".join(_block(part) for part in block.inner)
    if block.kind == "entry":
        return link(block.url, block.text) + "".join(f"<div>{d}</div><div>{escape(t)}</div>" for d, t in block.more)
    if block.kind == "files":
        return f"{text}" + "".join(f"<div>{link(url, label)}</div>" for label, url in block.more)
    if block.kind == "pager":
        return " ".join(link(url, label) for label, url in block.more)
    return link(block.url, block.text) if block.url else text
