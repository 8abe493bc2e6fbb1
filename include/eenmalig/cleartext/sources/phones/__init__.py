"""Readers of telephones' own databases."""
