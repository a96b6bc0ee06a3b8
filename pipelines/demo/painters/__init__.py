"""One mark-up of the bundled portal a file; each paints a page's blocks and frame."""
