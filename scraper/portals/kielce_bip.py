"""bipum.kielce.eu, the public information bulletin of the city of Kielce (CMS SmartSite)."""

from __future__ import annotations

from archive.terms.outcomes import PageKind
from archive.terms.urls import UrlRules
from scraper.portals.base import LOOKS, TRAPS, Portal

KIELCE_BIP = Portal(
    name="kielce_bip",
    title="Biuletyn Informacji Publicznej Urzędu Miasta Kielce",
    seeds=("https://bipum.kielce.eu/", "https://bipum.kielce.eu/urzad-miasta-kielce/ogloszenia-obwieszczenia/"),
    hosts=("bipum.kielce.eu",),
    url_rules=UrlRules(drop_parameters=LOOKS),
    delay=1.0,
    kinds=((r"-1\.html\?page=\d+$", PageKind.LISTING),),  # page N of a board; past the end it is page 1 again
    traps=(*TRAPS, r"/(print|drukuj|pdf|generuj-pdf)/"),
)
