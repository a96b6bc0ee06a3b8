"""The leaf of a capture: canonical JSON, all facts of the design in it and no other."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.log.leaf import headers_digest, leaf_hash, leaf_json

FACTS = {
    "seq": 7,
    "portal": "miasto",
    "url": "http://www.miasto.example/ł",
    "crawl": 2,
    "fetched": datetime(2026, 11, 24, 12, 0, 0, 5, tzinfo=UTC),
    "outcome": "changed",
    "status": 200,
    "payload": bytes(32),
    "length": 12,
    "headers": [["Content-Type", "text/html"], ["X", "\x1b[31m"]],
    "redirect": None,
}
OTHER = {
    "seq": 8,
    "portal": "wieś",
    "url": "http://www.miasto.example/l",
    "crawl": 3,
    "fetched": datetime(2026, 11, 24, 12, 0, 0, 6, tzinfo=UTC),
    "outcome": "unchanged",
    "status": None,
    "payload": None,
    "length": None,
    "headers": [["X", "\x1b[31m"], ["Content-Type", "text/html"]],
    "redirect": "http://www.miasto.example/x",
}
captures = st.fixed_dictionaries(
    {
        "seq": st.integers(1, 2**53 - 1),
        "portal": st.text(),
        "url": st.text(),
        "crawl": st.integers(1, 2**31),
        "fetched": st.datetimes(timezones=st.just(UTC)),
        "outcome": st.text(max_size=12),
        "status": st.none() | st.integers(100, 999),
        "payload": st.none() | st.binary(min_size=32, max_size=32),
        "length": st.none() | st.integers(0, 2**40),
        "headers": st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5),
        "redirect": st.none() | st.text(),
    }
)


@given(captures)
def test_a_leaf_is_canonical_json(facts):
    """RFC 8785: keys sorted by UTF-16 (all ASCII here), no space, nothing escaped that need not be."""
    leaf = leaf_json(**facts)
    record = json.loads(leaf)
    assert leaf == json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert (record["seq"], record["url"], record["redirect"]) == (facts["seq"], facts["url"], facts["redirect"])


def test_a_leaf_holds_the_facts_of_version_1_and_no_other():
    names = {"v", "seq", "portal", "url", "crawl", "fetched", "outcome", "status", "payload", "length", "headers"}
    record = json.loads(leaf_json(**FACTS))
    assert set(record) == names | {"redirect"}
    assert (record["v"], record["fetched"]) == (1, "2026-11-24T12:00:00.000005Z")
    assert record["headers"] == headers_digest(FACTS["headers"])


@pytest.mark.parametrize("name", OTHER)
def test_every_fact_changes_the_leaf(name):
    assert leaf_hash(leaf_json(**FACTS)) != leaf_hash(leaf_json(**FACTS | {name: OTHER[name]}))


@given(st.binary())
def test_a_leaf_is_hashed_apart_from_nodes(leaf):
    assert leaf_hash(leaf) == hashlib.sha256(b"\x00" + leaf).digest()
