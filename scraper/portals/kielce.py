"""www.um.kielce.pl, the portal of the city of Kielce as it stood from 2005 to 2019."""

from __future__ import annotations

from datetime import date

from archive.terms.outcomes import PageKind
from archive.terms.urls import UrlRules
from scraper.portals.base import LOOKS, Portal, Validity

KIELCE = Portal(
    name="kielce",
    title="Urząd Miasta Kielce",
    seeds=("http://www.um.kielce.pl/", "http://www.um.kielce.pl/biuro-prasowe/archiwum-aktualnosci/"),
    hosts=("www.um.kielce.pl", "um.kielce.pl"),
    url_rules=UrlRules(aliases=(("um.kielce.pl", "www.um.kielce.pl"),), drop_parameters=LOOKS),
    delay=1.0,
    valid=Validity(until=date(2021, 12, 31)),  # the latest address of it seen anywhere is of 2021
    kinds=(
        (r"/art,\d+,[^/]*\.html$", PageKind.ARTICLE),
        (r"/archiwum-aktualnosci/rok-\d{4}/[^/,]+/$", PageKind.MONTH_ARCHIVE),
    ),
)
