"""What must hold of closed evidence, subject by subject. Each check tells all that it finds."""
