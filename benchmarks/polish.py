"""What the Polish floor reads right and how fast: dates, clean sentences, layers, mentions, hostile text.

Run from the checkout: .venv/bin/python benchmarks/polish.py [PAGES.jsonl]; or: make eval-polish. Without a collection of
pages (JSON Lines with "lang" and "body") sentences are made from parts.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from pipelines.polish.dates import find_date
from pipelines.polish.forms import compare, display, display_body, search_form
from pipelines.polish.mentions import mentions
from pipelines.polish.mojibake import repair

PRINTED = Path("tests/pipelines/polish/printed_dates.tsv")
WRITTEN = date(2018, 3, 15)
TODAY = {"table": WRITTEN, "corpora": date(2026, 3, 15)}
WANTED = 3_000
PARTS = (
    [
        "Prezydent miasta",
        "Rada Miasta",
        "Zarząd Dróg",
        "Miejski konserwator",
        "Straż miejska",
        "Dyrektor szkoły",
        "Biuro",
    ],
    [
        "ogłosił konkurs",
        "przyjęła uchwałę",
        "zaprasza mieszkańców",
        "rozpoczął remont",
        "poświęci się sprawom",
        "dementuje",
    ],
    [
        "w dzielnicy Ślichowice,",
        "przy źródle –",
        "dla młodzieży „ósmej”",
        "z okazji święta",
        "do 25 m² łąki",
        "w środę",
    ],
    [
        "będą działać nad zalewem.",
        "koszt wynosi 1 200,50 zł.",
        "są bezpłatne…",
        "żółć i jaźń gęślą!",
        "to 12 %.",
        "-5 °C i ½ litra?",
        "wejście od ul. Żelaznej.",
        "tel. 41 123 45 67.",
        "§ 3 ust. 2 (zm.).",
        "A/B nr 12/2018.",
        "5 > 3 & 2 < 4.",
        "R&D; nie &co;.",
    ],
)
HOSTILE = ("1", " ", "1 ", "1-", "a", "(", "123 ", "ul. A. ", "nr a/b/", "Pan ", "5 maja ", "1 zł ")


def dates() -> None:
    with PRINTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    counts: Counter[tuple[str, str]] = Counter()
    took = []
    for row in rows:
        best = min(_seconds(partial(find_date, row["printed"], TODAY[row["from"]], WRITTEN)) for _ in range(5))
        took.append(best * 1000)
        found = find_date(row["printed"], TODAY[row["from"]], WRITTEN)
        said = found.iso if found is not None else ""
        verdict = "right" if said == row["says"] else "missed" if not said else "WRONG"
        counts[row["from"], verdict] += 1
        if verdict != "right":
            print(f"  {verdict}: {row['printed']}")
    for origin in TODAY:
        shown = ", ".join(f"{counts[origin, verdict]} {verdict}" for verdict in ("right", "WRONG", "missed"))
        print(f"dates, {origin}: {shown}")
    missed = sum(count for (_, verdict), count in counts.items() if verdict == "missed")
    print(
        f"dates: {100 * missed / len(rows):.1f} % missed; median {statistics.median(took):.3f} ms, slowest {max(took):.3f} ms"
    )


def sentences(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for line in text.splitlines():
            yield from (part for part in re.split(r"(?<=[.!?])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ„])", line) if len(part) > 15)


def clean(texts: list[str]) -> None:
    """Hold each sentence's letters, digits and signs, in order, against those of its forms; list what differs."""
    real = list(dict.fromkeys(sentences(texts)))
    made = [" ".join(parts) for parts in itertools.product(*PARTS)]
    for source, found in (("real", real), ("made", made)):
        bad = [one for one in found if _kept(one) != _kept(compare(one)) or repair(one).text != one]
        print(f"clean sentences, {source}: {len(found)}, altered beyond the display rules: {len(bad)}")
        for one in bad[:10]:
            print(f"  {one!r}\n  {compare(one)!r}")
    if len(real) + len(made) < WANTED:
        print(f"fewer than {WANTED} sentences in all")


def _kept(text: str) -> str:
    """Return a text without blanks, quotes, dashes and dots of omission: what no form may change."""
    kept = (sign for sign in display(text) if unicodedata.category(sign) not in ("Zs", "Pi", "Pf", "Pd"))
    return re.sub("[\"'`\u201a\u201e\u00b4\u2032\u2212]|\u2026|\\.\\.\\.", "", "".join(kept))


def speed(texts: list[str]) -> None:
    made = "Urząd Miasta ogłasza święto, źródła i gałąź w Łące – „cytat” oraz 25 m² za 1 200 zł.\n" * 50_000
    text = "\n\n".join(texts)
    for step in (display, display_body, compare, search_form, repair):
        body = display_body(made)
        print(f"{step.__name__}: {_rate(step, body):.0f} MB/s on clean text")
    if text:
        found = Counter(one.kind for one in mentions(text))
        print(f"mentions: {_rate(mentions, text):.1f} MB/s on real text; found {dict(found.most_common())}")
    slowest = max((_seconds(partial(mentions, piece * (1_000_000 // len(piece)))), piece) for piece in HOSTILE)
    print(f"mentions of 1 MB of hostile text: at most {slowest[0]:.1f} s, of {slowest[1]!r}")


def _rate(step: Callable[[str], object], text: str) -> float:
    best = min(_seconds(partial(step, f"{text} {step.__name__} {number}")) for number in range(3))  # forms are cached
    return len(text.encode()) / 1e6 / best


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    texts = []
    if len(sys.argv) > 1 and Path(sys.argv[1]).is_file():
        rows = map(json.loads, Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
        texts = [row["body"] for row in rows if row["lang"] == "pl"]
    dates()
    clean(texts)
    speed(texts)


if __name__ == "__main__":
    main()
