"""The bundled portal through ten simulated weeks, crawled week by week: what `changes --json` says against the truth.

    python benchmarks/eval_changes.py [--markup NAME]… [--weeks N] [--keep FOLDER]

Each mark-up has an archive of its own; its crawls go over loopback with a clock that tells the simulated day. Exit
status 1 when a change of the truth is missed, is stated of another kind or with another silent flag, or when anything
else is stated, when an interval is not from the last sight of the page to the
crawl that stated it, or when a change has other classes (with `--classes shown` these are shown and fail nothing).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from pathlib import Path

from archive.terms.clock import parse_time
from archive.terms.urls import host_of
from pipelines.crawling import CrawlOrder, crawl_once
from pipelines.demo.days import BASE
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import DemoServer, serve
from pipelines.demo.weeks import WEEKS, on_day, truth_of, week
from scraper.portals.base import GoneAfter, Portal
from scraper.running import CrawlRunner, run

BEGIN = datetime.combine(BASE, hour(6), tzinfo=UTC)
TICK = timedelta(milliseconds=50)
COLUMNS = ("published", "edited", "links", "attachment", "moved", "gone", "returned")


class WeekClock:
    """Tells the time of a simulated crawl: each look at it is TICK later."""

    def __init__(self, week: int) -> None:
        self._moment = BEGIN + timedelta(weeks=week)

    def now(self) -> datetime:
        self._moment += TICK
        return self._moment


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One change as it is compared: the archive's or the truth's."""

    week: int
    kind: str
    url: str
    silent: str
    old_url: str


@dataclass(slots=True)
class Score:
    """What came of one mark-up; `dated` are the changes whose interval is wrong."""

    gold: Counter[str]
    missed: list[Said]
    false: list[Said]
    dated: list[str]
    classes: tuple[int, int]
    captures: int
    seconds: float


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        scores = run(lambda runner: _all(runner, options.markup or list(MARKUPS), options.weeks, folder))
    _print(scores)
    wrong = any(score.missed or score.false or score.dated for score in scores.values())
    unclassed = any(score.classes[0] < score.classes[1] for score in scores.values())
    sys.exit(1 if wrong or (options.classes == "required" and unclassed) else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markup", action="append", choices=list(MARKUPS), help="only this one; may be repeated")
    parser.add_argument("--weeks", type=int, default=WEEKS, help="stop after this week")
    parser.add_argument("--keep", help="leave the archives in this folder, which holds none yet")
    parser.add_argument("--classes", choices=("shown", "required"), default="required")
    return parser.parse_args()


async def _all(runner: CrawlRunner, markups: list[str], weeks: int, folder: Path) -> dict[str, Score]:
    scores = {}
    for markup in markups:
        began = time.monotonic()
        archive = str(folder / f"{markup}.db")
        captures = 0
        with serve(markup, calendar=on_day) as server:
            for number in range(weeks + 1):
                server.day = 7 * number
                clock = WeekClock(number)
                crawl = await crawl_once(runner, archive, _portal(server), CrawlOrder(allow_private=True), clock)
                captures += sum(crawl.counts.values())
            scores[markup] = _score(archive, server.url.rstrip("/"), weeks, captures, began)
    return scores


def _portal(server: DemoServer) -> Portal:
    return Portal(
        name="demo",
        title="Portal miasta",
        seeds=(server.url,),
        hosts=(host_of(server.url),),
        delay=0.0,
        gone_after=GoneAfter(checks=3, span=timedelta(days=3)),
    )


def _score(archive: str, root: str, weeks: int, captures: int, began: float) -> Score:
    kronika = str(Path(sys.executable).with_name("kronika"))
    words = [kronika, "--archive", archive, "changes", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    stated = [_said(change, root) for change in changes]
    gold = [
        (
            Said(number, one.expected.kind, one.expected.path, str(one.expected.silent), str(one.expected.old_path)),
            one.classes,
        )
        for number in range(weeks + 1)
        for one in truth_of(number)
    ]
    wanted, told = Counter(said for said, _ in gold), Counter(stated)
    named: dict[Said, tuple[str, ...]] = {
        said: tuple(change["classes"]) for said, change in zip(stated, changes, strict=True)
    }
    classed = [(said, classes) for said, classes in gold if classes and said in named]
    for said, classes in classed:
        if set(named[said]) != set(classes):
            print(f"  classes  {_line(said)}: {', '.join(named[said]) or 'none'} for {', '.join(classes)}")
    return Score(
        gold=Counter(said.kind for said, _ in gold),
        missed=sorted((wanted - told).elements()),
        false=sorted((told - wanted).elements()),
        dated=[
            _line(said) for said, change in zip(stated, changes, strict=True) if not _is_rightly_dated(said, change)
        ],
        classes=(sum(set(named[said]) == set(classes) for said, classes in classed), len(classed)),
        captures=captures,
        seconds=time.monotonic() - began,
    )


def _said(change: dict[str, object], root: str) -> Said:
    """Return a change by the week of the crawl that stated it: of a page gone its interval ends at the first 404."""
    old = change["old_url"]
    return Said(
        int(str(change["crawl"])) - 1,
        str(change["kind"]),
        str(change["url"]).removeprefix(root),
        str(change["silent"]),
        str(old).removeprefix(root),
    )


def _is_rightly_dated(said: Said, change: dict[str, object]) -> bool:
    """Tell whether a change's interval is from the week that last showed its page to that of its crawl.

    A page that is gone or back was missed for longer.
    """
    last = _week(change["not_after"])
    first = _week(change["not_before"]) if change["not_before"] is not None else -1
    if said.kind in ("gone", "returned"):
        return first < last <= said.week
    path = said.old_url if said.kind == "moved" else said.url
    shown = next(week for week in range(said.week - 1, -1, -1) if not _is_ill(week, path))
    return (first, last) == (shown, said.week)


def _is_ill(number: int, path: str) -> bool:
    return any(address in ("*", path) for address, _ in week(number).answers)


def _week(said: object) -> int:
    return (parse_time(str(said)) - BEGIN) // timedelta(weeks=1)


def _line(said: Said) -> str:
    return f"week {said.week} {said.kind} {said.url} silent={said.silent}"


def _print(scores: dict[str, Score]) -> None:
    print(
        f"{'mark-up':9} {'captures':>8} {'s':>5}", *(f"{name:>10}" for name in COLUMNS), f"{'false':>6} {'classes':>8}"
    )
    for markup, score in scores.items():
        missed = Counter(said.kind for said in score.missed)
        cells = [f"{score.gold[name] - missed[name]:>5}/{score.gold[name]:<4}" for name in COLUMNS]
        right, asked = score.classes
        print(f"{markup:9} {score.captures:8} {score.seconds:5.0f}", *cells, f"{len(score.false):6} {right:>4}/{asked}")
    for markup, score in scores.items():
        for said in score.missed:
            print(f"  {markup}: MISSED {_line(said)}")
        for said in score.false:
            print(f"  {markup}: FALSE  {_line(said)}")
        for line in score.dated:
            print(f"  {markup}: WRONG INTERVAL {line}")


if __name__ == "__main__":
    main()
