"""Fits the weights of the reader (scraper/parsers/weights.json) and says how well they do on hosts left out.

    pip install numpy scipy; python benchmarks/fit_reader.py CORPORA [--write] [--folds 8]

CORPORA holds `pages.jsonl` and the saved pages it names, with the body cut out by hand. The weights in the repository
come from 196 such pages: 136 Polish ones of the collection DAnIEL (GPL-3.0, its authors' gold) and 60 of WCXB
(annotations CC-BY-4.0: Web Content Extraction Benchmark), and from the pages of the bundled portal (ours). No text of
theirs is in the weights: each is one number for a property of a line ("long line without links").

Lines are labelled by aligning the page's words with the gold's; a logistic regression with an L2 penalty is fitted, a
line weighted by the root of its words, each page alike, hosts of many pages down. The figure that counts is the mean
token F1 of pages whose registrable domain was left out of the fit.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from rapidfuzz.distance import LCSseq
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipelines.demo.days import city
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import site
from pipelines.polish.charset import declared_charset, decode
from scraper.parsers.blocks import Page, flatten
from scraper.parsers.scoring import SHIFTS, selected
from scraper.parsers.witnesses import Setting, box_key, line_key, of_box, of_line, setting_of
from scraper.parsers.zones import zones_of

TOKEN = re.compile(r"[^\W_]+")
WEIGHTS = Path(__file__).parent.parent / "scraper" / "parsers" / "weights.json"
PENALTY = 10.0
MUTE = 0.5
"""Share of the fit that sees pages without their class and id words, so that these stay one witness among many."""

ITERATIONS = 150
ROOT = "http://127.0.0.1:8000/"


@dataclass
class Sample:
    source: str
    domain: str
    page: Page
    setting: Setting
    wide: list[int]
    title: list[str]
    gold: list[str]
    tokens: list[list[str]]
    labels: list[float]
    names: list[list[str]]
    columns: list[np.ndarray] = field(default_factory=list)
    mute: list[np.ndarray] = field(default_factory=list)
    """The columns of a page whose class and id words say nothing."""
    scores: list[float] = field(default_factory=list)


def tokens_of(text: str) -> list[str]:
    folded = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", html.unescape(text)))
    return TOKEN.findall(folded.casefold())


def sample(source: str, domain: str, payload: bytes, gold: str) -> Sample:
    page = flatten(decode(payload, declared_charset(None, payload[:2048])).text)
    zones = zones_of(page)
    setting = setting_of(page, zones.title_line)
    tokens = [tokens_of(line.text) for line in page.lines]
    names = [
        [*of_box(box_key(setting, line.box)), *of_line(line_key(setting, number))]
        for number, line in enumerate(page.lines)
    ]
    wanted = tokens_of(gold)
    return Sample(
        source,
        domain,
        page,
        setting,
        zones.content,
        tokens_of(zones.title or ""),
        wanted,
        tokens,
        label(tokens, wanted),
        names,
    )


def label(lines: list[list[str]], gold: list[str]) -> list[float]:
    """Say of each line how much of it stands in the gold, in the gold's order; a short one only beside a long one."""
    flat = [token for line in lines for token in line]
    owner = [number for number, line in enumerate(lines) for _ in line]
    hits = [0] * len(lines)
    for step in LCSseq.opcodes(flat, gold):
        if step.tag == "equal":
            for position in range(step.src_start, step.src_end):
                hits[owner[position]] += 1
    triples = set(zip(gold, gold[1:], gold[2:], strict=False))
    labels = [_one_label(line, hit, triples) for line, hit in zip(lines, hits, strict=True)]
    sure = {number for number, line in enumerate(lines) if len(line) > 3 and labels[number] > 0.5}
    return [
        0.0 if len(line) < 4 and not sure.intersection(range(number - 5, number + 6)) else labels[number]
        for number, line in enumerate(lines)
    ]


def _one_label(line: list[str], hit: int, triples: set[tuple[str, ...]]) -> float:
    if not line:
        return 0.0
    share = hit / len(line)
    if len(line) < 4:
        return float(share == 1)
    known = sum(triple in triples for triple in zip(line, line[1:], line[2:], strict=False)) / (len(line) - 2)
    if known < 0.3 or share < 0.3:
        return 0.0
    return 1.0 if share > 0.6 and known > 0.5 else share


def corpus(folder: Path) -> list[Sample]:
    found = []
    for text in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        domain = ".".join((urlsplit(row["url"]).hostname or "").split(".")[-2:])
        found.append(sample(row["source"], domain, gzip.decompress((folder / row["file"]).read_bytes()), row["body"]))
    return found


def portal() -> list[Sample]:
    """The bundled portal in each mark-up."""
    found = []
    state = city(1)
    for markup in MARKUPS:
        pages = site(state, markup, ROOT)
        for one in (*state.articles[:4], *state.static):
            gold = "\n".join([one.title, *one.paragraphs])
            found.append(sample("portal", "portal", pages[one.path][1], gold))
    return found


def number_columns(samples: list[Sample]) -> list[str]:
    columns: dict[str, int] = {}
    for one in samples:
        one.columns = [np.array([columns.setdefault(name, len(columns)) for name in names]) for names in one.names]
    said = np.array(["says_" in name for name in columns])
    for one in samples:
        one.mute = [line[~said[line]] for line in one.columns]
    return list(columns)


def fit(samples: list[Sample], width: int) -> np.ndarray:
    pages = Counter(one.domain for one in samples)
    index: list[int] = []
    ends, labels, weights = [0], [], []
    for one in samples:
        sizes = np.sqrt([len(line) for line in one.tokens])
        sizes = sizes / max(sizes.sum(), 1) * 100 / pages[one.domain] ** 0.7
        for view, share in ((one.columns, 1 - MUTE), (one.mute, MUTE)):
            for columns, said, size, line in zip(view, one.labels, sizes, one.tokens, strict=True):
                if line:
                    index.extend(columns)
                    ends.append(len(index))
                    labels.append(said)
                    weights.append(size * share)
    matrix = csr_matrix((np.ones(len(index)), index, ends), shape=(len(labels), width))
    turned = matrix.T.tocsr()
    said, size = np.array(labels), np.array(weights)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = matrix @ weights
        value = (size * (np.logaddexp(0, sums) - said * sums)).sum() + PENALTY * (weights @ weights) / 2
        return value, turned @ (size * (1 / (1 + np.exp(-sums)) - said)) + PENALTY * weights

    return minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}).x


def take_scores(one: Sample, weights: np.ndarray) -> None:
    one.scores = [float(weights[columns].sum()) + SHIFTS[one.setting.kind] for columns in one.columns]


def body_f1(one: Sample) -> float:
    body = [token for number in selected(one.setting, one.scores, one.wide).lines for token in one.tokens[number]]
    if one.source == "daniel" and body[: len(one.title)] != one.title:
        body = one.title + body  # this collection's gold starts with the title
    shared = sum((Counter(body) & Counter(one.gold)).values())
    return 2 * shared / (len(body) + len(one.gold)) if shared else 0.0


def report(said: str, samples: list[Sample]) -> None:
    for source in sorted({one.source for one in samples}):
        figures = [body_f1(one) for one in samples if one.source == source]
        print(f"{said}: {source} {sum(figures) / len(figures):.3f} of {len(figures)} pages")


def leave_out(samples: list[Sample], width: int, folds: int, seed: int) -> None:
    """Score each page by weights fitted without its domain."""
    domains = sorted({one.domain for one in samples})
    random.Random(seed).shuffle(domains)
    for fold in range(folds):
        left_out = set(domains[fold::folds])
        weights = fit([one for one in samples if one.domain not in left_out], width)
        for one in samples:
            if one.domain in left_out:
                take_scores(one, weights)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--folds", type=int, default=8)
    arguments.add_argument("--seeds", type=int, default=3, help="how often the domains are parted anew")
    options = arguments.parse_args()
    samples = [*corpus(options.corpora), *portal()]
    names = number_columns(samples)
    for seed in range(1, options.seeds + 1):
        leave_out(samples, len(names), options.folds, seed)
        report(f"domain left out, seed {seed}", samples)
    weights = fit(samples, len(names))
    for one in samples:
        take_scores(one, weights)
    report("fitted on all", samples)
    if options.write:
        kept = {
            name: round(float(weight), 2)
            for name, weight in sorted(zip(names, weights, strict=True))
            if abs(weight) >= 0.01
        }
        WEIGHTS.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        print(f"{len(kept)} weights written, {datetime.now(tz=UTC):%Y-%m-%d}")


if __name__ == "__main__":
    main()
