"""Strict content decoding: FAULTS A12-A15, A29-A32."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import BadBody, Refused
from scraper.fetch.decoding import Limits, undo

TEXT = "<p>Zażółć gęślą jaźń, „uchwała” nr XII/345/2012.</p>".encode() * 900
LIMITS = Limits()
ENCODERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}


@pytest.mark.parametrize("coding", ENCODERS)
def test_a_whole_body_comes_out_as_it_went_in(coding):
    assert undo(ENCODERS[coding](TEXT), coding, LIMITS) == TEXT


@given(body=st.binary(min_size=1, max_size=2000), coding=st.sampled_from(sorted(ENCODERS)))
def test_any_body_comes_out_as_it_went_in(body, coding):
    assert undo(ENCODERS[coding](body), coding, LIMITS) == body


@pytest.mark.parametrize("coding", ENCODERS)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a29_a_body_cut_anywhere_is_refused(coding, share):
    whole = ENCODERS[coding](TEXT)
    with pytest.raises(BadBody):
        undo(whole[: int(len(whole) * share)], coding, LIMITS)


def test_a30_gzip_with_a_wrong_checksum_is_refused():
    whole = bytearray(gzip.compress(TEXT))
    whole[-6] ^= 1
    with pytest.raises(BadBody, match="corrupt"):
        undo(bytes(whole), "gzip", LIMITS)


def test_a31_a_plain_body_that_says_gzip_is_refused():
    with pytest.raises(BadBody):
        undo(TEXT, "gzip", LIMITS)


def test_a32_an_unknown_coding_is_refused_by_name():
    with pytest.raises(Refused, match="pack200"):
        undo(TEXT, "pack200-gzip", LIMITS)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a12_a13_a_bomb_is_refused_at_the_cap(coding):
    bomb = ENCODERS[coding](b"\0" * 40_000_000)
    with pytest.raises(Refused, match="decodes to more than"):
        undo(bomb, coding, LIMITS)


def test_a15_two_layers_are_undone_and_three_are_refused():
    twice = gzip.compress(gzip.compress(TEXT))
    assert undo(twice, "gzip, gzip", LIMITS) == TEXT
    with pytest.raises(Refused, match="layers"):
        undo(gzip.compress(twice), "gzip, gzip, gzip", LIMITS)


def test_several_gzip_members_are_one_body():
    assert undo(gzip.compress(TEXT) + gzip.compress(b"end"), "gzip", LIMITS) == TEXT + b"end"


def test_a_raw_deflate_stream_is_read_too():
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert undo(packer.compress(TEXT) + packer.flush(), "deflate", LIMITS) == TEXT


def test_bytes_after_the_end_are_refused():
    with pytest.raises(BadBody):
        undo(gzip.compress(TEXT) + b"rubbish", "gzip", LIMITS)
