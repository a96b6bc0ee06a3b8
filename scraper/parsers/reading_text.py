"""What was read of a document, gathered under one limit, whatever its format."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from archive.terms.facts import Charset

MAX_CHARS = 2_000_000
"""Characters of text kept of one document."""
SECONDS = 30.0
"""Time one document may take; the reading worker's own deadline is 60 s."""

_WHITE = re.compile(r"[ \t\r\f\v\xa0]+")


@dataclass(slots=True)
class Gathered:
    """The paragraphs of a document (lines within one parted by a line break), its title, properties and warnings."""

    paragraphs: list[str] = field(default_factory=list)
    title: str | None = None
    properties: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    charset: Charset | None = None
    room: int = MAX_CHARS
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    def add(self, text: str) -> bool:
        """Keep a paragraph; return False, with a warning, once there is no room or time for more."""
        lines = (_WHITE.sub(" ", line).strip() for line in text.split("\n"))
        text = "\n".join(line for line in lines if line)
        if text:
            if len(text) > self.room:
                text = text[: self.room]
                self.cut(f"more than {MAX_CHARS} characters of text")
            if text:
                self.paragraphs.append(text)
            self.room -= len(text) + 2
        return self.room > 0 and self.in_time()

    def in_time(self) -> bool:
        """Tell whether there is time left; say so in the warnings where there is none."""
        if time.monotonic() > self.until:
            self.cut(f"reading it took longer than {SECONDS:.0f} s")
        return self.room > 0

    def cut(self, why: str) -> None:
        """Take no more text and say why."""
        self.room = 0
        self.warnings.append(f"{why}: the rest of the document's text is left out")

    def say(self, name: str, value: object) -> None:
        """Keep a property that the file states, at most 500 characters of it."""
        text = " ".join(str(value).split())[:500] if value is not None else ""
        if text:
            self.properties[name] = text
