"""What leaves the archive as files: feeds of changes."""
