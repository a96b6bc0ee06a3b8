"""The working list as CSV (RFC 4180): a row a change, with the last review; archived text cannot pass for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from archive.types import Change, change_json

COLUMNS = (
    "id",
    "url",
    "kind",
    "from",
    "to",
    "not_before",
    "not_after",
    "silent",
    "findings",
    "significance",
    "classes",
    "fields",
    "article",
    "old_url",
    "attachment_url",
    "pages",
    "crawl",
    "cause",
    "summary",
    "why",
    "verdict",
    "reviewer",
    "note",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(changes: Iterable[Change], target: TextIO) -> None:
    """Write changes as CSV with a head; lists are parted by blanks, what a sheet would compute gets a `'` before it."""
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for change in changes:
        document = change_json(change)
        document["findings"] = [finding.value for finding, _ in change.findings]
        if change.reviews:
            last = change.reviews[-1]
            document |= {"verdict": last.verdict, "reviewer": last.reviewer, "note": last.note}
        writer.writerow([_cell(document.get(name)) for name in COLUMNS])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
