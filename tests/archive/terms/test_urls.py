"""Canonical URLs and their keys: FAULTS A76."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.terms.errors import BadUrl
from archive.terms.urls import UrlRules, canonical_url, in_hosts, resolve, root_of, urlkey

KIELCE = UrlRules(aliases=(("um.kielce.pl", "www.um.kielce.pl"),), drop_parameters=("PHPSESSID",))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://WWW.UM.Kielce.PL:80/a/../b#top", "http://www.um.kielce.pl/b"),
        ("http://um.kielce.pl/", "http://www.um.kielce.pl/"),
        ("http://um.kielce.pl./x", "http://www.um.kielce.pl/x"),
        ("http://www.um.kielce.pl/%7ejan/%c5%82", "http://www.um.kielce.pl/~jan/%C5%82"),
        ("http://www.um.kielce.pl/ł", "http://www.um.kielce.pl/%C5%82"),
        ("http://www.um.kielce.pl/a?b=2&a=1&PHPSESSID=x", "http://www.um.kielce.pl/a?b=2&a=1"),
        ("http://www.um.kielce.pl/a?", "http://www.um.kielce.pl/a"),
        ("https://www.um.kielce.pl:443/art,148,x.html", "https://www.um.kielce.pl/art,148,x.html"),
        ("http://0x7f.1:8000/", "http://127.0.0.1:8000/"),
    ],
)
def test_one_resource_has_one_address(written, canonical):
    assert canonical_url(written, rules=KIELCE) == canonical


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "mailto:a@b",
        "javascript:alert(1)",
        "http://jan:tajne@a.pl/",
        "ftp://a/",
        "http://",
        "http://a/" + "x" * 9000,
    ],
)
def test_what_is_no_archivable_address_is_refused(bad):
    with pytest.raises(BadUrl):
        canonical_url(bad)


@given(path=st.text(max_size=30), query=st.text(max_size=20))
def test_canonical_form_is_stable(path, query):
    once = canonical_url(f"http://a.pl/{path}?{query}")
    assert canonical_url(once) == once


def test_keys_sort_by_host_and_ignore_the_scheme():
    assert urlkey("http://www.um.kielce.pl/a/B") == "pl,kielce,um,www)/a/B"
    assert urlkey("https://www.um.kielce.pl/a/B") == urlkey("http://www.um.kielce.pl/a/B")
    assert urlkey("http://127.0.0.1:8000/x") == "127.0.0.1:8000)/x"
    assert urlkey("http://[::1]:80/x".replace(":80/", "/")) == "[::1])/x"


def test_scope_knows_the_port():
    assert in_hosts("http://a.pl/x", ["a.pl"])
    assert not in_hosts("http://a.pl:81/x", ["a.pl"])
    assert root_of("http://a.pl:81/x/y") == "http://a.pl:81/"


def test_links_are_resolved_as_a_browser_would():
    assert resolve("../b c", "http://a.pl/x/y/") == "http://a.pl/x/b%20c"
    assert resolve("javascript:void(0)", "http://a.pl/") is None
    assert resolve("http://[", "http://a.pl/") is None
