"""Finds one new article among a million: time, and whether notes from one mould with one title are told apart.

    python benchmarks/identity.py [--articles 1000000] [--asked 500] [--keep FOLDER]

Generated Polish notices: nine moulds, four of them with a title that hundreds of thousands share. Asked for are copies of
archived notes as they are after a move (unchanged, a word changed, a sentence added, an amount corrected) and new notes
of the same moulds and titles that nobody archived. The schema is the archive's own, made by migrating; rows are put in
past the ORM, since a million captures is another benchmark.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from archive.db import open_archive
from archive.identity import sketch
from archive.likeness import places
from archive.types import ArticleContent

FIRST = date(2006, 1, 1)
STREETS = [
    "Sienkiewicza",
    "Solna",
    "Ogrodowa",
    "Warszawska",
    "Kolejowa",
    "Leśna",
    "Polna",
    "Źródłowa",
    "Lipowa",
    "Zielona",
    "Krakowska",
    "Szkolna",
]
THINGS = [
    "budżetu",
    "opłat",
    "podatków",
    "statutu",
    "parkingów",
    "szkół",
    "zieleni",
    "targowisk",
    "planów",
    "dotacji",
    "sportu",
    "dróg",
    "herbu",
    "nazw",
]
WHO = [
    "Urząd Miasta",
    "Zarząd Dróg",
    "Miejski Ośrodek Kultury",
    "Straż Miejska",
    "Biblioteka",
    "Dom Pomocy",
    "Wydział Edukacji",
]
WORDS = [
    "mieszkańcy",
    "remont",
    "ulica",
    "termin",
    "wniosek",
    "park",
    "szkoła",
    "przedszkole",
    "autobus",
    "kierowcy",
    "objazd",
    "plac",
    "rynek",
    "koncert",
    "warsztaty",
    "spotkanie",
    "konsultacje",
    "projekt",
    "uchwała",
    "dotacja",
    "stypendium",
    "zawody",
    "biegacze",
    "rowerzyści",
    "ścieżka",
    "latarnie",
    "kanalizacja",
    "wodociąg",
    "odpady",
    "segregacja",
    "drzewa",
    "nasadzenia",
    "pomnik",
    "wystawa",
    "czytelnia",
    "książki",
    "seniorzy",
    "młodzież",
    "wolontariusze",
    "pomoc",
    "zdrowie",
    "szczepienia",
    "przychodnia",
    "basen",
    "lodowisko",
    "boisko",
    "trybuny",
    "kibice",
    "teatr",
    "premiera",
    "muzeum",
    "zbiory",
    "pamięć",
    "rocznica",
]
MOULDS = (
    ("Sesja Rady Miasta", "Sesja Rady Miasta odbędzie się {day} o godz. {hour} w sali obrad ratusza. W porządku obrad: przyjęcie protokołu nr {n}, uchwały w sprawie {thing} oraz {other}, interpelacje i zapytania radnych, sprawy bieżące."),
    ("Ogłoszenie o przetargu", "Prezydent Miasta ogłasza przetarg ustny na sprzedaż działki nr {n}/{m} przy ulicy {street} o powierzchni {area} m2. Cena wywoławcza wynosi {price} zł. Wadium należy wnieść do {day} na rachunek Urzędu Miasta."),
    ("Utrudnienia w ruchu", "{who} informuje, że od {day} zamknięta będzie ulica {street} od numeru {m} do {n}. Objazd poprowadzono ulicą {street2}. Prosimy kierowców o ostrożność i stosowanie się do oznakowania."),
    ("Nabór wniosków", "{who} przyjmuje wnioski o dotacje w sprawie {thing} do {day}. Pula wynosi {price} zł. Wnioski nr {n} i następne rozpatruje komisja, a wyniki ogłasza na stronie miasta w ciągu {m} dni."),
    (None, "{who} zaprasza {day}. {free}"),
    (None, "{free} Więcej powie {who}, ulica {street} {m}."),
    (None, "{free} Koszt to {price} zł. {free2}"),
    (None, "{free} {free2}"),
    (None, "W sprawie {thing}: {free}"),
)  # fmt: skip


def prose(chance: random.Random, least: int) -> str:
    return " ".join(chance.choices(WORDS, k=least + chance.randrange(15))).capitalize() + "."


def made(number: int, salt: int = 0) -> ArticleContent:
    """Return the article of a number: the same one whenever it is asked for."""
    chance = random.Random(number * 1_000_003 + salt)
    title, mould = chance.choice(MOULDS)
    day = FIRST + timedelta(days=chance.randrange(7300))
    body = mould.format(
        day=f"{day + timedelta(days=chance.randrange(5, 30)):%d.%m.%Y}", hour=chance.randrange(8, 18),
        n=chance.randrange(1, 4000), m=chance.randrange(1, 90), thing=chance.choice(THINGS), other=chance.choice(THINGS),
        street=chance.choice(STREETS), street2=chance.choice(STREETS), who=chance.choice(WHO),
        area=chance.randrange(200, 9000), price=f"{chance.randrange(20, 900)} {chance.randrange(1000):03}",
        free=prose(chance, 12), free2=prose(chance, 8),
    )  # fmt: skip
    return ArticleContent(title=title or body[:40], published=day, published_text=f"{day:%d.%m.%Y}", body=body)


def edited(article: ArticleContent, chance: random.Random) -> ArticleContent:
    """Return a note as it is after a move: as it was, or lightly edited."""
    words = article.body.split(" ")
    kind = chance.randrange(3)
    if kind == 1:
        place = chance.randrange(len(words))
        if not any(sign.isdigit() for sign in words[place]):
            words[place] = "ponownie"
    elif kind == 2:
        words.append("Zapraszamy!")
    return ArticleContent(
        title=article.title, published=article.published, published_text=article.published_text, body=" ".join(words)
    )


def build(path: Path, count: int) -> None:
    open_archive(str(path), write=True, create=True).close()
    base = sqlite3.connect(path)
    base.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA cache_size=-400000;")
    base.execute("INSERT INTO portals (name, hosts, seeds, delay) VALUES ('a', '[]', '[]', 0)")
    base.execute(
        "INSERT INTO crawls (seq, portal, status, started, complete, baseline, knowledge, settled, resumed)"
        " VALUES (1, 'a', 'finished', 0, 1, 1, 0, 1, 0)"
    )
    for start in range(1, count + 1, 50_000):
        numbers = range(start, min(start + 50_000, count + 1))
        articles = [(number, made(number)) for number in numbers]
        base.executemany(
            "INSERT INTO resources (id, portal, url, urlkey, kind, state, found_by, found_crawl, snapshots, missing, unmodified)"
            " VALUES (?, 'a', ?, ?, 'article', 'live', 'link', 1, 1, 0, 0)",
            ((number, f"http://a.pl/{number}", f"pl,a)/{number}") for number, _ in articles),
        )
        base.executemany(
            "INSERT INTO snapshots (id, resource, n, digest, cause, extraction, first_capture, last_capture, last_full, captures)"
            " VALUES (?, ?, 1, ?, 'first', 0, ?, ?, ?, 1)",
            ((number, number, number.to_bytes(32, "big"), number, number, number) for number, _ in articles),
        )
        base.executemany(
            "INSERT INTO articles (snapshot, position, digest, title, published, published_text, body) VALUES (?, 0, ?, ?, ?, ?, ?)",
            (
                (n, n.to_bytes(32, "big"), one.title, one.published.isoformat(), one.published_text, one.body)
                for n, one in articles
            ),
        )
        shingles = sorted((value, number) for number, one in articles for value in sketch(one.body, one.published))
        base.executemany("INSERT INTO shingles (hash, resource) VALUES (?, ?)", shingles)
    base.commit()
    base.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=1_000_000)
    options.add_argument("--asked", type=int, default=500)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp()) if chosen.keep is None else chosen.keep
    path = folder / "million.db"
    started = time.perf_counter()
    if not path.exists():
        build(path, chosen.articles)
    print(
        f"{chosen.articles:,} articles, built in {time.perf_counter() - started:.0f} s, {path.stat().st_size / 1e6:,.0f} MB"
    )
    chance = random.Random(7)
    spent: list[float] = []
    right = wrong = missed = false = shared = 0
    with open_archive(str(path), write=False) as archive, archive.reading() as connection:
        for turn in range(2 * chosen.asked):
            moved = turn % 2 == 0
            number = chance.randrange(1, chosen.articles + 1)
            article = edited(made(number), chance) if moved else made(number, salt=1)
            begun = time.perf_counter()
            found = places(connection, "a", article, url="http://a.pl/nowy", resource=0)
            spent.append((time.perf_counter() - begun) * 1000)
            hits = {place.resource for place in found}
            shared += not moved and article.title in {title for title, _ in MOULDS}
            right += moved and number in hits
            missed += moved and number not in hits
            wrong += len(hits - {number}) if moved else 0
            false += 0 if moved else len(hits)
            if hits and not moved:
                print(f"said of a new note: {found[0].why}: {article.body} | {made(found[0].resource).body}")
    spent.sort()
    print(
        f"one new article: median {statistics.median(spent):.2f} ms, 99th of 100 {spent[int(len(spent) * 0.99)]:.2f} ms, longest {spent[-1]:.2f} ms"
    )
    said = right + wrong + false
    print(
        f"copies found {right} of {right + missed}; said of new notes ({shared} with a shared title) {false}, wrong beside copies {wrong}"
    )
    print(f"precision {right / said if said else 1:.4f}, recall {right / (right + missed):.4f}")
    sys.exit(0 if spent[int(len(spent) * 0.99)] <= 20 and right / max(1, said) >= 0.99 else 1)


if __name__ == "__main__":
    main()
