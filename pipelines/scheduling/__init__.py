"""Starts scheduled crawls, each in a process of its own."""
