"""The Merkle tree of RFC 6962 section 2.1 over leaf hashes, computed in one pass with a stack of whole subtrees."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

EMPTY_ROOT = hashlib.sha256(b"").digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class TreeHead:
    """A growing tree: give it leaf hashes in order, ask for its root at any size."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes."""
        for leaf in leaves:
            height, joined = 0, leaf
            while self._peaks and self._peaks[-1][0] == height:
                joined = node(self._peaks.pop()[1], joined)
                height += 1
            self._peaks.append((height, joined))
            self.size += 1

    def root(self) -> bytes:
        """Return the root hash of what is in the tree."""
        if not self._peaks:
            return EMPTY_ROOT
        joined = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            joined = node(peak, joined)
        return joined


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes in order."""
    head = TreeHead()
    head.extend(leaves)
    return head.root()
