"""HTML5 that says what its parts are."""

from __future__ import annotations

from html import escape

from pipelines.demo.blocks import Block, Frame
from pipelines.demo.painters.common import icons, latest, link, said, today


def paint(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    """Return a page."""
    body = "\n".join(_block(block) for block in blocks if block.kind != "back")
    back = "".join(f"<p>{link(block.url, block.text)}</p>" for block in blocks if block.kind == "back")
    banners = "\n".join(
        f'<li><a href="{url}"><figure><img src="/img/b.webp" alt="{escape(alt)}"><figcaption>{escape(caption)}</figcaption></figure></a></li>'
        for alt, caption, url in frame.banners
    )
    menu = "".join(f"<li>{link(url, text)}</li>" for text, url in frame.menu)
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{charset}"><title>{escape(title)} – Portal miasta</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<header><p>{link("/", "Kontrast")} {link("/", "Czcionka")} {link("/en/visit/", "English")}</p><p>{icons(frame)}</p>
<img src="/img/winieta.jpg" alt="winieta"></header><nav><ul>{menu}</ul></nav>
<main><article>{body}</article>{back}</main><aside><ul>{banners}</ul>{latest(frame)}</aside>
<footer><p>Urząd Miasta, Rynek 1</p><p>{today(frame)}</p><p>Odwiedzin: {frame.visits}</p></footer></body></html>"""


_PLAIN = {
    "section": "<p>{}</p>",
    "title": "<h1>{}</h1>",
    "date": "<p><time>{}</time></p>",
    "day": "<h2>{}</h2>",
}


def _block(block: Block) -> str:
    text = escape(block.text)
    if block.kind in _PLAIN:
        return _PLAIN[block.kind].format(text)
    if block.kind == "item":
        return "<section>" + "".join(_block(part) for part in block.inner) + "</section>"
    if block.kind == "entry":
        more = "".join(f"<p><time>{d}</time></p><p>{escape(t)}</p>" for d, t in block.more)
        return f"<section><h2>{link(block.url, block.text)}</h2>{more}</section>"
    if block.kind == "files":
        links = "".join(f"<li>{link(url, label)}</li>" for label, url in block.more)
        return f"<h2>{text}</h2><ul>{links}</ul>"
    if block.kind == "pager":
        return "<nav>" + " ".join(link(url, label) for label, url in block.more) + "</nav>"
    return f"<p>{said(block)}</p>"
