"""Where everything stands, and what exists by when it must be gone."""
