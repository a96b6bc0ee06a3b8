"""One declaration a portal."""
