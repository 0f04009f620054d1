"""The database of the public surface on SQLite: a file of published records, which the process can only read."""
