"""Makes the URLs that pages led to resources, and due; each once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from archive.frontier import due_order
from archive.models import FrontierRow, ResourceRow
from archive.terms.facts import Found
from archive.terms.outcomes import FoundBy, ResourceState

CHUNK = 400
"""Addresses asked for in one statement; databases bound the number of parameters."""

REMEMBERED = 100_000
"""Addresses remembered between batches: most links of a portal stand on all of its pages."""


class Finder:
    """Stores found URLs of one crawl."""

    def __init__(self, portal: str, crawl: int) -> None:
        self._portal = portal
        self._crawl = crawl
        self._remembered: set[str] = set()

    def store(self, connection: Connection, found: Sequence[Found]) -> int:
        """Make what is not known yet a resource that is due; return how many were new."""
        fresh: dict[str, Found] = {}
        for one in found:
            if one.urlkey not in self._remembered:
                fresh.setdefault(one.urlkey, one)
        ordered = list(fresh.values())
        new = 0
        for start in range(0, len(ordered), CHUNK):
            new += self._store(connection, ordered[start : start + CHUNK])
        self._chains(connection, [one for one in found if one.found_by is FoundBy.REDIRECT])
        if len(self._remembered) > REMEMBERED:
            self._remembered.clear()
        self._remembered.update(fresh)
        return new

    def _store(self, connection: Connection, found: list[Found]) -> int:
        keys = [one.urlkey for one in found]
        query = select(ResourceRow.urlkey).where(ResourceRow.portal == self._portal, ResourceRow.urlkey.in_(keys))
        known = set(connection.execute(query).scalars())
        new = {one.urlkey: one for one in found if one.urlkey not in known}
        if not new:
            return 0
        rows = [
            {
                "portal": self._portal,
                "url": one.url,
                "urlkey": one.urlkey,
                "state": ResourceState.KNOWN,
                "found_by": one.found_by,
                "found_crawl": self._crawl,
                "snapshots": 0,
                "missing": 0,
                "unmodified": 0,
            }
            for one in new.values()
        ]
        made = connection.execute(insert(ResourceRow).returning(ResourceRow.id, ResourceRow.urlkey), rows).all()
        due = [
            {
                "resource": row.id,
                "portal": self._portal,
                "due": due_order(new[row.urlkey].found_by, row.id),
                "lease": None,
                "found_by": new[row.urlkey].found_by,
                "chain": list(new[row.urlkey].chain),
            }
            for row in made
        ]
        connection.execute(insert(FrontierRow), due)
        return len(made)

    def _chains(self, connection: Connection, redirects: list[Found]) -> None:
        """Give what is due already the redirects that lead there, so that a loop is seen."""
        for one in redirects:
            resource = select(ResourceRow.id).where(
                ResourceRow.portal == self._portal, ResourceRow.urlkey == one.urlkey
            )
            connection.execute(
                update(FrontierRow)
                .where(FrontierRow.resource == resource.scalar_subquery(), FrontierRow.lease.is_(None))
                .values(chain=list(one.chain))
            )
