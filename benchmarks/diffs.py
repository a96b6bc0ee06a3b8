"""Speed and economy of word diffs against difflib, lxml.html.diff, rapidfuzz's opcodes and, if installed, web-monitoring-diff.

    python benchmarks/diffs.py [--large]

Each row is the best processor time of some runs on the same two texts, in milliseconds, and how many times as long the
peer took; `changed` is the number of changed words over the fewest possible (the longest common subsequence of the same
words). `--large` adds texts of 2 MB. web-monitoring-diff (GPL) is a yardstick: install it by hand, it is no dependency.
"""

from __future__ import annotations

import argparse
import difflib
import html
import random
import re
import time
from collections.abc import Callable
from importlib.util import find_spec

from lxml.html.diff import htmldiff
from rapidfuzz.distance import Indel

from archive.diffs.rendered import render_diff
from archive.diffs.text import diff_words
from archive.diffs.tokens import tokens

PROSE = """
rada miasta przyjęła uchwałę o remoncie mostu prace ruszą w maju i potrwają do końca roku prezydent ogłosił nabór wniosków
na dotacje dla organizacji pozarządowych termin składania ofert upływa w piątek dom kultury zaprasza mieszkańców na koncert
z okazji święta wstęp wolny bilety po odbiór w kasie urząd nie odpowiada za szkody powstałe podczas robót drogowych kierowcy
muszą liczyć się z objazdem przez ulicę boczną komunikacja miejska pojedzie według nowego rozkładu szkoły i przedszkola są
""".split()  # noqa: SIM905 # prose reads best as prose
WORDS = re.compile(r"\S+\s*")


def word(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.02:
        return f"{chance.randint(1, 28)} maja {chance.randint(2001, 2026)} r."
    if kind < 0.04:
        return f"{chance.randint(1, 999)},50 zł"
    if kind < 0.5:
        return chance.choice(PROSE)
    return chance.choice(PROSE) + chance.choice("aeiouy") + chance.choice("bcdfgklmnprstwz") + chance.choice("aeiouyą")


def paragraph(chance: random.Random) -> list[list[str]]:
    return [[word(chance) for _ in range(chance.randint(6, 18))] for _ in range(chance.randint(2, 6))]


def text_of(paragraphs: list[list[list[str]]]) -> str:
    return "\n\n".join(" ".join(" ".join(words).capitalize() + "." for words in sentences) for sentences in paragraphs)


def texts(length: int, share: float, *, moves: bool, seed: int = 5) -> tuple[str, str]:
    """Return a text of some length and the same with a share of its words replaced and, with `moves`, paragraphs shifted."""
    chance = random.Random(seed)
    old: list[list[list[str]]] = []
    while len(old) * 260 < length:
        old.append(paragraph(chance))
    new = [[[word(chance) if chance.random() < share else w for w in words] for words in part] for part in old]
    if moves:
        for _ in range(max(1, len(new) // 20)):
            new.insert(chance.randrange(len(new)), paragraph(chance))
            new.pop(chance.randrange(len(new)))
    return text_of(old)[:length], text_of(new)[:length]


def timed(run: Callable[[str, str], object], old: str, new: str, *, budget: float = 0.6) -> float:
    best, spent = float("inf"), 0.0
    while spent < budget:
        start = time.process_time()
        run(old, new)
        took = time.process_time() - start
        best, spent = min(best, took), spent + max(took, 1e-6)
    return best * 1000


def with_difflib(old: str, new: str) -> object:
    return difflib.SequenceMatcher(None, WORDS.findall(old), WORDS.findall(new), autojunk=False).get_opcodes()


def with_rapidfuzz(old: str, new: str) -> object:
    return list(Indel.opcodes(WORDS.findall(old), WORDS.findall(new)))


def page(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))


def economy(old: str, new: str) -> str:
    """Return changed words over the fewest there can be, as per cent above it."""
    changed = sum(
        len([one for one in tokens(side) if one.strip()])
        for step in diff_words(old, new)
        if step.op != "equal"
        for side in (step.old, step.new)
    )
    fewest = Indel.distance([one.rstrip() for one in tokens(old)], [one.rstrip() for one in tokens(new)])
    return f"{changed} of {fewest} (+{100 * (changed / fewest - 1):.1f} %)" if fewest else "none"


def web_monitoring() -> dict[str, Callable[[str, str], object]]:
    if find_spec("web_monitoring_diff") is None:
        return {}
    from web_monitoring_diff import html_diff_render, html_text_diff

    return {
        "web-monitoring text": html_text_diff,
        "web-monitoring rendered": lambda old, new: html_diff_render(
            f"<html><body>{old}</body></html>", f"<html><body>{new}</body></html>", include="combined"
        ),
    }


def row(name: str, took: float, ours: float) -> None:
    print(f"  {name:<28}{took:>10.2f} ms{took / ours:>8.1f} ×")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--large", action="store_true", help="texts of 2 MB too")
    cases = [
        ("3 kB, small edits", 3_000, 0.01),
        ("100 kB, small edits", 100_000, 0.003),
        ("100 kB, large edits", 100_000, 0.3),
    ]
    large = arguments.parse_args().large
    if large:
        cases += [("2 MB, small edits", 2_000_000, 0.003), ("2 MB, large edits", 2_000_000, 0.3)]
    for name, length, share in cases:
        old, new = texts(length, share, moves=share > 0.1)
        ours = timed(diff_words, old, new)
        print(f"{name}: words {ours:.2f} ms", end="")
        if length > 1_000_000:
            print()
            continue
        print(f", changed {economy(old, new)}")
        row("rapidfuzz opcodes", timed(with_rapidfuzz, old, new), ours)
        row("difflib", timed(with_difflib, old, new), ours)
        before, after = page(old), page(new)
        rendered = timed(lambda a, b: render_diff(a, b, title=""), before, after)
        print(f"{name}: rendered {rendered:.2f} ms")
        row("lxml.html.diff", timed(htmldiff, before, after), rendered)
        for peer, run in web_monitoring().items():
            row(peer, timed(run, before, after), rendered if "rendered" in peer else ours)


if __name__ == "__main__":
    main()
