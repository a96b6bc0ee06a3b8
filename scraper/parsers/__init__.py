"""Pure functions from a page's mark-up to a ParsedPage; no Scrapy, no I/O."""
