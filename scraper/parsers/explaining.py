"""Why a page was read as it was: asks the deciding functions again and keeps what they weighed (only where asked for)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.terms.outcomes import PageKind
from archive.terms.urls import resolve
from scraper.items import ParsedPage
from scraper.parsers.article import date_before, is_dated, printed_article
from scraper.parsers.blocks import Line, Page
from scraper.parsers.claims import Candidate, Claim, Decision, Explanation, ReadLine, Witnesses, first_held
from scraper.parsers.context import PageContext
from scraper.parsers.dating import date_claims
from scraper.parsers.declared import Declared
from scraper.parsers.kinds import kind_claims
from scraper.parsers.listing import entries_of
from scraper.parsers.repetition import Repetition
from scraper.parsers.scoring import BY_BOX, BY_RESCUE, BY_SCORES, shifted, witnesses_of
from scraper.parsers.sections import section_of
from scraper.parsers.titles import title_claims
from scraper.parsers.witnesses import setting_of
from scraper.parsers.words import FILES
from scraper.parsers.zones import LEAST_TITLE, Zones, is_frame, title_lines

HEAD = 100
"""Characters of a line's text that are shown."""

STRONGEST = 4
"""Witnesses of a line that are shown."""

BEST_LINES = 8
"""Lines that are shown of those which might be the title."""

HIGHEST = "the highest score of the lines that may be a title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page while it is read: `line` is the best title line's text, `found` the zones before the kind was known."""

    page: Page
    base: str
    siblings: Repetition | None
    line: str | None
    found: Zones
    zones: Zones
    declared: Declared
    context: PageContext
    parsed: ParsedPage

    @property
    def frame_share(self) -> tuple[float, ...] | None:
        """By line the share of sibling pages that have it; None where none are known."""
        return self.siblings.frame_share if self.siblings is not None else None


def explanation_of(reading: Reading) -> Explanation:
    """Return why a page was read so."""
    zones = reading.zones
    kinds = list(kind_claims(reading.page, reading.found, reading.context, reading.declared))
    ended = f"; it ends {zones.ended}" if zones.ended and zones.rule not in (BY_SCORES, BY_RESCUE) else ""
    words = sum(len(article.body.split()) for article in reading.parsed.articles)
    return Explanation(
        kind=_decision(kinds),
        title=_title(reading),
        published=_published(reading),
        body=Decision(chosen=f"{words} words", why=f"{zones.rule}{ended}"),
        lines=tuple(_lines(reading)),
        siblings=reading.siblings.siblings if reading.siblings is not None else 0,
    )


def error_explanation(suspicion: str, title: str | None) -> Explanation:
    """Return why a page was taken for no page."""
    error = Claim("page", PageKind.ERROR, suspicion, holds=True)
    unread = Decision(chosen=None, why="no page is read where there is none")
    return Explanation(
        kind=_decision([error]),
        title=Decision(chosen=title, why="a line or the head says so"),
        published=unread,
        body=unread,
    )


def _decision(claims: Iterable[Claim], *, none: str = "nothing claims it") -> Decision:
    """Return what claims come to, in their order."""
    asked = list(claims)
    winner = first_held(asked)
    candidates = tuple(_candidate(claim, winner) for claim in asked)
    if winner is None:
        return Decision(chosen=None, why=none, candidates=candidates)
    return Decision(chosen=winner.text, why=f"{winner.source}: {winner.rule}", candidates=candidates)


def _candidate(claim: Claim, winner: Claim | None) -> Candidate:
    if claim is winner:
        why = claim.rule
    elif claim.holds and winner is not None:
        why = f"so, but asked later: {claim.rule}"
    else:
        why = f"not so: {claim.rule}"
    return Candidate(claim=claim, won=claim is winner, why=why)


def _title(reading: Reading) -> Decision:
    page, found = reading.page, reading.found
    stranger = _decision(title_claims(page, reading.context.url, reading.line))
    lines = _scored_lines(reading, declared=bool(stranger.candidates))
    candidates = (*stranger.candidates, *lines)
    if stranger.candidates:
        return Decision(chosen=found.title, why=stranger.why, candidates=candidates)
    if found.title_line is not None:
        return Decision(chosen=found.title, why=f"line {found.title_line}: {HIGHEST}", candidates=candidates)
    why = "the <title>, its site's name cut off: no line is a title" if found.title else "nothing claims it"
    return Decision(chosen=found.title, why=why, candidates=candidates)


def _scored_lines(reading: Reading, *, declared: bool) -> list[Candidate]:
    """Return the best lines that might be the title; `declared`: the head's claims decided and not the scores."""
    found = reading.found
    weighed = [
        (sum(weight for _, weight in witnesses), number, tuple(witnesses))
        for number, witnesses in title_lines(reading.page, found.dates, reading.frame_share)
    ]
    weighed.sort(key=lambda one: (-one[0], one[1]))
    return [
        Candidate(
            claim=Claim("line", reading.page.lines[number].text[:HEAD], HIGHEST, number == found.title_line, number),
            won=number == found.title_line and not declared,
            why=_why_title(found, number, score, declared=declared),
            score=round(score, 2),
            witnesses=witnesses,
        )
        for score, number, witnesses in weighed[:BEST_LINES]
    ]


def _why_title(found: Zones, number: int, score: float, *, declared: bool) -> str:
    if number == found.title_line:
        return "the best line, but a page with og:title is asked for that first" if declared else HIGHEST
    if score <= LEAST_TITLE:
        return f"its score is not above {LEAST_TITLE}"
    return f"its score is not above that of line {found.title_line}"


def _published(reading: Reading) -> Decision:
    kind, declared = reading.parsed.kind, reading.declared
    if kind in (PageKind.LISTING, PageKind.MONTH_ARCHIVE):
        return Decision(chosen=None, why="each entry has a date of its own")
    claims: list[Claim] = []
    if declared.published is not None:
        line = _line_with(reading.page, sorted(declared.lines), declared.published)
        claims.append(
            Claim("label", declared.published, "a label says it is the day of publication", holds=True, line=line)
        )
    elif is_dated(kind, declared):
        claims.extend(_printed(reading))
    if claims or is_dated(kind, declared):
        claims.extend(date_claims(reading.page, reading.zones.title_line, reading.base, reading.context.listed))
    none = "a page without a title's or labelled date is static" if kind is PageKind.STATIC else "nothing claims it"
    return _decision(claims, none=none)


def _printed(reading: Reading) -> Iterator[Claim]:
    """Yield the date that the article's own lines print above the text."""
    page, zones = reading.page, reading.zones
    printed = printed_article(page, zones, reading.base, reading.parsed.kind, reading.declared).published_text
    if printed is not None:
        before = date_before(zones)
        numbers = zones.content if before is None else [*zones.content, before]
        yield Claim(
            "date line",
            printed,
            "the article prints it above its text",
            holds=True,
            line=_line_with(page, numbers, printed),
        )


def _line_with(page: Page, numbers: Iterable[int], printed: str) -> int | None:
    return next((number for number in numbers if printed in page.lines[number].text), None)


def _lines(reading: Reading) -> Iterator[ReadLine]:
    page, zones = reading.page, reading.zones
    zone_of = _Zone(reading)
    setting, scores = None, None
    if zones.rule in (BY_SCORES, BY_BOX, BY_RESCUE):
        setting = setting_of(page, zones.title_line, reading.frame_share)
        scores = shifted(setting)
    for number, line in enumerate(page.lines):
        zone = zone_of(number, line)
        strongest: Witnesses = ()
        if setting is not None:
            witnesses = sorted(witnesses_of(setting, number), key=lambda one: -abs(one[1]))
            strongest = tuple((name, round(weight, 2)) for name, weight in witnesses[:STRONGEST])
        yield ReadLine(
            number=number,
            text=line.text[:HEAD],
            zone=zone,
            why=_why_left_out(zones, number, line) if zone in _OUTSIDE else None,
            score=round(scores[number], 2) if scores is not None else None,
            witnesses=strongest,
        )


_OUTSIDE = frozenset({"sidebar", "navigation", "left out"})


def _why_left_out(zones: Zones, number: int, line: Line) -> str:
    if number in zones.left_out:
        return zones.left_out[number]
    if zones.title_line is not None and number < zones.title_line:
        return "before the title"
    if zones.rule in (BY_SCORES, BY_RESCUE):
        return f"outside {zones.rule}"
    if is_frame(line):
        return f"in the page's {line.zone}" if line.zone else "a counter or day of the visit"
    return zones.ended or "no part of the content"


class _Zone:
    """Tells by what was read which zone a line came to."""

    def __init__(self, reading: Reading) -> None:
        parsed, zones = reading.parsed, reading.zones
        self._reading = reading
        section = section_of(reading.page, zones, reading.context.url)
        self._section = section[0] if section is not None else None
        self._content = set(zones.content)
        self._entries = frozenset[int]()
        if parsed.kind is PageKind.LISTING:
            self._content = set(entries_of(reading.page, zones, reading.base)[2])
            self._entries = frozenset(self._content)
        self._dates = {date for one in parsed.articles for date in (one.published_text, one.updated_text) if date}
        self._files = {link.url for article in parsed.articles for link in article.attachments}
        self._banners = {link.url for link in parsed.sidebar}

    def __call__(self, number: int, line: Line) -> str:
        """Return the zone of a line (ReadLine has their names)."""
        if number == self._reading.zones.title_line:
            return "title"
        if number == self._section:
            return "section"
        if number in self._reading.declared.lines:
            return "declared"
        if self._is_date(number, line):
            return "date"
        if number not in self._content:
            return self._outside(line)
        return "entry" if number in self._entries else self._inside(line)

    def _is_date(self, number: int, line: Line) -> bool:
        before = number == date_before(self._reading.zones)
        inside = number in self._reading.zones.dates and (before or number in self._content)
        return inside and number not in self._entries and any(date in line.text for date in self._dates)

    def _inside(self, line: Line) -> str:
        urls = {resolve(href, self._reading.base) for href, _ in line.links}
        if FILES.fullmatch(line.text) or (line.dense and urls and urls <= self._files):
            return "attachment"
        return "body" if line.text else "image"

    def _outside(self, line: Line) -> str:
        hrefs = (*(href for href, _ in line.links), *(href for _, _, href in line.images if href))
        urls = {resolve(href, self._reading.base) for href in hrefs}
        if not urls.isdisjoint(self._banners):
            return "sidebar"
        return "navigation" if urls else "left out"
