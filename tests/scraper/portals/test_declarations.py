"""What the declared portals say of addresses."""

from datetime import date

import pytest

from archive.terms.outcomes import PageKind
from archive.terms.urls import canonical_url, host_of
from scraper.found import found_in_content, found_in_frame, together
from scraper.parsers.registry import PageContext, parse
from scraper.portals.base import Portal, Validity
from scraper.portals.registry import PORTALS, portal_of_url


@pytest.mark.parametrize(
    ("name", "url", "kind"),
    [
        ("kielce", "http://um.kielce.pl/biuro-prasowe/aktualnosci/art,24330,dzien-samorzadu.html", PageKind.ARTICLE),
        (
            "kielce",
            "http://www.um.kielce.pl/biuro-prasowe/archiwum-aktualnosci/rok-2005/listopad2005/",
            PageKind.MONTH_ARCHIVE,
        ),
        ("kielce", "http://www.um.kielce.pl/biuro-prasowe/archiwum-aktualnosci/rok-2018/", None),
        ("kielce", "http://www.um.kielce.pl/poznajmiasto/herb_hejnal_logo/", None),
        ("kielce_eu", "https://kielce.eu/pl/aktualnosci/sesja-rady-miasta-13.html", PageKind.ARTICLE),
        ("kielce_eu", "https://www.kielce.eu/pl/dla-mieszkanca/samorzad/dokumenty.html", None),
        ("kielce_bip", "https://bipum.kielce.eu/ogloszenia/tablica/tablica-1.html?page=3", PageKind.LISTING),
        ("kielce_bip", "https://bipum.kielce.eu/zarzadzenie", None),
    ],
)
def test_a_declaration_gives_the_kinds_that_addresses_tell(name, url, kind):
    portal = PORTALS[name]
    canonical = canonical_url(url, rules=portal.url_rules)
    assert portal.in_scope(canonical)
    assert portal.declared_kind(canonical) == kind
    assert portal_of_url(canonical) is portal


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_every_portal_is_polite_and_begins_within_itself(portal):
    assert portal.delay >= 1
    assert all(portal.in_scope(canonical_url(seed, rules=portal.url_rules)) for seed in portal.seeds)
    assert all(host in portal.hosts for pair in portal.url_rules.aliases for host in pair)


def test_both_hosts_of_a_portal_are_one_and_switches_of_its_look_are_no_pages():
    eu = PORTALS["kielce_eu"]
    plain = "https://www.kielce.eu/pl/aktualnosci/most.html"
    assert canonical_url("https://kielce.eu/pl/aktualnosci/most.html?contrast=1&print=1", rules=eu.url_rules) == plain
    board = "https://bipum.kielce.eu/tablica/tablica-1.html?page=2"
    assert canonical_url(board + "&contrast=on", rules=PORTALS["kielce_bip"].url_rules) == board
    for portal in (*PORTALS.values(), Portal(name="x", seeds=("http://x.pl/",), hosts=("x.pl",))):
        root = f"http://{portal.hosts[0]}"
        assert not portal.in_scope(f"{root}/high-contrast/enable?destination=/node/4")
        assert portal.in_scope(f"{root}/high-contrast-paintings")


def test_a_trap_is_no_link_to_follow():
    page = b"<main><h1>Title of it</h1><p>Text <a href='/high-contrast/enable?destination=/a'>contrast</a> <a href='/b'>more of it</a></p></main>"
    read = parse(page, PageContext(url="http://x.pl/a")).page
    portal = Portal(name="x", seeds=("http://x.pl/",), hosts=("x.pl",))
    found = together(found_in_content(read, portal), found_in_frame(read, portal), read, portal)
    assert [led.url for led in found] == ["http://x.pl/b"]


def test_of_two_declarations_of_a_host_the_one_of_the_day_is_taken_else_the_nearest():
    def declared(name, since, until):
        return Portal(name=name, seeds=("http://x.pl/",), hosts=("x.pl",), valid=Validity(since=since, until=until))

    old = declared("old", date(2005, 1, 1), date(2012, 6, 30))
    new = declared("new", date(2013, 1, 1), None)
    for day, portal in [
        (date(2001, 1, 1), old), (date(2005, 1, 1), old), (date(2012, 6, 30), old), (date(2012, 7, 5), old),
        (date(2012, 12, 30), new), (date(2013, 1, 1), new), (date(2030, 1, 1), new), (None, old),
    ]:  # fmt: skip
        assert portal_of_url("http://x.pl/a", day, portals=(old, new)) is portal
    assert portal_of_url("http://y.pl/a", date(2012, 1, 1), portals=(old, new)) is None


def test_hosts_are_declared_once_a_day():
    hosts = [host for portal in PORTALS.values() for host in portal.hosts]
    assert len(hosts) == len(set(hosts))
    assert host_of("https://bipum.kielce.eu/x") in hosts
