"""Remembers, compares, publishes; knows nothing of Scrapy."""
