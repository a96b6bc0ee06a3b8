"""Two snapshots of a page as one page to look at, from the payloads as they were received."""

from __future__ import annotations

import webencodings
from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from archive.diffs.rendered import render_diff
from archive.diffs.text import MAX_CHARACTERS
from archive.errors import TooLarge
from archive.models import CaptureRow, ResourceRow, SnapshotRow
from archive.payloads import load_payload
from archive.terms.errors import BadInput, NotThere


def rendered(connection: Connection, url: str, old: int, new: int) -> str:
    """Return HTML that shows snapshot `new` of a resource with what came and went since `old`.

    Of the old one the last payload that showed it, of the new one the first: what lies between is the change and little else.

    Raises NotThere, BadInput for what is no page of HTML, TooLarge.
    """
    sides = [
        _source(connection, url, old, SnapshotRow.last_full),
        _source(connection, url, new, SnapshotRow.first_capture),
    ]
    if any(len(side) > MAX_CHARACTERS for side in sides):
        raise TooLarge(
            f"snapshots {old} and {new} of {url} are too large to compare word by word: save both with "
            f"`kronika show {url} --format raw --snapshot {old}` and `--snapshot {new}`"
        )
    return render_diff(*sides, title=f"{url} {old}..{new}")


def _source(connection: Connection, url: str, number: int, capture: InstrumentedAttribute[int]) -> str:
    """Return a payload that showed a snapshot, decoded as it was when it was read; `capture`: the column that names it."""
    query = (
        select(CaptureRow.payload, CaptureRow.charset)
        .join(SnapshotRow, capture == CaptureRow.seq)
        .join(ResourceRow, ResourceRow.id == SnapshotRow.resource)
        .where(ResourceRow.url == url, SnapshotRow.n == number, CaptureRow.payload.is_not(None))
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotThere(f"no payload of snapshot {number} of {url} is kept; see its timeline")
    if row.charset is None:
        raise BadInput(f"{url} is no page of HTML, so it cannot be rendered; use --format text")
    encoding = webencodings.lookup(row.charset["used"])
    decoded: tuple[str, object] = webencodings.decode(
        load_payload(connection, row.payload), encoding or webencodings.UTF8
    )
    return decoded[0]
