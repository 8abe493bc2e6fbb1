"""Tasks that wait, without a worker slot."""
