"""Recurring crawls kept as data: when each is due next (pure), what is to be done with it now (pure), its row."""
