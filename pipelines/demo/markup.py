"""The same pages in very different mark-ups: nested tables in ISO-8859-2, HTML5 in UTF-8, a soup of divs in windows-1250."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from pipelines.demo.days import NEWS, Article, City, Month, Static

MARKUPS = {"tables": "iso-8859-2", "semantic": "utf-8", "divs": "windows-1250"}
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
MENU = (
    ("Strona główna", "/"),
    ("Aktualności", NEWS),
    ("Archiwum", "/biuro-prasowe/archiwum-aktualnosci/"),
    ("Kontakt", "/kontakt/"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page: banners (alt, caption, URL), icons, the day printed and the visitor counter."""

    banners: tuple[tuple[str, str, str], ...]
    icons: tuple[str, ...]
    today: date
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a page's content: `kind` is section, title, date, updated, text, item, day, entry, files or back."""

    kind: str
    text: str = ""
    url: str = ""
    more: tuple[tuple[str, str], ...] = ()


def frame_of(city: City, visits: int) -> Frame:
    """Return the frame of a day."""
    banners = tuple((alt, caption, f"/banery/{number}/") for number, (alt, caption) in enumerate(city.banners))
    return Frame(banners=banners, icons=city.icons, today=city.today, visits=visits)


def article_blocks(article: Article) -> list[Block]:
    """Return an article's content."""
    blocks = [
        Block(kind="section", text=article.section),
        Block(kind="title", text=article.title),
        Block(kind="date", text=article.published.strftime("%d-%m-%Y")),
    ]
    if article.updated is not None:
        blocks.append(Block(kind="updated", text=f"Data aktualizacji: {article.updated:%d-%m-%Y}"))
    blocks += [Block(kind="text", text=text) for text in article.paragraphs]
    if article.files:
        blocks.append(Block(kind="files", text="Pliki do pobrania", more=article.files))
    return [*blocks, Block(kind="back", text=article.back[0], url=article.back[1])]


def month_blocks(month: Month) -> list[Block]:
    """Return a month archive's content: each day's items share one block of text."""
    blocks = [Block(kind="title", text=month.title)]
    for day, items in month.days:
        blocks.append(Block(kind="day", text=f"{day:%d.%m.%Y} r."))
        blocks += [Block(kind="item", text=text) for text in items]
    return blocks


def static_blocks(page: Static) -> list[Block]:
    """Return a static page's content."""
    return [Block(kind="title", text=page.title), *(Block(kind="text", text=text) for text in page.paragraphs)]


def listing_blocks(title: str, articles: tuple[Article, ...], pages: tuple[tuple[str, str], ...]) -> list[Block]:
    """Return a list of articles with its pager."""
    blocks = [Block(kind="title", text=title)]
    for article in articles:
        teaser = article.paragraphs[0].split(". ")[0] + "."
        dated = article.published.strftime("%d-%m-%Y")
        blocks.append(Block(kind="entry", text=article.title, url=article.path, more=((dated, teaser),)))
    if pages:
        blocks.append(Block(kind="pager", more=pages))
    return blocks


def links_blocks(title: str, links: tuple[tuple[str, str], ...]) -> list[Block]:
    """Return a page that is a list of links."""
    return [Block(kind="title", text=title), *(Block(kind="entry", text=text, url=url) for text, url in links)]


def render(markup: str, blocks: list[Block], frame: Frame, *, language: str = "pl") -> bytes:
    """Return a page in one of MARKUPS, in that mark-up's encoding."""
    title = next((block.text for block in blocks if block.kind == "title"), "Portal miasta")
    painter = {"tables": _tables, "semantic": _semantic, "divs": _divs}[markup]
    charset = MARKUPS[markup]
    page = painter(title, blocks, frame, language, charset)
    return page.encode(charset, "xmlcharrefreplace")


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def _today(frame: Frame) -> str:
    day = frame.today
    return f"Dziś jest {WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def _icons(frame: Frame) -> str:
    return " ".join(
        f'<a href="/ikony/{number}/"><img src="/img/i{number}.gif" alt="{escape(name)}"></a>'
        for number, name in enumerate(frame.icons)
    )


def _tables(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    del language
    rows = "\n".join(f"<tr><td>{_table_block(block)}</td></tr>" for block in blocks)
    banners = "\n".join(
        f'<tr><td align="center"><a href="{url}"><img src="/img/b.jpg" border="0" alt="{escape(alt)}"><br>{escape(caption)}</a></td></tr>'
        for alt, caption, url in frame.banners
    )
    menu = " | ".join(_link(url, text) for text, url in MENU)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{escape(title)}</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body bgcolor="#ffffff">
<table width="950" cellpadding="0" cellspacing="0"><tr><td colspan="3"><font size="1">{_link("/", "Kontrast")} {_link("/", "Czcionka")}
{_link("/en/visit/", "English")}</font></td></tr><tr><td colspan="3">{_icons(frame)}</td></tr>
<tr><td colspan="3"><img src="/img/winieta.jpg" alt="winieta"></td></tr><tr><td colspan="3">{menu}</td></tr>
<tr><td width="10"><img src="/img/s.gif" alt=""></td><td valign="top"><table width="100%">{rows}</table></td>
<td valign="top" width="200"><table>{banners}</table></td></tr>
<tr><td colspan="3"><font size="1">Urząd Miasta {_link("/kontakt/", "Kontakt")}<br>Rynek 1<br>{_today(frame)}<br>Odwiedzin: {frame.visits}</font></td></tr>
</table></body></html>"""


def _table_block(block: Block) -> str:
    text = escape(block.text)
    if block.kind == "section":
        return f'<font size="2">{text}</font>'
    if block.kind == "title":
        return f'<font size="4"><b>{text}</b></font>'
    if block.kind in ("text", "item"):
        return f'<p align="justify">{text}</p><p>&nbsp;</p>'
    if block.kind == "day":
        return f"<b>{text}</b>"
    if block.kind == "entry":
        return f"<b>{_link(block.url, block.text)}</b>" + "".join(f"<br>{d}<br>{escape(t)}" for d, t in block.more)
    if block.kind == "files":
        return f"<b>{text}</b><br>" + "<br>".join(_link(url, label) for label, url in block.more)
    if block.kind == "pager":
        return " ".join(_link(url, label) for label, url in block.more)
    return _link(block.url, block.text) if block.url else text


def _semantic(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    body = "\n".join(_semantic_block(block) for block in blocks if block.kind != "back")
    back = "".join(f"<p>{_link(block.url, block.text)}</p>" for block in blocks if block.kind == "back")
    banners = "\n".join(
        f'<li><a href="{url}"><figure><img src="/img/b.webp" alt="{escape(alt)}"><figcaption>{escape(caption)}</figcaption></figure></a></li>'
        for alt, caption, url in frame.banners
    )
    menu = "".join(f"<li>{_link(url, text)}</li>" for text, url in MENU)
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{charset}"><title>{escape(title)} – Portal miasta</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<header><p>{_link("/", "Kontrast")} {_link("/", "Czcionka")} {_link("/en/visit/", "English")}</p><p>{_icons(frame)}</p>
<img src="/img/winieta.jpg" alt="winieta"></header><nav><ul>{menu}</ul></nav>
<main><article>{body}</article>{back}</main><aside><ul>{banners}</ul></aside>
<footer><p>Urząd Miasta, Rynek 1</p><p>{_today(frame)}</p><p>Odwiedzin: {frame.visits}</p></footer></body></html>"""


def _semantic_block(block: Block) -> str:
    text = escape(block.text)
    if block.kind == "section":
        return f"<p>{text}</p>"
    if block.kind == "title":
        return f"<h1>{text}</h1>"
    if block.kind == "date":
        return f"<p><time>{text}</time></p>"
    if block.kind == "day":
        return f"<h2>{text}</h2>"
    if block.kind == "entry":
        more = "".join(f"<p><time>{d}</time></p><p>{escape(t)}</p>" for d, t in block.more)
        return f"<section><h2>{_link(block.url, block.text)}</h2>{more}</section>"
    if block.kind == "files":
        links = "".join(f"<li>{_link(url, label)}</li>" for label, url in block.more)
        return f"<h2>{text}</h2><ul>{links}</ul>"
    if block.kind == "pager":
        return "<nav>" + " ".join(_link(url, label) for label, url in block.more) + "</nav>"
    return f"<p>{text}</p>"


def _divs(title: str, blocks: list[Block], frame: Frame, language: str, charset: str) -> str:
    del language
    body = "\n".join(f"<div>{_div_block(block)}</div>" for block in blocks)
    banners = "\n".join(
        f'<div><a href="{url}"><img src="/img/b.png" alt="{escape(alt)}"></a><div>{_link(url, caption)}</div></div>'
        for alt, caption, url in frame.banners
    )
    menu = "".join(f"<div>{_link(url, text)}</div>" for text, url in MENU)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>Portal miasta | {escape(title)}</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<div><div>{_link("/", "Kontrast")} {_link("/", "Czcionka")} {_link("/en/visit/", "English")}</div><div>{_icons(frame)}</div>
<div><img src="/img/winieta.jpg" alt="winieta"></div><div>{menu}</div><div>{body}</div><div>{banners}</div>
<div>Urząd Miasta<br>Rynek 1<br>{_today(frame)}<br>Odwiedzin: {frame.visits}</div></div></body></html>"""


def _div_block(block: Block) -> str:
    text = escape(block.text)
    if block.kind == "title":
        return f'<span style="font-size:20px"><strong>{text}</strong></span>'
    if block.kind in ("text", "item"):
        return f"{text}<br><br>"
    if block.kind == "entry":
        return _link(block.url, block.text) + "".join(f"<div>{d}</div><div>{escape(t)}</div>" for d, t in block.more)
    if block.kind == "files":
        return f"{text}" + "".join(f"<div>{_link(url, label)}</div>" for label, url in block.more)
    if block.kind == "pager":
        return " ".join(_link(url, label) for label, url in block.more)
    return _link(block.url, block.text) if block.url else text
