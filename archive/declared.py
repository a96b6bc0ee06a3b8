"""Holds what a page declares of itself against what captures of it show: pure functions from two sights.

A date is that of a day in Poland. Each finding says why in one sentence; the evidence beside it names the captures,
their times and the printed texts, so that anybody can check it against the payloads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from archive.diffs.compare import ArticleChange
from archive.terms.clock import format_time
from archive.terms.outcomes import CaptureOutcome, Finding
from archive.types import ArticleContent, Json, Revision
from pipelines.polish.date_forms import WARSAW

DECLARING = frozenset({"updated", "history"})
"""Fields that say that something changed, and are no change themselves."""

PRINTED_ROWS = 20
"""Rows of a change log that evidence prints, from its top."""

Findings = tuple[tuple[Finding, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A capture as evidence; `snapshot` is the number that it showed, `payload` the digest (`sha256:…`) of its bytes."""

    capture: int
    crawl: int
    fetched: datetime
    outcome: CaptureOutcome
    status: int | None = None
    snapshot: int | None = None
    payload: str | None = None

    def to_json(self) -> Json:
        """Return it as it stands in evidence."""
        return {
            "capture": self.capture,
            "crawl": self.crawl,
            "fetched": format_time(self.fetched),
            "outcome": self.outcome.value,
            "status": self.status,
            "snapshot": self.snapshot,
            "payload": self.payload,
        }


def evidence(
    before: Sighting | None,
    after: Sighting,
    *,
    old: ArticleContent | None = None,
    new: ArticleContent | None = None,
    missing: Sequence[Sighting] = (),
) -> Json:
    """Return what a change rests on: the last capture of the old state and the first of the new, with printed texts.

    `missing` are the answers by which a page counts as gone.
    """
    document: Json = {"before": _side(before, old), "after": _side(after, new)}
    if missing:
        document["missing"] = [sighting.to_json() for sighting in missing]
    return document


def _side(sighting: Sighting | None, article: ArticleContent | None) -> Json | None:
    if sighting is None:
        return None
    return sighting.to_json() | ({"printed": printed(article)} if article is not None else {})


def printed(article: ArticleContent) -> Json:
    """Return the texts by which an article declares when it was published and changed."""
    return {
        "published_text": article.published_text,
        "updated_text": article.updated_text,
        "history": [
            {"version": row.version, "changed_text": row.changed_text, "author": row.author, "reason": row.reason}
            for row in article.history[:PRINTED_ROWS]
        ],
    }


def findings(change: ArticleChange, before: Sighting | None, *, file_changed: bool = False) -> Findings:
    """Return what is found of an article's change; `before` is the last capture that showed its old state.

    `file_changed` tells that a file which the article offers changed with it: a declared change was seen then.
    """
    return tuple(_findings(change, before, file_changed=file_changed))


def _findings(change: ArticleChange, before: Sighting | None, *, file_changed: bool) -> Iterable[tuple[Finding, str]]:
    unseen = bool(change.fields) and set(change.fields) <= DECLARING
    if unseen and not file_changed:
        yield Finding.DECLARED_UNSEEN, f"the page declares a change ({_declaration(change)}) and shows none"
    if change.silent and not unseen:
        yield Finding.SILENT, _silence(change)
    declared = newly_declared(change.old, change.new)
    if before is not None and declared is not None and declared < day_of(before.fetched):
        yield Finding.BACKDATED, _backdating(change, declared, before)
    lost = _lost(change)
    if lost and change.silent:
        yield Finding.UNDECLARED_REMOVAL, f"{lost} and nothing printed says so"


def day_of(moment: datetime) -> date:
    """Return the day in Poland."""
    return moment.astimezone(WARSAW).date()


def newly_declared(old: ArticleContent | None, new: ArticleContent | None) -> date | None:
    """Return the latest day that a new state declares for its change and the old one did not; None where there is none."""
    if new is None:
        return None
    if old is None:
        return new.updated or new.published
    days = [row.changed for row in new_rows(old, new)]
    days.append(new.updated if new.updated != old.updated else None)
    days.append(new.published if new.published != old.published and old.published is not None else None)
    return max((day for day in days if day is not None), default=None)


def new_rows(old: ArticleContent, new: ArticleContent) -> tuple[Revision, ...]:
    """Return the rows of a page's change log that it did not print before."""
    return tuple(row for row in new.history if row not in set(old.history))


def gone_findings(last: ArticleContent | None, status: int | None) -> Findings:
    """Return what is found of a page that is gone: a removal nobody declared, unless its own log announced it."""
    if last is not None and any(_announces(row) for row in last.history):
        return ()
    words = "the server answers that it was taken away for good (410)" if status == 410 else "the page answers no more"
    return ((Finding.UNDECLARED_REMOVAL, f"{words} and nothing that it printed announced that"),)


def _announces(row: Revision) -> bool:
    return any(stem in (row.reason or "").lower() for stem in ("usuni", "wycof", "unieważn", "uchyl", "likwid"))


def _declaration(change: ArticleChange) -> str:
    if change.old is not None and change.new is not None and (rows := new_rows(change.old, change.new)):
        row = rows[0]
        return " ".join(part for part in ("log:", row.changed_text, row.reason) if part)
    text = change.new.updated_text if change.new is not None else None
    return f"update date {text}" if text else "update date"


def _silence(change: ArticleChange) -> str:
    shown = change.new or change.old
    dates = [text for text in (shown.published_text, shown.updated_text) if text] if shown is not None else []
    what = {"inserted": "an item came", "removed": "an item went"}.get(
        change.kind, ", ".join(change.fields) + " changed"
    )
    return f"{what} and the printed dates declare nothing ({'; '.join(dates) or 'none printed'})"


def _backdating(change: ArticleChange, declared: date, before: Sighting) -> str:
    still = "the item was not there yet" if change.old is None else "the old text still stood there"
    return (
        f"declared for {declared.isoformat()}, but {still} in capture {before.capture} at {format_time(before.fetched)}"
    )


def _lost(change: ArticleChange) -> str:
    """Say which whole thing a change took away, empty where it took none: an item, a paragraph, a file."""
    old, new = change.old, change.new
    if old is None:
        return ""
    if new is None:
        return "an item was taken away"
    kept = {link.url for link in new.attachments}
    files = [link.text or link.url for link in old.attachments if link.url not in kept]
    if files and len(new.attachments) < len(old.attachments):
        return f"the file “{files[0]}” was taken away"
    before, after = (text.count("\n\n") for text in (old.body, new.body))
    return "a paragraph was taken away" if "body" in change.fields and after < before else ""
