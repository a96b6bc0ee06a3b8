"""What the reading commands print: JSON of the contract and tables for people."""
