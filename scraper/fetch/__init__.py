"""What stands between us and a hostile web."""
