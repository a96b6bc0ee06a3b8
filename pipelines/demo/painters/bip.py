"""A public information bulletin of today: boards with paging, both dates on each item, signatures, a log of changes."""

from __future__ import annotations

from html import escape

from pipelines.demo.blocks import Block, Frame
from pipelines.demo.painters.common import icons, latest, link, said, today

_LIST_BEGINS = '<ul class="component-list">'
_LIST_ENDS = f"</ul>\n{_LIST_BEGINS}"
"""What stands between two entries while each is a list of its own."""


def paint(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    """Return a page."""
    body = "\n".join(_block(block) for block in blocks).replace(_LIST_ENDS, "")
    banners = "\n".join(
        f'<div class="banner"><a href="{url}"><img src="/img/b.svg" alt="{escape(alt)}"><span>{escape(caption)}</span></a></div>'
        for alt, caption, url in frame.banners
    )
    menu = "".join(f'<li class="menu-item">{link(url, text)}</li>' for text, url in frame.menu)
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{charset}"><meta name="viewport" content="width=device-width"><title>{escape(title)} | Biuletyn Informacji Publicznej</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body><a href="#content" class="skip-link">Przejdź do treści</a>
<header class="page-header"><div class="toolbar">{link("/", "Kontrast")} {link("/", "Czcionka")} {link("/en/visit/", "English")}</div>
<div class="icons">{icons(frame)}</div><img src="/img/winieta.jpg" alt="winieta"></header>
<div class="page-columns"><nav class="menu" aria-label="Menu główne"><ul>{menu}</ul></nav>
<main id="content">{body}</main><div role="complementary">{banners}{latest(frame)}</div></div>
<footer><p>Urząd Miasta, Rynek 1</p><p>{today(frame)}</p><p>Odwiedzin: {frame.visits}</p></footer></body></html>"""


_PLAIN = {
    "title": '<h1 class="component-title">{}</h1>',
    "dates": '<div class="news-date">{}</div>',
    "day": '<h2 class="day">{}</h2>',
}


def _block(block: Block) -> str:
    if block.kind in _PLAIN:
        return _PLAIN[block.kind].format(escape(block.text))
    if block.kind == "back":
        return f'<p class="back">{link(block.url, block.text)}</p>'
    painter = _PAINTERS.get(block.kind)
    return painter(block) if painter is not None else f"<p>{said(block)}</p>"


def _item(block: Block) -> str:
    return '<div class="news-wrapper">' + "".join(_block(part) for part in block.inner) + "</div>"


def _files(block: Block) -> str:
    links = "".join(f'<li><span class="icon-file"></span>{link(url, label)}</li>' for label, url in block.more)
    return f'<div class="attachments"><h2>{escape(block.text)}</h2><ul>{links}</ul></div>'


def _pager(block: Block) -> str:
    return "<nav><ul class='pagination'>" + "".join(_page(block, *page) for page in block.more) + "</ul></nav>"


def _signed(block: Block) -> str:
    return "<dl>" + "".join(f"<dt>{label}</dt><dd>{escape(name)}</dd>" for label, name in block.more) + "</dl>"


def _entry(block: Block) -> str:
    more = "".join(
        f'<div class="news-date">{d}</div><div class="news-lead"><p>{escape(t)}</p></div>' for d, t in block.more
    )
    heading = f'<div class="news-heading"><h2>{link(block.url, block.text)}</h2></div>'
    return (
        f'{_LIST_BEGINS}<li class="component-item clearfix"><div class="news-wrapper">{heading}{more}</div></li></ul>'
    )


def _page(block: Block, label: str, url: str) -> str:
    current = ' aria-current="page"' if label == block.text else ""
    return f'<li><a href="{escape(url)}"{current}>{label}</a></li>'


def _log(block: Block) -> str:
    heading, *rows = block.rows
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heading)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>Rejestr zmian</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_PAINTERS = {
    "item": _item,
    "entry": _entry,
    "files": _files,
    "pager": _pager,
    "signed": _signed,
    "log": _log,
}
