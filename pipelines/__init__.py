"""The only room that knows both sides: normalises, validates, hands over to the archive."""
