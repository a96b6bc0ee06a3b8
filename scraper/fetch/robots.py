"""robots.txt as RFC 9309 says: unreachable or 5xx means keep out, 4xx means no rules, at most 500 KiB are read.

Scrapy's own middleware goes on where the file cannot be had (FAULTS A64, A65), ignores UTF-16 and Crawl-delay, and
follows a redirect of robots.txt anywhere (A66, A68, A70).
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from protego import Protego

MAX_BYTES = 500 * 1024
"""RFC 9309 section 2.5: a crawler reads at least this much; the rest is ignored."""

MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer Crawl-delay is taken for this much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotRules:
    """What one host allows; `refusal` says why nothing is allowed, when nothing is."""

    rules: Protego | None = field(default=None)
    refusal: str | None = None

    def refusal_of(self, url: str, agent: str) -> str | None:
        """Return why a URL may not be fetched, None when it may."""
        if self.refusal is not None:
            return self.refusal
        if self.rules is None or self.rules.can_fetch(url, agent):
            return None
        return "robots.txt disallows it"

    def delay(self, agent: str) -> float:
        """Return the Crawl-delay in seconds, 0 where none is asked for."""
        asked = self.rules.crawl_delay(agent) if self.rules is not None else None
        return min(asked or 0.0, MAX_CRAWL_DELAY)

    def sitemaps(self) -> tuple[str, ...]:
        """Return the addresses of the Sitemap lines."""
        return tuple(self.rules.sitemaps) if self.rules is not None else ()


def rules_of(status: int, body: bytes) -> RobotRules:
    """Return what an answer to /robots.txt means (RFC 9309 section 2.3.1)."""
    if status >= 500 or status == 429:
        return unreachable(f"HTTP {status}")
    if status != 200:
        return RobotRules()
    text = _text(body[:MAX_BYTES])
    if text.lstrip()[:1] == "<":
        return RobotRules()
    return RobotRules(rules=Protego.parse(text))


def unreachable(why: str) -> RobotRules:
    """Return the rules of a host whose robots.txt cannot be had: keep out."""
    return RobotRules(refusal=f"robots.txt cannot be had ({why}), so everything counts as disallowed")


def _text(body: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    return body.decode("utf-8", "replace")
