"""What /robots.txt means when it comes over HTTP: one crawl of many hosts (ports), each with its own file."""

from __future__ import annotations

import codecs

import pytest
from faulty import answer, crawl_of, faulty, page, redirect

RULES = "User-agent: *\nDisallow: /private\n"
PLAIN = "Content-Type: text/plain"
pytestmark = pytest.mark.xdist_group("robots")
LARGE = (RULES + "# nic tu nie ma\n" * 700_000 + "Disallow: /late\n").encode()
OPEN = {"/": "new", "/private": "new", "/late": "new"}
CLOSED = {"/": "refused"}
RULED = {"/": "new", "/private": "refused", "/late": "new"}


def files(canary):
    """Return name: (the answer to /robots.txt, what becomes of the host's pages)."""
    return {
        "a64-500": (answer(b"", status="500 Oops"), CLOSED),
        "a64-503": (answer(RULES.encode(), PLAIN, status="503 Busy"), CLOSED),
        "a65-closed": (b"", CLOSED),
        "a66-utf-16-le": (answer(codecs.BOM_UTF16_LE + RULES.encode("utf-16-le"), PLAIN), RULED),
        "a66-utf-16-be": (answer(codecs.BOM_UTF16_BE + RULES.encode("utf-16-be"), PLAIN), RULED),
        "a67-bom": (answer(codecs.BOM_UTF8 + RULES.encode(), PLAIN), RULED),
        "a67-html": (answer(page("Nie ma takiej strony") + RULES.encode()), OPEN),
        "a67-403": (answer(RULES.encode(), status="403 Forbidden"), OPEN),
        "a67-404": (answer(RULES.encode(), status="404 Not Found"), OPEN),
        "a68-11-mb": (answer(LARGE, PLAIN), RULED),
        "a70-other-port": (redirect(canary + "/robots.txt"), OPEN),
        "redirect-in-scope": (redirect("/r.txt"), RULED),
        "redirects-to-itself": (redirect("/robots.txt"), OPEN),
        "cut": (answer(RULES.encode(), PLAIN, length=900), CLOSED),
    }


NAMES = sorted(files(""))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    with faulty(len(NAMES)) as (*portals, canary):
        canary.answers["/robots.txt"] = answer(b"User-agent: *\nAllow: /\n", PLAIN)
        made = files(canary.url)
        links = '<a href="/private">tajne</a> <a href="/late">późne</a>'
        for name, portal in zip(NAMES, portals, strict=True):
            portal.answers = {
                "/": answer(page("Portal", links)),
                "/private": answer(page("tajne")),
                "/late": answer(page("późne")),
                "/r.txt": answer(RULES.encode(), PLAIN),
                "/robots.txt": made[name][0],
            }
        account = crawl_of(tmp_path_factory.mktemp("robots") / "k.db", *(portal.url + "/" for portal in portals))
        account.portals = dict(zip(NAMES, portals, strict=True))
        account.canary = canary
        yield account


@pytest.mark.parametrize("name", NAMES)
def test_a64_to_a70_the_file_rules_its_host(crawled, name):
    portal = crawled.portals[name]
    outcomes = {
        url.removeprefix(portal.url): entry["outcome"]
        for url, entry in crawled.urls.items()
        if url.startswith(portal.url + "/")
    }
    assert outcomes == files("")[name][1]
    asked = set(portal.requests) - {"/robots.txt", "/r.txt"}
    assert asked == {path for path, outcome in outcomes.items() if outcome == "new"}


@pytest.mark.parametrize("name", [name for name in NAMES if files("")[name][1] is CLOSED])
def test_a64_a65_a_host_that_is_kept_out_of_says_so(crawled, name):
    assert "robots.txt cannot be had" in crawled.urls[crawled.portals[name].url + "/"]["reason"]


def test_a70_the_canary_is_not_asked_for_its_robots(crawled):
    assert crawled.canary.requests == []


def test_a71_robots_is_asked_for_before_anything_else(crawled):
    assert {portal.requests[0] for portal in crawled.portals.values()} == {"/robots.txt"}


def test_a68_a_large_file_takes_no_memory(crawled):
    assert crawled.peak < 300
