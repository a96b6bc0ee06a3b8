"""What a portal's pages taught of their template, frozen under numbers: a crawl reads with one of them from begin to end.

The content is the parsers' and opaque here. Number 0 is nothing learned and has no row; a number, once given, always
means the same content, so that an extraction names exactly what it was read with.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from archive.models import KnowledgeRow
from archive.terms.errors import NotThere
from archive.types import Json


def latest(connection: Connection, portal: str) -> int:
    """Return the number of the newest knowledge of a portal, 0 where nothing was learned."""
    query = select(func.max(KnowledgeRow.number)).where(KnowledgeRow.portal == portal)
    return connection.execute(query).scalar() or 0


def load(connection: Connection, portal: str, number: int) -> Json | None:
    """Return knowledge by its number, None for 0. Raises NotThere for a number that was never given."""
    if number == 0:
        return None
    query = select(KnowledgeRow.content).where(KnowledgeRow.portal == portal, KnowledgeRow.number == number)
    content: Json | None = connection.execute(query).scalar()
    if content is None:
        raise NotThere(f"the archive has no knowledge {number} of the portal {portal}; run `kronika verify`")
    return content


def store(connection: Connection, portal: str, content: Json) -> int:
    """Keep knowledge and return its number; that of the latest where it says the same.

    Every new number makes the next crawl read changed pages twice, so what teaches nothing new must be handed over
    unchanged (`scraper.parsers.template.Learner.template` sees to that). The portal's row and its lock are the caller's.
    """
    number = latest(connection, portal)
    if number and load(connection, portal, number) == content:
        return number
    connection.execute(insert(KnowledgeRow), {"portal": portal, "number": number + 1, "content": content})
    return number + 1
