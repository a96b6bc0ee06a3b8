"""Spiders fetch and follow; they select nothing."""
