"""Links and pictures as they cross every wall; texts are as printed in `scraper`, normalised from `pipelines` on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a body, an attachment or a navigation: absolute URL and the text a person sees."""

    url: str
    text: str

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        """Pickle as a call: a hundred links a page cross to the reading worker's parent, and slots pickle slowly."""
        return _link, (self.url, self.text)


def _link(url: str, text: str) -> Link:
    return Link(url=url, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of a body: absolute URL and its alternative text ("" where it has none)."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SidebarLink:
    """A banner: absolute URL, caption (else the picture's alt), and the picture's absolute URL if any."""

    url: str
    text: str
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Which parser read a page, in which version; two states are compared only as read by the same reader."""

    name: str
    version: int
