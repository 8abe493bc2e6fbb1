"""Tasks that ask people."""
