"""Readers of messengers' databases."""
