"""A page's content and frame before any mark-up is put on them: blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote_plus

from pipelines.demo.days import MENU, Article, City, Item, Month, Static


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page: banners (alt, caption, URL), icons, menu, the day printed, the visitor counter.

    `notes` are lines beside the day that change with it, `latest` the titles and addresses of the newest articles.
    `redesigned`: the page is set by the painter that came after the mark-up's own.
    """

    banners: tuple[tuple[str, str, str], ...]
    icons: tuple[str, ...]
    today: date
    visits: int
    menu: tuple[tuple[str, str], ...] = MENU
    notes: tuple[str, ...] = ()
    latest: tuple[tuple[str, str], ...] = ()
    redesigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a page's content.

    `kind` is section, title, date, dates, updated, text, day, item, entry, files, pager, signed, log or back; an item
    holds its parts in `inner`, a log its rows in `rows`, the heading row first.
    """

    kind: str
    text: str = ""
    url: str = ""
    more: tuple[tuple[str, str], ...] = ()
    inner: tuple[Block, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def frame_of(city: City, visits: int, place: int = 0) -> Frame:
    """Return the frame of a day; a restless portal turns its banners from page to page (`place`) and shows all but one."""
    banners = tuple((alt, caption, f"/banery/{number}/") for number, (alt, caption) in enumerate(city.banners))
    plain = Frame(banners=banners, icons=city.icons, today=city.today, visits=visits, menu=city.menu)
    if not city.restless:
        return plain
    turned = (city.day // 7 + place) % len(banners)
    return replace(
        plain,
        banners=(*banners[turned:], *banners[:turned])[:-1],
        notes=city.notes,
        latest=tuple((article.title, article.path) for article in city.articles[:4]),
        redesigned=city.redesigned,
    )


def article_blocks(article: Article, *, bulletin: bool = False) -> list[Block]:
    """Return an article's content; a bulletin prints both dates, who signs, and the log of changes."""
    blocks = [Block(kind="section", text=article.section), Block(kind="title", text=article.title)]
    if bulletin:
        blocks.append(Block(kind="dates", text=_both_dates(article)))
    else:
        blocks.append(Block(kind="date", text=article.published.strftime("%d-%m-%Y")))
        if article.updated is not None:
            blocks.append(Block(kind="updated", text=f"Data aktualizacji: {article.updated:%d-%m-%Y}"))
    blocks += [Block(kind="text", text=text) for text in article.paragraphs]
    if article.links:
        blocks.append(Block(kind="text", text="Zobacz też:", more=article.links))
    if article.files:
        blocks.append(Block(kind="files", text="Pliki do pobrania", more=_files(article.files, bulletin=bulletin)))
    if bulletin and article.author:
        signed = (("Autor", article.author), ("Osoba odpowiedzialna", article.responsible))
        heading = ("Wersja", "Data zmiany", "Autor", "Powód")
        blocks += [Block(kind="signed", more=signed), Block(kind="log", rows=(heading, *article.log))]
    return [*blocks, Block(kind="back", text=article.back[0], url=article.back[1])]


def _both_dates(article: Article) -> str:
    updated = article.updated or article.published
    return f"Data publikacji: {article.published:%d.%m.%Y} Data aktualizacji: {updated:%d.%m.%Y}"


def _files(files: tuple[tuple[str, str], ...], *, bulletin: bool) -> tuple[tuple[str, str], ...]:
    return tuple((label, resource(url, label) if bulletin else url) for label, url in files)


def resource(path: str, label: str) -> str:
    """Return where a bulletin keeps a file: `/resource/<id>/<name with + for blanks>`."""
    number = sum(path.encode()) % 9000 + 1000
    return f"/resource/{number}/{quote_plus(label)}.pdf"


def month_blocks(month: Month, *, bulletin: bool = False) -> list[Block]:
    """Return a month archive's content: day headings with the items under them."""
    blocks = [Block(kind="title", text=month.title)]
    for day, items in month.days:
        blocks.append(Block(kind="day", text=f"{day:%d.%m.%Y} r."))
        blocks += [Block(kind="item", inner=_item_blocks(item, bulletin=bulletin)) for item in items]
    return blocks


def _item_blocks(item: Item, *, bulletin: bool) -> tuple[Block, ...]:
    last = len(item.paragraphs) - 1
    blocks = [
        Block(kind="text", text=text, more=(("(więcej)", item.more),) if item.more and number == last else ())
        for number, text in enumerate(item.paragraphs)
    ]
    if item.video:
        blocks.append(Block(kind="text", more=(("Zobacz w Internetowej Telewizji", item.video),)))
    if item.files:
        blocks.append(Block(kind="files", text="Pliki do pobrania", more=_files(item.files, bulletin=bulletin)))
    return tuple(blocks)


def static_blocks(page: Static) -> list[Block]:
    """Return a static page's content."""
    return [Block(kind="title", text=page.title), *(Block(kind="text", text=text) for text in page.paragraphs)]


def listing_blocks(
    title: str, articles: tuple[Article, ...], pages: tuple[tuple[str, str], ...], *, current: int = 1, bulletin: bool
) -> list[Block]:
    """Return a list of articles with its pager; `current` is the page the pager says it is."""
    blocks = [Block(kind="title", text=title)]
    for article in articles:
        teaser = article.paragraphs[0].split(". ")[0] + "."
        dated = _both_dates(article) if bulletin else article.published.strftime("%d-%m-%Y")
        blocks.append(Block(kind="entry", text=article.title, url=article.path, more=((dated, teaser),)))
    if pages:
        blocks.append(Block(kind="pager", text=str(current), more=pages))
    return blocks


def links_blocks(title: str, links: tuple[tuple[str, str], ...]) -> list[Block]:
    """Return a page that is a list of links."""
    return [Block(kind="title", text=title), *(Block(kind="entry", text=text, url=url) for text, url in links)]
