"""Common subsequences: longest where the parts are small, in order and truly common always."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from archive.diffs import matching
from archive.diffs.matching import matching_blocks, rising

letters = st.lists(st.sampled_from("abcdef"), max_size=14)


def common(old, new):
    total = i = j = 0
    for at, to, length in matching_blocks(old, new):
        assert at >= i
        assert to >= j
        assert length
        assert old[at : at + length] == new[to : to + length]
        i, j = at + length, to + length
        total += length
    return total


@given(letters, letters)
def test_the_longest_common_subsequence_is_found(old, new):
    assert common(old, new) == LCSseq.similarity(old, new)


@given(letters, letters, st.integers(0, 40))
def test_beyond_the_limit_what_is_found_is_common_and_in_order(old, new, cells):
    before = matching.MAX_CELLS
    matching.MAX_CELLS = cells
    try:
        common(old, new)
    finally:
        matching.MAX_CELLS = before


def test_beyond_the_limit_elements_that_occur_once_part_the_work(monkeypatch):
    monkeypatch.setattr(matching, "MAX_CELLS", 6)
    assert common("xaabQcc", "yabQccz") == 5


def test_beyond_the_limit_a_sequence_that_goes_on_shares_all_of_the_one_before(monkeypatch):
    monkeypatch.setattr(matching, "MAX_CELLS", 2)
    assert matching.matching_blocks("abcabc", "abcabcd") == [(0, 0, 6)]


def test_the_longest_rising_run_is_taken():
    assert rising([(0, 5), (1, 1), (2, 2), (3, 0), (4, 4)]) == [(1, 1), (2, 2), (4, 4)]
    assert rising([]) == []
