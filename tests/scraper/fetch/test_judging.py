"""From HTTP to the outcome table."""

from __future__ import annotations

import pytest

from archive.terms.outcomes import FetchOutcome, FoundBy
from archive.terms.urls import urlkey
from scraper.errors import BadBody, Refused
from scraper.fetch.judging import MAX_HOPS, judge_failure, judge_redirect, judge_status
from scraper.portals.base import portal_of_seeds
from scraper.protocols import Lease

ROOT = "http://127.0.0.1:8000/"
PORTAL = portal_of_seeds((ROOT,))


def lease(path="a", chain=()):
    return Lease(url=ROOT + path, urlkey=urlkey(ROOT + path), found_by=FoundBy.LINK, chain=chain)


@pytest.mark.parametrize(
    ("status", "body", "conditional", "outcome", "reason"),
    [
        (200, b"x", False, FetchOutcome.FETCHED, None),
        (200, b" \n", False, FetchOutcome.FETCHED, "the body is empty"),
        (204, b"", False, FetchOutcome.FETCHED, "HTTP 204 is no whole page"),
        (206, b"x", False, FetchOutcome.FETCHED, "HTTP 206 is no whole page"),
        (304, b"", True, FetchOutcome.NOT_MODIFIED, None),
        (304, b"", False, FetchOutcome.FAILED, "HTTP 304 to a request without validators"),
        (404, b"x", False, FetchOutcome.MISSING, "HTTP 404"),
        (410, b"", False, FetchOutcome.MISSING, "HTTP 410"),
        (403, b"", False, FetchOutcome.FAILED, "HTTP 403"),
        (500, b"", False, FetchOutcome.FAILED, "HTTP 500"),
        (999, b"", False, FetchOutcome.FAILED, "HTTP 999"),
    ],
)
def test_every_status_has_its_outcome(status, body, conditional, outcome, reason):
    judgement = judge_status(status, body=body, conditional=conditional)
    assert (judgement.outcome, judgement.reason) == (outcome, reason)


def test_a_redirect_in_scope_names_its_target():
    judgement = judge_redirect("/b#part", ROOT + "a", lease(), PORTAL, hops=0)
    assert judgement.outcome is FetchOutcome.REDIRECTED
    assert judgement.target == ROOT + "b"


def test_a01_a_redirect_back_along_the_chain_is_a_loop():
    judgement = judge_redirect("/a", ROOT + "b", lease("b", chain=(ROOT + "a",)), PORTAL, hops=0)
    assert (judgement.outcome, judgement.reason) == (FetchOutcome.FAILED, "redirect loop")


def test_a02_redirects_without_end_are_cut():
    chain = tuple(f"{ROOT}{n}" for n in range(MAX_HOPS))
    judgement = judge_redirect("/next", ROOT + "a", lease(chain=chain), PORTAL, hops=0)
    assert judgement.reason == f"more than {MAX_HOPS} redirects"


def test_a03_a_redirect_to_itself_is_asked_again_and_then_a_loop():
    assert judge_redirect("/a", ROOT + "a", lease(), PORTAL, hops=0).again
    assert judge_redirect("/a", ROOT + "a", lease(), PORTAL, hops=1).reason == "redirect loop"


@pytest.mark.parametrize("target", ["http://127.0.0.1:8001/", "http://evil.example/", "http://2130706433:1/"])
def test_a04_a05_a_redirect_out_of_scope_is_refused(target):
    judgement = judge_redirect(target, ROOT + "a", lease(), PORTAL, hops=0)
    assert judgement.outcome is FetchOutcome.REFUSED
    assert "blocked address" in judgement.reason


@pytest.mark.parametrize("target", ["file:///etc/passwd", "data:text/html,x", "javascript:alert(1)"])
def test_a08_a_redirect_off_the_web_is_refused(target):
    assert judge_redirect(target, ROOT + "a", lease(), PORTAL, hops=0).outcome is FetchOutcome.REFUSED


def test_failures_say_why():
    assert judge_failure(Refused("robots.txt disallows it")).outcome is FetchOutcome.REFUSED
    assert judge_failure(BadBody("the gzip body is corrupt")).outcome is FetchOutcome.FAILED
    assert judge_failure(ValueError()).reason == "ValueError"
