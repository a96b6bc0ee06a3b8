"""The append-only log of captures: leaves, tree heads, verification."""
