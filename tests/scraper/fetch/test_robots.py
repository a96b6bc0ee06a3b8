"""robots.txt by RFC 9309: FAULTS A64-A68."""

from __future__ import annotations

import pytest

from scraper.fetch.robots import MAX_CRAWL_DELAY, rules_of, unreachable

AGENT = "Kronika/0.1"
CLOSED = b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a64_a_server_error_means_keep_out(status):
    assert "cannot be had" in rules_of(status, b"").refusal_of("http://a/", AGENT)


def test_a65_an_unreachable_file_means_keep_out():
    assert "refused" in unreachable("refused the connection").refusal_of("http://a/", AGENT)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a67_any_other_error_means_no_rules(status):
    assert rules_of(status, CLOSED).refusal_of("http://a/", AGENT) is None


def test_a67_an_html_page_holds_no_rules():
    assert rules_of(200, b"<html>Disallow: /</html>").refusal_of("http://a/", AGENT) is None


@pytest.mark.parametrize("body", [CLOSED, b"\xef\xbb\xbf" + CLOSED, CLOSED.decode().encode("utf-16")])
def test_a66_rules_are_read_in_every_encoding(body):
    assert rules_of(200, body).refusal_of("http://a/x", AGENT) == "robots.txt disallows it"


def test_a68_what_stands_past_500_kib_is_ignored():
    body = b"User-agent: *\n" + b"# filler\n" * 60_000 + b"Disallow: /\n"
    assert rules_of(200, body).refusal_of("http://a/x", AGENT) is None


def test_crawl_delay_and_sitemaps_are_read_and_the_delay_is_bounded():
    rules = rules_of(200, b"User-agent: *\nCrawl-delay: 100000\nSitemap: http://a/sitemap.xml\n")
    assert rules.delay(AGENT) == MAX_CRAWL_DELAY
    assert rules.sitemaps() == ("http://a/sitemap.xml",)
