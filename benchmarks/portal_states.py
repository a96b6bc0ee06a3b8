"""A generated portal in many states: pages of 50 kB whose frame differs at every sight, as those of portals do.

About 1 200 words of a page are its own, as of pages of that size in the wild; gzip makes 13 kB of it. Each sight has a visit counter, the day with its name-days, a form token, banners in rotation and a box of news; one
sight in ten the article itself was edited. Words are made from syllables, so that no dictionary knows them beforehand.
"""

from __future__ import annotations

import hashlib
import random

SYLLABLES = [
    "ba",
    "be",
    "bo",
    "ca",
    "ce",
    "cho",
    "czą",
    "da",
    "do",
    "dzie",
    "dzi",
    "fa",
    "go",
    "gra",
    "ję",
    "ka",
    "kie",
    "ko",
    "kra",
    "la",
    "le",
    "lo",
    "ła",
    "ło",
    "mia",
    "mie",
    "mo",
    "na",
    "nie",
    "no",
    "ność",
    "o",
    "pa",
    "po",
    "pra",
    "prze",
    "ra",
    "ro",
    "rze",
    "sa",
    "się",
    "sko",
    "sta",
    "stwo",
    "szcz",
    "ści",
    "ta",
    "tę",
    "to",
    "tra",
    "u",
    "wa",
    "wie",
    "wo",
    "wy",
    "za",
    "ze",
    "zna",
    "żą",
    "źró",
]
STYLE = "margin:0 0 4px 0; padding:2px 6px; border:0 none; font-family:Verdana,Arial,sans-serif"


def vocabulary(count: int = 4000) -> list[str]:
    chance = random.Random(7)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]


WORDS = vocabulary()


def words(chance: random.Random, count: int) -> str:
    return " ".join(WORDS[int(len(WORDS) * chance.random() ** 2)] for _ in range(count))


def hash_of(number: object) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:24]


def menu() -> str:
    chance = random.Random(1)
    return "".join(
        f'<tr><td class="menu-left level-{n % 3}" style="{STYLE}"><a class="menu" href="/{hex(chance.getrandbits(96))},{words(chance, 1)}.html">'
        f"<span>{words(chance, 5)}</span></a></td></tr>\n"
        for n in range(96)
    )


MENU = menu()
SCRIPT = "".join(
    f"menu_items[{n}] = new Array('/{hash_of(n)}.html', '{words(random.Random(n + 500), 4)}', {n});\n"
    for n in range(150)
)
BANNERS = [
    f'<div class="banner-right" style="{STYLE}"><a href="/out,{n}.html" target="_blank"><img src="/images/banners/b{n}.jpg"'
    f' width="180" height="60" border="0" alt="{words(random.Random(n), 4)}"></a></div>\n'
    for n in range(60)
]


def paragraphs(number: int, edits: int) -> list[str]:
    chance = random.Random(number)
    texts = [words(chance, chance.randint(20, 60)) for _ in range(30)]
    for edit in range(edits):
        changed = random.Random(number * 1000 + edit)
        texts[changed.randrange(30)] = words(changed, 40)
    return texts


def page(number: int, state: int) -> bytes:
    """Return page `number` as it stands at its sight `state`."""
    chance = random.Random(number * 7919 + state)
    edits = sum(random.Random(number * 31 + past).random() < 0.1 for past in range(1, state + 1))
    day = random.Random(state)
    body = "".join(
        f'<p class="MsoNormal" style="{STYLE}"><span lang="PL"><font>{text}.</font></span></p>\n'
        for text in paragraphs(number, edits)
    )
    news = "".join(f'<li><a href="/art,{day.randrange(9999)}.html">{words(day, 6)}</a></li>' for _ in range(6))
    title = words(random.Random(number), 5)
    return f"""<!DOCTYPE html><html lang="pl"><head><meta charset="utf-8"><title>{title} - Kielce</title>
<script type="text/javascript">var menu_items = new Array();\n{SCRIPT}</script></head>
<body bgcolor="#ffffff"><table width="980" cellspacing="0" cellpadding="0" border="0"><tr><td colspan="3">
<p>Dziś jest {state % 28 + 1} marca 2026, imieniny: {words(day, 3)}</p>
<form action="/szukaj"><input type="hidden" name="token" value="{hash_of((number, state))}"></form>
<a href="/">Strona główna</a></td></tr><tr><td valign="top"><table width="190">{MENU}</table><ul class="news">{news}</ul></td>
<td valign="top" class="srodek"><h2>luty</h2><h1>{title}</h1>
<p class="data">{number % 27 + 1} lutego 2018</p>{body}<p><a href="/">lista aktualności</a></p></td>
<td valign="top">{"".join(chance.sample(BANNERS, 13))}</td></tr></table>
<div id="stopka"><p>Urząd Miasta, Rynek 1</p><p>Odwiedzin: {number * 977 + state * 131 + chance.randrange(99)}</p></div></body></html>""".encode()


def address(number: int) -> str:
    return f"http://www.miasto.example/art,{number},{number}.html"
