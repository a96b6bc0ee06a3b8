"""Full-text search in Polish: any inflected form of a word finds the others (docs/search.md)."""
