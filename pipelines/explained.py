"""Why a page was read as it was, for scripts and for people."""

from __future__ import annotations

from rich.text import Text

from archive.console.output import one_line, reading_console
from archive.console.page import STYLES
from archive.types import Json
from scraper.parsers.claims import Candidate, Decision, Explanation, ReadLine, Witnesses

DECISIONS = ("kind", "title", "published", "body")


def explanation_json(explanation: Explanation) -> Json:
    """Return an explanation as `kronika parse --explain --json` prints it under `explain`."""
    decisions: Json = {name: _decision_json(getattr(explanation, name)) for name in DECISIONS}
    lines = [
        {
            "line": line.number,
            "zone": line.zone,
            "text": line.text,
            "why": line.why,
            "score": line.score,
            "witnesses": _witnesses_json(line.witnesses),
        }
        for line in explanation.lines
    ]
    return decisions | {"siblings": explanation.siblings, "lines": lines}


def _decision_json(decision: Decision) -> Json:
    candidates = [
        {
            "source": one.claim.source,
            "text": one.claim.text,
            "line": one.claim.line,
            "won": one.won,
            "why": one.why,
            "score": one.score,
            "witnesses": _witnesses_json(one.witnesses),
        }
        for one in decision.candidates
    ]
    return {"chosen": decision.chosen, "why": decision.why, "candidates": candidates}


def _witnesses_json(witnesses: Witnesses) -> list[Json]:
    return [{"name": name, "weight": round(weight, 2)} for name, weight in witnesses]


def print_explanation(explanation: Explanation | None) -> None:
    """Print what decided, which candidates lost and why, and what became of each line; None: there is nothing to say."""
    console = reading_console()
    console.print()
    if explanation is None:
        console.print(Text("explain: a feed or document is read whole; nothing was decided"))
        return
    for name in DECISIONS:
        _print_decision(name, getattr(explanation, name))
    console.print(Text(f"sibling pages known: {explanation.siblings}"))
    if explanation.lines:
        console.print(Text("\nlines", style="bold"))
    for line in explanation.lines:
        console.print(_line(line))


def _print_decision(name: str, decision: Decision) -> None:
    console = reading_console()
    chosen = one_line(decision.chosen) or "–"
    console.print(Text.assemble((f"{name}: ", "bold"), chosen, (f"  because {one_line(decision.why)}", "italic")))
    for one in decision.candidates:
        console.print(_candidate(one))


def _candidate(one: Candidate) -> Text:
    place = f" (line {one.claim.line})" if one.claim.line is not None else ""
    score = f" {one.score:+.2f}" if one.score is not None else ""
    said = one_line(f"{'+' if one.won else '-'} {one.claim.source}{place}{score}: {one.claim.text}")
    style = "green" if one.won else "dim"
    return Text.assemble((f"  {said}", style), (f"  {one_line(one.why)}{_said(one.witnesses)}", "italic dim"))


def _line(line: ReadLine) -> Text:
    score = f"{line.score:+6.2f}" if line.score is not None else " " * 6
    why = f"  {one_line(line.why)}" if line.why else ""
    head = f"{line.number:4} {line.zone:<10} {score}  "
    return Text.assemble(
        (head, "dim"),
        (one_line(line.text) or "(picture)", STYLES.get(line.zone, "dim")),
        (f"{why}{_said(line.witnesses)}", "italic dim"),
    )


def _said(witnesses: Witnesses) -> str:
    """Return witnesses in brackets, each with its weight."""
    return f"  [{', '.join(f'{one_line(name)} {weight:+.2f}' for name, weight in witnesses)}]" if witnesses else ""
