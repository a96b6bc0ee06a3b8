"""What a decision of the reader rests on, as data: claims in the order they are asked, and what was made of a page's lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a decision may rest on.

    `source` is where it stands, `text` what it claims, `rule` what has to be so, `holds` whether it is; `line` is the
    number of its line from 0, where it has one.
    """

    source: str
    text: str
    rule: str
    holds: bool
    line: int | None = None


def first_held(claims: Iterable[Claim]) -> Claim | None:
    """Return the claim that decides: the first that holds; those after it are not asked."""
    return next((claim for claim in claims if claim.holds), None)


Witnesses = tuple[tuple[str, float], ...]
"""Names and weights of what speaks for (above 0) and against a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim that was weighed in a decision, and what came of it; `score` where lines are weighed against each other."""

    claim: Claim
    won: bool
    why: str
    score: float | None = None
    witnesses: Witnesses = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, by which rule, from which candidates, the winner among them; `chosen` is None for none."""

    chosen: str | None
    why: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """What was made of a line: its number from 0, the head of its text, its zone, and why it is no content.

    `zone` is title, section, date, body, image, attachment, entry, declared, sidebar, navigation or left out; `score` is
    None where the page was not read by scores; `witnesses` are the strongest, the strongest first.
    """

    number: int
    text: str
    zone: str
    why: str | None = None
    score: float | None = None
    witnesses: Witnesses = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a page was read as it was; `siblings` counts the pages of its portal that spoke of its frame."""

    kind: Decision
    title: Decision
    published: Decision
    body: Decision
    lines: tuple[ReadLine, ...] = ()
    siblings: int = 0
