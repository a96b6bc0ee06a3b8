"""The address guard: FAULTS A04, A05, A09."""

from __future__ import annotations

import ipaddress
import subprocess
import sys

import pytest

from archive.terms.urls import canonical_url, split_host
from scraper.errors import Refused
from scraper.fetch.addresses import check_host, is_public

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/",
    "http://192.168.1.1/",
    "http://172.16.0.1/",
    "http://100.64.0.1/",
    "http://[::1]/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://localhost/",
    "http://a.localhost/",
    "http://224.0.0.1/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_a09_no_form_of_a_private_address_passes(url):
    host, _, _ = split_host(canonical_url(url))
    with pytest.raises(Refused, match="blocked address"):
        check_host(host, allow_private=False)


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_pass_where_permitted(url):
    assert check_host(split_host(canonical_url(url))[0], allow_private=True) is None


@pytest.mark.parametrize("host", ["93.184.216.34", "[2606:2800:220:1::]", "www.um.kielce.pl"])
def test_public_hosts_pass(host):
    assert check_host(host, allow_private=False) is None


def test_public_addresses_are_public():
    assert is_public(ipaddress.ip_address("8.8.8.8"))
    assert not is_public(ipaddress.ip_address("192.0.2.1"))


@pytest.mark.parametrize(
    ("name", "permitted", "passes"), [("localhost", False, False), ("localhost", True, True), ("8.8.8.8", False, True)]
)
def test_a10_a_name_is_checked_where_it_is_resolved(name, permitted, passes):
    """In a process of its own: the resolver belongs to a reactor, of which a process has one."""
    program = f"""
from types import SimpleNamespace
from scrapy.settings import Settings
from twisted.internet import reactor
from scraper.fetch.addresses import GuardedResolver
crawler = SimpleNamespace(settings=Settings({{"KRONIKA_ALLOW_PRIVATE": {permitted}, "DNS_TIMEOUT": 5}}))
found = GuardedResolver.from_crawler(crawler, reactor).getHostByName({name!r}, (5,))
found.addBoth(print)
found.addBoth(lambda _: reactor.stop())
reactor.run()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ("blocked address" in done.stdout) != passes
