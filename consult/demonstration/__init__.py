"""The demonstration network: what it contains, and later how it is written into a database."""
