"""What every mark-up of the portal becomes in its redesign: rows and columns of a component framework, banners as cards."""

from __future__ import annotations

from html import escape

from pipelines.demo.blocks import Block, Frame
from pipelines.demo.painters.common import icons, latest, link, said, today


def paint(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    """Return a page."""
    body = "\n".join(_block(block) for block in blocks)
    banners = "\n".join(
        f'<div class="col-2"><a class="card" href="{url}"><img src="/img/b.avif" alt="{escape(alt)}">'
        f'<div class="card-body"><strong>{escape(caption)}</strong></div></a></div>'
        for alt, caption, url in frame.banners
    )
    menu = "".join(f'<li class="nav-item">{link(url, text)}</li>' for text, url in frame.menu)
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{charset}"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} - Miasto</title><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head>
<body class="theme-2027"><div class="navbar"><div class="container"><img src="/img/winieta.jpg" alt="winieta">
<ul class="navbar-nav">{menu}</ul><div class="tools">{link("/", "Kontrast")} {link("/", "Czcionka")} {link("/en/visit/", "English")}</div>
<div class="social">{icons(frame)}</div></div></div>
<div class="container"><div class="row"><div class="col-8">{body}</div></div></div>
<div class="container banners"><div class="row">{banners}</div>{latest(frame)}</div>
<footer class="footer"><div class="container"><div class="row"><div class="col">Urząd Miasta, Rynek 1</div>
<div class="col">{today(frame)}</div><div class="col">Odwiedzin: {frame.visits}</div></div></div></footer></body></html>"""


_PLAIN = {
    "section": '<span class="badge">{}</span>',
    "title": '<h1 class="display-4">{}</h1>',
    "date": '<div class="meta"><time>{}</time></div>',
    "dates": '<div class="meta">{}</div>',
    "updated": '<div class="meta">{}</div>',
    "day": '<h3 class="day">{}</h3>',
}


def _block(block: Block) -> str:
    if block.kind in _PLAIN:
        return _PLAIN[block.kind].format(escape(block.text))
    if block.kind == "back":
        return f'<div class="mt-5"><a class="btn" href="{block.url}">{escape(block.text)}</a></div>'
    painter = _PAINTERS.get(block.kind)
    return painter(block) if painter is not None else f'<div class="rich-text"><p>{said(block)}</p></div>'


def _item(block: Block) -> str:
    return '<div class="card mb-3"><div class="card-body">' + "".join(map(_block, block.inner)) + "</div></div>"


def _entry(block: Block) -> str:
    more = "".join(f'<div class="meta">{d}</div><p class="card-text">{escape(t)}</p>' for d, t in block.more)
    return f'<div class="card"><h4 class="card-title">{link(block.url, block.text)}</h4>{more}</div>'


def _files(block: Block) -> str:
    links = "".join(f'<li class="list-group-item">{link(url, label)}</li>' for label, url in block.more)
    return f'<h3>{escape(block.text)}</h3><ul class="list-group">{links}</ul>'


def _pager(block: Block) -> str:
    pages = "".join(
        f'<li class="page-item"><a href="{escape(url)}"{_CURRENT if label == block.text else ""}>{label}</a></li>'
        for label, url in block.more
    )
    return f'<ul class="pagination">{pages}</ul>'


_CURRENT = ' aria-current="page"'


def _signed(block: Block) -> str:
    rows = "".join(f"<tr><th>{label}</th><td>{escape(name)}</td></tr>" for label, name in block.more)
    return f'<table class="table">{rows}</table>'


def _log(block: Block) -> str:
    heading, *rows = block.rows
    head = "".join(f"<th>{cell}</th>" for cell in heading)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<h3>Rejestr zmian</h3><table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


_PAINTERS = {
    "item": _item,
    "entry": _entry,
    "files": _files,
    "pager": _pager,
    "signed": _signed,
    "log": _log,
}
