"""The Merkle tree against RFC 6962 written out as it stands there, and against its published values."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from archive.log.leaf import leaf_hash
from archive.log.tree import EMPTY_ROOT, TreeHead, root_of

leaves = st.lists(st.binary(max_size=40), max_size=70).map(lambda entries: [leaf_hash(entry) for entry in entries])


def naive(hashes):
    """Return MTH(D[n]) of RFC 6962 section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(hashes[:k]) + naive(hashes[k:])).digest()


@given(leaves)
def test_the_root_is_that_of_rfc_6962(hashes):
    assert root_of(hashes) == naive(hashes)


@given(leaves, st.integers(0, 70))
def test_a_tree_that_grows_has_the_root_of_one_made_at_once(hashes, cut):
    head = TreeHead()
    head.extend(hashes[:cut])
    assert head.root() == naive(hashes[:cut])
    head.extend(hashes[cut:])
    assert (head.size, head.root()) == (len(hashes), naive(hashes))


@given(leaves.filter(bool), st.data())
def test_every_leaf_is_in_the_root(hashes, data):
    place = data.draw(st.integers(0, len(hashes) - 1))
    other = [*hashes[:place], leaf_hash(b"another capture"), *hashes[place + 1 :]]
    assert (root_of(other) == root_of(hashes)) == (other == hashes)


def test_published_values():
    """Certificate Transparency's reference tree: eight known leaves, the roots after one and after all."""
    entries = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70))]
    hashes = [leaf_hash(entry) for entry in entries]
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of(hashes[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_of(hashes).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
