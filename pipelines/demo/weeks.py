"""The bundled portal through ten weeks: a pure function from the week to its pages, with the truth of each week beside it.

What happens stands in `weeks.json` as acts, and apart from them what a crawl of that week has to state. A week begins
with the portal of the week before; the frame turns its banners and prints another day, weather, name day, count and box of news each week.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from pipelines.demo.days import ARCHIVE, BASE, NEWS, Article, City, Expected, Item, Month, Static, city, news

WEEKS = 10
"""The last week there is."""

FIRST_NUMBER = 200
"""Number of the first article published in these weeks, counted as `days.news` counts."""

Act = dict[str, Any]
Page = Article | Month | Static


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A change that the crawl of a week has to state, with the classes it has to name."""

    expected: Expected
    classes: tuple[str, ...]


@cache
def _told() -> Act:
    told: Act = json.loads(files("pipelines.demo").joinpath("weeks.json").read_text(encoding="utf-8"))
    return told


def on_day(day: int) -> City:
    """Return the portal on a day of these weeks (0 to 76): it changes on each seventh day."""
    return week(day // 7)


@cache
def week(number: int) -> City:
    """Return the portal as it stands in a week, 0 to WEEKS, on the week's first day."""
    before = city(0) if number == 0 else week(number - 1)
    state = replace(
        before,
        day=7 * number,
        answers=tuple((address, answer) for address, answer in before.answers if answer == "410"),
        restless=True,
        notes=_notes(number, BASE + timedelta(weeks=number)),
    )
    for act in _told()["weeks"][number]["acts"]:
        state = _ACTS[act["act"]](state, act)
    return state


def _notes(number: int, today: date) -> tuple[str, ...]:
    weather, names = _told()["weather"], _told()["names"]
    return (
        f"Pogoda: {weather[number % len(weather)]}",
        f"Imieniny: {names[number % len(names)]}",
        f"Ostatnia aktualizacja serwisu: {today:%d.%m.%Y}",
    )


def truth_of(number: int) -> tuple[Stated, ...]:
    """Return what changed since the crawl of the week before, as a crawl of this week can see it."""
    return tuple(_stated(number, said) for said in _told()["weeks"][number]["truth"])


def _stated(number: int, said: Act) -> Stated:
    moved = said["kind"] == "moved"
    expected = Expected(
        kind=said["kind"],
        path=address_of(said["page"], number),
        silent=said.get("silent"),
        old_path=address_of(said["page"], number - 1) if moved else None,
    )
    return Stated(expected=expected, classes=tuple(said.get("classes", ())))


def address_of(key: str, number: int) -> str:
    """Return the address of a page named by the end of its address without `.html`, as it stood last in a week."""
    for state in (week(one) for one in range(number, -1, -1)):
        found = _find(state, key)
        if found is not None:
            return found.path
    return f"/{key}"


def _find(state: City, key: str) -> Page | None:
    for article in (*state.articles, *state.archived):
        if article.path.endswith(f",{key}.html"):
            return article
    pages: tuple[Page, ...] = (*state.months, *state.static)
    return next((page for page in pages if page.path == f"/{key}"), None)


def _page(state: City, key: str) -> Page:
    page = _find(state, key)
    if page is None:
        raise LookupError(f"weeks.json names the page “{key}”, which the portal does not have on day {state.day}")
    return page


def _article(state: City, key: str) -> Article:
    page = _page(state, key)
    if isinstance(page, Article):
        return page
    raise LookupError(f"weeks.json takes “{key}” for an article, which it is not")


def _put(state: City, old: Page, new: Page) -> City:
    def put(pages: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(new if page is old else page for page in pages)

    return replace(
        state,
        articles=put(state.articles),
        archived=put(state.archived),
        months=put(state.months),
        static=put(state.static),
    )


def _publish(state: City, act: Act) -> City:
    number = FIRST_NUMBER + sum(len(_published(one)) for one in range(state.day // 7))
    number += [one["title"] for one in _published(state.day // 7)].index(act["title"])
    article = replace(news(number, act["title"], 0, act["text"]), published=state.today)
    return replace(state, articles=(article, *state.articles))


def _published(number: int) -> list[Act]:
    return [act for act in _told()["weeks"][number]["acts"] if act["act"] == "publish"]


def _edit(state: City, act: Act) -> City:
    old = _page(state, act["page"])
    swap = _swapping(act.get("text", ()))
    if isinstance(old, Month):
        return _put(state, old, _month_with(old, lambda _, items: tuple(_item_with(item, swap) for item in items)))
    edited: Article | Static = replace(old, paragraphs=tuple(map(swap, old.paragraphs)))
    edited = replace(edited, title=act.get("title", old.title))
    if act.get("declared") and isinstance(edited, Article):
        edited = replace(edited, updated=state.today)
    if edited == old:
        raise LookupError(f"an act of weeks.json finds nothing to edit on “{act['page']}” on day {state.day}")
    return _put(state, old, edited)


def _swapping(pairs: list[tuple[str, str]]) -> Callable[[str], str]:
    def swap(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return swap


def _month_with(month: Month, change: Callable[[date, tuple[Item, ...]], tuple[Item, ...]]) -> Month:
    return replace(month, days=tuple((day, change(day, items)) for day, items in month.days))


def _item_with(item: Item, swap: Callable[[str], str]) -> Item:
    return replace(item, paragraphs=tuple(map(swap, item.paragraphs)))


def _note(state: City, act: Act) -> City:
    old, day = _page(state, act["page"]), date.fromisoformat(act["day"])
    added = Item(paragraphs=(act["text"],))
    if isinstance(old, Month):
        return _put(state, old, _month_with(old, lambda one, items: (*items, added) if one == day else items))
    raise LookupError(f"weeks.json takes “{act['page']}” for a month, which it is not")


def _insert(state: City, act: Act) -> City:
    old, place = _article(state, act["page"]), act["after"] + 1
    return _put(state, old, replace(old, paragraphs=(*old.paragraphs[:place], act["text"], *old.paragraphs[place:])))


def _drop(state: City, act: Act) -> City:
    old, place = _article(state, act["page"]), act["place"]
    return _put(state, old, replace(old, paragraphs=(*old.paragraphs[:place], *old.paragraphs[place + 1 :])))


def _links(state: City, act: Act) -> City:
    old = _article(state, act["page"])
    return _put(state, old, replace(old, links=tuple((label, url) for label, url in act["links"])))


def _file(state: City, act: Act) -> City:
    return replace(
        state, files=tuple((path, act["text"] if path == act["page"] else text) for path, text in state.files)
    )


def _move(state: City, act: Act) -> City:
    old = _article(state, act["page"])
    new = replace(old, path=old.path.replace(NEWS, ARCHIVE + act["folder"]), section=act["section"])
    return replace(
        state,
        articles=tuple(article for article in state.articles if article is not old),
        archived=(new, *state.archived),
        moved=(*state.moved, (old.path, new.path)),
    )


def _remove(state: City, act: Act) -> City:
    old = _article(state, act["page"])
    left = tuple(article for article in state.articles if article is not old)
    answers = ((old.path, "410"),) if act["status"] == 410 else ()
    return replace(state, articles=left, answers=(*state.answers, *answers))


def _return(state: City, act: Act) -> City:
    path = address_of(act["page"], state.day // 7 - 1)
    old = next(
        article for one in range(state.day // 7 - 1, -1, -1) for article in week(one).articles if article.path == path
    )
    answers = tuple((address, answer) for address, answer in state.answers if address != path)
    return replace(state, articles=(*state.articles, old), answers=answers)


def _answer(state: City, act: Act) -> City:
    address = "*" if act["page"] == "*" else _page(state, act["page"]).path
    return replace(state, answers=(*state.answers, (address, act["as"])))


def _banner(state: City, act: Act) -> City:
    return replace(state, banners=(*state.banners, (act["alt"], act["caption"])))


def _menu(state: City, act: Act) -> City:
    return replace(state, menu=tuple((act["new"] if text == act["old"] else text, url) for text, url in state.menu))


def _redesign(state: City, act: Act) -> City:
    text, url = act["text"], act["url"]
    page = Static(path=url, title=text, paragraphs=("Z tej strony można przejść do każdego działu portalu.",))
    return replace(state, redesigned=True, menu=(*state.menu, (text, url)), static=(*state.static, page))


_ACTS: dict[str, Callable[[City, Act], City]] = {
    "answer": _answer,
    "banner": _banner,
    "drop": _drop,
    "edit": _edit,
    "file": _file,
    "insert": _insert,
    "links": _links,
    "menu": _menu,
    "move": _move,
    "note": _note,
    "publish": _publish,
    "redesign": _redesign,
    "remove": _remove,
    "return": _return,
}
