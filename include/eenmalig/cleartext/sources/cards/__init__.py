"""Readers of contact cards."""
