"""`kronika portals`: the declared portals and those an archive holds, in one list."""

from __future__ import annotations

from archive.console.output import print_json_lines, table
from archive.types import Json
from pipelines.polish.collation import polish_key
from scraper.portals.registry import PORTALS


def known_portals(archive: str) -> list[Json]:
    """Return the portals known, by name; an archive that is not there yet adds nothing."""
    from archive.db import open_archive  # noqa: PLC0415 # SQLAlchemy is needed only where there is an archive
    from archive.errors import ArchiveMissing  # noqa: PLC0415
    from archive.queries import portal_facts  # noqa: PLC0415

    rows: dict[str, Json] = {
        portal.name: _row(portal.name, portal.hosts, portal.seeds, portal.delay) for portal in PORTALS.values()
    }
    try:
        with open_archive(archive, write=False) as opened, opened.reading() as connection:
            for facts in portal_facts(connection):
                row = rows.setdefault(facts.name, _row(facts.name, facts.hosts, facts.seeds, facts.delay))
                row |= {"resources": facts.resources, "last_crawl": facts.last_crawl}
    except ArchiveMissing:
        pass
    return [rows[name] for name in sorted(rows, key=polish_key)]


def _row(name: str, hosts: tuple[str, ...], seeds: tuple[str, ...], delay: float) -> Json:
    return {
        "name": name,
        "hosts": list(hosts),
        "seeds": list(seeds),
        "delay": delay,
        "resources": 0,
        "last_crawl": None,
    }


def print_portals(archive: str, *, as_json: bool) -> None:
    """Print the portals known."""
    rows = known_portals(archive)
    if as_json:
        print_json_lines(rows)
    else:
        table(
            ["portal", "hosts", "valid", "delay", "resources", "last crawl"],
            [
                [
                    row["name"],
                    ", ".join(row["hosts"]),
                    str(PORTALS[row["name"]].valid) if row["name"] in PORTALS else "–",
                    f"{row['delay']:g} s",
                    str(row["resources"]),
                    str(row["last_crawl"] or "–"),
                ]
                for row in rows
            ],
        )
