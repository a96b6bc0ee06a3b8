"""Pure comparisons: two states in, a diff out."""
