"""An XHTML content management system of 2017 whose class names and ids are Polish words."""

from __future__ import annotations

from html import escape

from pipelines.demo.blocks import Block, Frame
from pipelines.demo.painters.common import icons, latest, link, said, today


def paint(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    """Return a page."""
    body = "\n".join(_block(block) for block in blocks)
    banners = "\n".join(
        f'<div class="baner"><a href="{url}" class="odnosnik"><img src="/img/b.png" alt="{escape(alt)}" width="180" />'
        f"</a><br />{link(url, caption)}</div>"
        for alt, caption, url in frame.banners
    )
    menu = "\n".join(f'<li class="pozycja-menu">{link(url, text)}</li>' for text, url in frame.menu)
    return f"""<?xml version="1.0" encoding="{charset}"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{language}" lang="{language}"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" /><title>{escape(title)} :: Portal miasta</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml" /></head><body class="podstrona">
<div id="opakowanie"><div id="naglowek"><div class="dostepnosc">{link("/", "Kontrast")} {link("/", "Czcionka")}
{link("/en/visit/", "English")}</div><div class="ikony">{icons(frame)}</div>
<img src="/img/winieta.jpg" alt="winieta" class="winieta" /></div>
<div id="menu-glowne"><ul class="menu">{menu}</ul></div>
<div id="srodek"><div id="tresc"><div class="wpis">{body}</div></div>
<div id="prawa-kolumna">{banners}{latest(frame)}</div></div>
<div id="stopka"><p class="adres">Urząd Miasta<br />Rynek 1</p><p>{today(frame)}</p><p class="licznik">Odwiedzin: {frame.visits}</p></div>
</div></body></html>"""


_PLAIN = {
    "section": '<div class="dzial">{}</div>',
    "title": '<h2 class="tytul">{}</h2>',
    "date": '<div class="data">{}</div>',
    "day": '<p class="dzien"><strong>{}</strong></p>',
}


def _block(block: Block) -> str:
    text = escape(block.text)
    if block.kind in _PLAIN:
        return _PLAIN[block.kind].format(text)
    if block.kind == "item":
        return "".join(_block(part) for part in block.inner) + "<hr />"
    if block.kind == "entry":
        more = "".join(f'<span class="data">{d}</span><p class="zajawka">{escape(t)}</p>' for d, t in block.more)
        return f'<div class="zapowiedz"><h3>{link(block.url, block.text)}</h3>{more}</div>'
    if block.kind == "files":
        links = "".join(f'<li class="plik">{link(url, label)}</li>' for label, url in block.more)
        return f'<h4 class="pliki">{text}</h4><ul class="zalaczniki">{links}</ul>'
    if block.kind == "pager":
        return '<div class="stronicowanie">' + " ".join(link(url, label) for label, url in block.more) + "</div>"
    if block.kind == "text":
        return f'<p class="akapit">{said(block)}</p>'
    return f'<p class="powrot">{link(block.url, block.text) if block.url else text}</p>'
