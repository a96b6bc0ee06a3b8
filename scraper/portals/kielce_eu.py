"""www.kielce.eu, the portal of the city of Kielce after www.um.kielce.pl; old news was carried over to it."""

from __future__ import annotations

from archive.terms.outcomes import PageKind
from archive.terms.urls import UrlRules
from scraper.portals.base import LOOKS, Portal

KIELCE_EU = Portal(
    name="kielce_eu",
    title="Kielce – oficjalna strona miasta",
    seeds=("https://www.kielce.eu/", "https://www.kielce.eu/pl/aktualnosci/"),
    hosts=("www.kielce.eu", "kielce.eu"),
    url_rules=UrlRules(aliases=(("kielce.eu", "www.kielce.eu"),), drop_parameters=LOOKS),
    delay=1.0,
    kinds=((r"/pl/aktualnosci/[^/?]+\.html$", PageKind.ARTICLE),),
)
