"""Gets pages; knows HTTP and the portals."""
