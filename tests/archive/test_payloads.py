"""Payloads come out as they went in, or not at all."""

from __future__ import annotations

import os

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert

from archive.coding import RAW, ZSTD, decode, encode, sha256
from archive.errors import DamagedPayload
from archive.models import Base, PayloadRow
from archive.payloads import load_payload

bodies = st.binary(max_size=3000) | st.tuples(st.binary(max_size=30), st.integers(0, 500)).map(
    lambda pair: pair[0] * pair[1]
)


@given(bodies)
def test_any_body_comes_out_as_it_went_in(body):
    row = encode(body, sha256(body))
    assert decode(row["codec"], row["stored"], row["sha256"]) == body
    assert (row["length"], row["sha256"]) == (len(body), sha256(body))
    assert len(row["stored"]) <= len(body)


def test_what_does_not_shrink_is_kept_as_it_is():
    noise = os.urandom(500)
    assert encode(noise, sha256(noise))["codec"] == RAW
    assert encode(b"<p>" * 500, sha256(b"<p>" * 500))["codec"] == ZSTD


def test_a_payload_under_a_digest_that_is_not_its_own_is_never_handed_out():
    row = encode(b"<p>a</p>" * 50, sha256(b"<p>b</p>" * 50))
    with pytest.raises(DamagedPayload, match="its digest differs"):
        decode(row["codec"], row["stored"], row["sha256"])


@given(st.binary(max_size=3000), st.data())
def test_a_flipped_bit_is_found(body, data):
    row = encode(body + b" " * 100, sha256(body + b" " * 100))
    place = data.draw(st.integers(0, len(row["stored"]) - 1))
    bad = bytearray(row["stored"])
    bad[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = decode(row["codec"], bytes(bad), row["sha256"])
    except DamagedPayload:
        return
    assert found == body + b" " * 100  # a bit of the frame that nobody reads


def test_an_unknown_codec_and_a_frame_that_claims_too_much_are_named():
    address = sha256(b"x")
    with pytest.raises(DamagedPayload, match="unknown codec “lzma”"):
        decode("lzma", b"x", address)
    bomb = zstandard.ZstdCompressor().compress(b"\0" * (65 * 1024 * 1024))
    with pytest.raises(DamagedPayload, match="damaged"):
        decode(ZSTD, bomb, address)


def test_a_payload_that_is_missing_is_named():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine, tables=[PayloadRow.__table__])
    with engine.connect() as connection:
        connection.execute(insert(PayloadRow), encode(b"abc" * 100, sha256(b"abc" * 100)))
        assert load_payload(connection, sha256(b"abc" * 100)) == b"abc" * 100
        with pytest.raises(DamagedPayload, match="missing"):
            load_payload(connection, sha256(b"other"))
    engine.dispose()
