"""What people are told of a resource's state."""

from __future__ import annotations

from archive.terms.outcomes import ResourceState

STATES = {
    ResourceState.KNOWN: "suspect",
    ResourceState.LIVE: "live",
    ResourceState.MOVED: "live",
    ResourceState.SUSPECT: "suspect",
    ResourceState.GONE: "gone",
}
"""The contract's three states: a moved page answers still, one never seen whole is not believed."""
