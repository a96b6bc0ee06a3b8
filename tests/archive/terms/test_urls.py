"""Canonical URLs and their keys: FAULTS A76."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.terms.errors import BadUrl
from archive.terms.urls import UrlRules, canonical_url, in_hosts, resolve, root_of, split_host, urlkey

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


hosts = st.sampled_from(
    ["a.pl", "WWW.A.PL.", "um.kielce.pl", "łódź.pl", "xn--d-uga0v.pl", "0x7f.1", "[::ffff:1.2.3.4]"]
)
written = st.builds(
    "{}://{}{}/{}{}{}".format,
    st.sampled_from(["http", "HTTPS"]),
    hosts,
    st.sampled_from(["", ":80", ":443", ":8080", ":"]),
    st.text(max_size=30),
    st.sampled_from(["", "?"]) | st.text(max_size=20).map("?{}".format),
    st.sampled_from(["", "#top"]),
)


@given(written)
def test_a76_the_canonical_form_is_stable_and_so_is_its_key(url):
    once = canonical_url(url, rules=KIELCE)
    assert canonical_url(once, rules=KIELCE) == once
    assert once.isascii()
    assert urlkey(once) == urlkey(canonical_url(once))
    assert "#" not in once


@given(written)
def test_a76_host_port_and_path_are_all_in_the_key_and_the_scheme_is_not(url):
    canonical = canonical_url(url)
    scheme, _, rest = canonical.partition("//")
    host, port, path = split_host(canonical)
    assert rest == f"{host}{':' + port if port else ''}{path}"
    assert urlkey(canonical).endswith(f"{':' + port if port else ''}){path}")
    assert sorted(urlkey(canonical).partition(")")[0].replace(":" + port if port else "", "").split(",")) == sorted(
        [host] if host.startswith("[") or host.replace(".", "").isdigit() else host.split(".")
    )
    if not port:
        assert urlkey(canonical.replace(scheme, "https:" if scheme == "http:" else "http:")) == urlkey(canonical)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.pl/x", "http://a.pl:81/x"),
        ("http://a.pl/x", "http://www.a.pl/x"),
        ("http://a.pl/x", "http://a.pl/X"),
        ("http://a.pl/x", "http://a.pl/x/"),
        ("http://a.pl/x?a=1&b=2", "http://a.pl/x?b=2&a=1"),
        ("http://a.pl/x%2Fy", "http://a.pl/x/y"),
        ("http://kielce.pl/", "http://kiеlce.pl/"),  # a Cyrillic letter like e
        ("http://łódź.pl/", "http://lodz.pl/"),
    ],
)
def test_a76_what_may_be_another_page_has_another_key(one, other):
    assert urlkey(canonical_url(one)) != urlkey(canonical_url(other))


@pytest.mark.parametrize(
    "spelling",
    ["http://127.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001/", "http://127.0.0.1:80/"],
)
def test_a09_every_spelling_of_an_address_in_numbers_is_one(spelling):
    assert canonical_url(spelling) == "http://127.0.0.1/"


@pytest.mark.parametrize(
    "bad", ["http://a.pl@b.pl/", "http://:geheim@b.pl/", "http://1.2.3.4.5/", "http://0x1ffffffff/"]
)
def test_a09_a_user_name_or_an_impossible_number_in_an_address_is_refused(bad):
    with pytest.raises(BadUrl):
        canonical_url(bad)


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
    assert resolve("/b", "https://a.pl:81/x/y/?q") == "https://a.pl:81/b"
    assert resolve("//b.pl/c", "https://a.pl/") == "https://b.pl/c"
    assert resolve(" http://b.pl/c#d ", "https://a.pl/") == "http://b.pl/c#d"
    assert resolve("javascript:void(0)", "http://a.pl/") is None
    assert resolve("http://[", "http://a.pl/") is None


def test_a_link_longer_than_any_page_has_is_none():
    assert resolve("x" * 9000, "http://a.pl/") is None
