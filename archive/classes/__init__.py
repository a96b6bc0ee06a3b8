"""What a change touches and how much it matters: classes with spans, and significance with its reasons; pure."""
