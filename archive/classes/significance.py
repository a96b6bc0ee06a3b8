"""How much a change matters, 0 to 1, from rules that a person can read (docs/changes.md): no score without its reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

WEIGHTS = {
    "deadline": 0.9,
    "amount": 0.9,
    "negation": 0.85,
    "legal_reference": 0.8,
    "date": 0.8,
    "person": 0.7,
    "number": 0.7,
    "paragraph_removed": 0.7,
    "attachment": 0.6,
    "paragraph_added": 0.5,
    "link": 0.4,
    "wording": 0.4,
    "diacritics": 0.3,
    "image": 0.2,
}
"""What a class of change counts alone. Judgement, not measurement: what binds people and money goes first."""

NOTHING = 0.2
"""A change that has no class: a field without text."""

FURTHER = 0.02
"""Each further class that counts at least as much as a number."""

SHARE = 0.1
"""All of the text changed; less in proportion."""


ALONE = {"moved": 0.3, "returned": 0.5}
"""What a page counts that moved or returned, unless what was edited on the way counts more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One reason for a significance and what it adds."""

    reason: str
    adds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """The score, 0 to 1 in hundredths, and the terms whose sum it is (no more than 1)."""

    score: float
    terms: tuple[Term, ...]


def weigh(classes: Collection[str], *, share: float) -> Significance:
    """Return the significance of a change: its weightiest class, a little for further ones, a little for its size.

    `share` is the share of the text that changed, 0 to 1.
    """
    known = sorted((name for name in set(classes) if name in WEIGHTS), key=lambda name: (-WEIGHTS[name], name))
    terms = [Term(reason=f"{known[0]}: the weightiest of its classes", adds=WEIGHTS[known[0]])] if known else []
    if not known:
        terms = [Term(reason="no class", adds=NOTHING)]
    terms += [Term(reason=f"{name} too", adds=FURTHER) for name in known[1:] if WEIGHTS[name] >= WEIGHTS["number"]]
    if share > 0:
        terms.append(Term(reason=f"{share:.0%} of the text changed", adds=round(SHARE * share, 3)))
    return Significance(score=round(min(1.0, sum(term.adds for term in terms)), 2), terms=tuple(terms))


def weigh_way(kind: str, classes: Collection[str]) -> Significance:
    """Return the significance of a page that moved or returned: of the edits on the way, where these count more."""
    alone = Significance(score=ALONE[kind], terms=(Term(reason=f"kind {kind}", adds=ALONE[kind]),))
    edited = weigh(classes, share=0.0)
    return edited if classes and edited.score > alone.score else alone
