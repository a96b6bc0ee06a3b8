"""Keeping an archive small, and saying how large it is and will be."""
