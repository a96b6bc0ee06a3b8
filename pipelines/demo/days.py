"""The bundled portal through time: a pure function from the day to its pages, with the truth of each day beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

BASE = date(2026, 11, 23)
"""Day 0."""

NEWS = "/biuro-prasowe/aktualnosci/"
ARCHIVE = "/biuro-prasowe/archiwum-aktualnosci/"
FEBRUARY = f"{ARCHIVE}rok-2018/luty/"
PER_PAGE = 10
MENU = (
    ("Strona główna", "/"),
    ("Aktualności", NEWS),
    ("Archiwum", ARCHIVE),
    ("Kontakt", "/kontakt/"),
)
"""What the main menu says and where it leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A dated page; `published` is printed DD-MM-YYYY, `updated` under `Data aktualizacji`."""

    path: str
    section: str
    title: str
    published: date
    paragraphs: tuple[str, ...]
    updated: date | None = None
    files: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    back: tuple[str, str] = ("lista aktualności", NEWS)
    author: str = ""
    responsible: str = ""

    @property
    def log(self) -> tuple[tuple[str, str, str, str], ...]:
        """The rows of its log of changes, newest first: version, date and time, author, reason."""
        first = ("1", f"{self.published:%d.%m.%Y} 09:05", self.author, "Publikacja dokumentu")
        if self.updated is None:
            return (first,)
        return ("2", f"{self.updated:%d.%m.%Y} 13:40", self.responsible, "Zmiana terminu"), first


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An undivided note of a month archive; `more` is where its `(więcej)` leads, `video` where its film is."""

    paragraphs: tuple[str, ...]
    more: str = ""
    files: tuple[tuple[str, str], ...] = ()
    video: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month archive: days with untitled items, newest first."""

    path: str
    title: str
    days: tuple[tuple[date, tuple[Item, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Static:
    """An undated page."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    language: str = "pl"


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The portal on one day; `moved` maps an address to where it redirects, `files` an address to its bytes' text.

    `answers` says how an address answers in its page's place ("404", "410", "503", "soft-404", "maintenance"; the
    address "*" stands for all). A `restless` portal prints `notes` beside the day, the newest articles beside every page,
    a count under each article, and turns its banners. `menu` are the main menu's texts and addresses.
    """

    day: int
    articles: tuple[Article, ...]
    archived: tuple[Article, ...]
    months: tuple[Month, ...]
    static: tuple[Static, ...]
    banners: tuple[tuple[str, str], ...]
    icons: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    menu: tuple[tuple[str, str], ...] = MENU
    restless: bool = False
    notes: tuple[str, ...] = ()
    redesigned: bool = False

    @property
    def today(self) -> date:
        """The date the portal prints."""
        return BASE + timedelta(days=self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A change that the second of two crawls has to state; `old_path` for a move, `silent` None where none is said."""

    kind: str
    path: str
    silent: bool | None = None
    old_path: str | None = None


def truth(day: int) -> tuple[Expected, ...]:
    """Return what changed from the day before."""
    return _TRUTH[day]


@cache
def _content() -> dict[str, Any]:
    text = files("pipelines.demo").joinpath("content.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def slug(title: str) -> str:
    """Return a title as the portal writes it in an address."""
    plain = title.lower().translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in plain).split())


def news(number: int, title: str, age: int, paragraphs: list[str]) -> Article:
    """Return a news article by its number among them and its age in days on day 0."""
    return Article(
        path=f"{NEWS}art,{24300 + number},{slug(title)}.html",
        section="aktualności",
        title=title,
        published=BASE - timedelta(days=age),
        paragraphs=tuple(paragraphs),
        **_signed(number),
    )


def _signed(number: int) -> Any:
    signers = _content()["signers"]
    return {"author": signers[number % len(signers)], "responsible": signers[(number + 1) % len(signers)]}


def _item(said: str | dict[str, Any]) -> Item:
    """Read an item: its one paragraph, or an object with `text` and what else it has."""
    if isinstance(said, str):
        return Item(paragraphs=(said,))
    files = tuple((label, path) for label, path in said.get("files", ()))
    return Item(paragraphs=tuple(said["text"]), more=said.get("more", ""), files=files, video=said.get("video", ""))


@cache
def city(day: int) -> City:
    """Return the portal on a day (0 to 2)."""
    if day == 0:
        return _first()
    if day == 1:
        return _second(city(0))
    return _third(city(1))


def _first() -> City:
    content = _content()
    articles = [news(number, *row) for number, row in enumerate(reversed(content["articles"]))][::-1]
    articles[7] = replace(
        articles[7],
        files=(
            ("lista przychodni (PDF)", "/pliki/przychodnie.pdf"),
            ("formularz zgłoszeniowy", "/pliki/formularz.pdf"),
        ),
    )
    archived = [
        Article(
            path=f"{FEBRUARY}art,{148 - number},{slug(title)}.html",
            section="luty",
            title=title,
            published=date(2018, 2, day),
            paragraphs=tuple(paragraphs),
            back=("lista aktualności", FEBRUARY),
            **_signed(number),
        )
        for number, (title, day, paragraphs) in enumerate(content["archived"])
    ]
    months = [
        Month(
            path=f"{ARCHIVE}rok-{year}/{folder}/",
            title=f"Archiwum aktualności {'- ' if year > 2005 else ''}{name}",
            days=tuple((date(year, month, day), tuple(map(_item, items))) for day, items in days),
        )
        for folder, name, year, month, days in content["months"]
    ]
    static = [Static(path=f"/{path}", title=title, paragraphs=tuple(text)) for path, title, text in content["static"]]
    static += [
        Static(path=f"/{path}", title=title, paragraphs=tuple(text), language="en")
        for path, title, text in content["english"]
    ]
    return City(
        day=0,
        articles=tuple(articles),
        archived=tuple(archived),
        months=tuple(months),
        static=tuple(static),
        banners=tuple((alt, caption) for alt, caption in content["banners"]),
        icons=tuple(content["icons"]),
        files=(
            ("/pliki/przychodnie.pdf", "Lista przychodni"),
            ("/pliki/formularz.pdf", "Formularz zgłoszeniowy"),
            ("/pliki/zgloszenie-zawody.pdf", "Zgłoszenie na zawody"),
        ),
    )


DECLARED, SILENT, NOISY, MOVING, DELETED = 3, 8, 5, 21, 18
"""Places in the news list of the pages that day 1 edits, edits silently, re-sets, moves and deletes."""


def _second(before: City) -> City:
    content = _content()
    articles = list(before.articles)
    articles[DECLARED] = replace(
        articles[DECLARED],
        paragraphs=(
            articles[DECLARED].paragraphs[0].replace("30 kwietnia", "31 maja"),
            *articles[DECLARED].paragraphs[1:],
        ),
        updated=BASE + timedelta(days=1),
    )
    articles[SILENT] = replace(
        articles[SILENT],
        paragraphs=(articles[SILENT].paragraphs[0].replace("4,50 zł", "5,20 zł"), *articles[SILENT].paragraphs[1:]),
    )
    articles[NOISY] = replace(
        articles[NOISY],
        paragraphs=tuple(
            text.replace("od godz. ", "od\u00a0godz.\u00a0").replace("dyżurować", "dyżu\u00adrować")
            for text in articles[NOISY].paragraphs
        ),
    )
    old = articles[MOVING]
    moved = replace(old, path=old.path.replace(NEWS, f"{ARCHIVE}rok-2026/listopad/"), section="listopad")
    gone = articles[DELETED]
    new = [replace(news(100 + n, *row), published=BASE + timedelta(days=1)) for n, row in enumerate(content["new"][:2])]
    kept = [article for article in articles if article.path not in (old.path, gone.path)]
    month = before.months[1]
    first_day, items = month.days[0]
    fewer = tuple(text.replace("dwudziestu", "dwunastu") for text in items[0].paragraphs)
    edited = replace(month, days=((first_day, (replace(items[0], paragraphs=fewer), *items[1:])), *month.days[1:]))
    return replace(
        before,
        day=1,
        articles=(*new, *kept),
        archived=(moved, *before.archived),
        months=(before.months[0], edited, *before.months[2:]),
        banners=(*before.banners, (content["new_banner"][0], content["new_banner"][1])),
        files=((before.files[0][0], "Lista przychodni, poprawiona"), *before.files[1:]),
        moved=((old.path, moved.path),),
    )


def _third(before: City) -> City:
    row = _content()["new"][2]
    again = city(0).articles[DELETED]
    new = replace(news(102, *row), published=BASE + timedelta(days=2))
    return replace(before, day=2, articles=(new, *before.articles, again))


def _first_day_truth() -> tuple[Expected, ...]:
    before, after = city(0), city(1)
    old, new = after.moved[0]
    return (
        Expected(kind="published", path=after.articles[0].path),
        Expected(kind="published", path=after.articles[1].path),
        Expected(kind="edited", path=before.articles[DECLARED].path, silent=False),
        Expected(kind="edited", path=before.articles[SILENT].path, silent=True),
        Expected(kind="edited", path=before.months[1].path, silent=True),
        Expected(kind="moved", path=new, old_path=old, silent=None),
        Expected(kind="gone", path=before.articles[DELETED].path),
        Expected(kind="attachment", path=before.articles[7].path, silent=True),
        Expected(kind="published", path=f"/banery/{len(before.banners)}/"),
        Expected(kind="links", path="/"),
    )


_TRUTH = {
    1: _first_day_truth(),
    2: (
        Expected(kind="published", path=city(2).articles[0].path),
        Expected(kind="returned", path=city(0).articles[DELETED].path),
    ),
}
