"""Prints hits, expansions and trends."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from math import ceil

from archive.console.output import counted, plain, print_json_lines, table
from archive.search.finding import MOST_COUNTED
from archive.search.hits import Facet, Facets, FacetValue, Found, Hit
from archive.search.trend import Trend
from archive.terms.clock import format_time

_POLISH_SIGNS = str.maketrans(",.", "\u00a0,")

BARS = " ▁▂▃▄▅▆▇█"

MOST_BARS = 60
"""Bars in the line above a trend; of more periods each bar is the highest of some."""


def say(sentence: str) -> None:
    """Say something about a search on standard error."""
    sys.stderr.write(f"kronika: {plain(sentence)}\n")


def print_found(found: Found, total: int | None) -> None:
    """Print hits as people read them, marked words in colour; `total` is what `count` says of them."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for hit in found.hits:
        head = Text(plain(hit.title) or plain(hit.url), style="bold")
        console.print(head, soft_wrap=True)
        console.print(Text(_where(hit), style="dim"), soft_wrap=True)
        console.print(_marked(hit), soft_wrap=True)
        console.print()
    if not found.hits:
        console.print("nothing found")
    elif total is not None and total > len(found.hits):
        all_found = f"{total}" if total <= MOST_COUNTED else f"more than {MOST_COUNTED}"
        console.print(f"{len(found.hits)} of {all_found}; --limit shows more")


def _where(hit: Hit) -> str:
    said = [
        str(hit.published) if hit.published is not None else "no date",
        plain(hit.section) if hit.section else "",
        plain(hit.url),
        f"snapshot {hit.snapshot}" + (f", article {hit.article}" if hit.article else ""),
        f"seen {_day(hit)}",
    ]
    return " · ".join(one for one in said if one)


def _day(hit: Hit) -> str:
    first, last = format_time(hit.first_seen)[:10], format_time(hit.last_seen)[:10]
    return first if first == last else f"{first} to {last}"


def _marked(hit: Hit) -> object:
    from rich.text import Text

    shown = Text("… " if hit.snippet.cut_before else "")
    for run, marked in hit.snippet.runs:
        shown.append(plain(run), style="bold yellow" if marked else "")
    return shown.append(" …" if hit.snippet.cut_after else "")


def print_explanation(found: Found, *, as_json: bool) -> None:
    """Print what each word of the query stands for."""
    words = [word.to_json() for term in found.terms for word in term.words]
    if as_json:
        print_json_lines(words)
        return
    table(
        ["word", "lemmas", "forms searched for", "left out"],
        [
            [word["typed"], ", ".join(word["lemmas"]), ", ".join(word["forms"]), word["left_out"] or ""]
            for word in words
        ],
    )


def print_facets(found: Facets) -> None:
    """Print what articles mention, the most frequent of each sort first."""
    table(
        ["", "mentioned", "in articles"],
        [[value.facet.value, _shown(value), value.articles] for value in found.values],
        title=f"{found.read} of {counted(found.found, 'article', 'articles')} read",
    )


def _shown(value: FacetValue) -> str:
    """Return a value as Polish prints it: `1 200,50 zł`."""
    if value.facet is not Facet.AMOUNT:
        return value.value
    return f"{Decimal(value.value):,.2f} zł".translate(_POLISH_SIGNS)


def print_trend(found: Trend) -> None:
    """Print the periods as a table, with a bar for each and the line of bars above."""
    bars = _bars([period.rate for period in found.periods])
    step = -(-len(bars) // MOST_BARS) or 1
    line = "".join(max(bars[at : at + step], key=BARS.index) for at in range(0, len(bars), step))
    rows = [
        [period.period, period.mentions, period.articles, period.words, f"{period.rate:.1f}", bar]
        for period, bar in zip(found.periods, bars, strict=True)
    ]
    table(
        ["period", "mentions", "articles", "words published", "per million words", ""],
        rows,
        title=f"{plain(found.term.term.typed)}  {line}",
    )


def _bars(rates: list[float]) -> list[str]:
    """Return a bar for each rate; only that of nothing is empty."""
    highest = max(rates, default=0.0)
    return [BARS[ceil(rate / highest * (len(BARS) - 1))] if highest else BARS[0] for rate in rates]


def print_trend_csv(found: Trend) -> None:
    """Print the periods as CSV with a line of names."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["period", "mentions", "articles", "words", "per_million"])
    for period in found.periods:
        writer.writerow([period.period, period.mentions, period.articles, period.words, f"{period.rate:.2f}"])


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each of the things done, on a terminal only."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield watch
