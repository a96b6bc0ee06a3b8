"""The working list of changes: which are wanted, what people think of them, and the list as a sheet."""
