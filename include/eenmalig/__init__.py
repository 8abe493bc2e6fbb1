"""Eenmalig: one message to each number of a lawful hand-over, then nothing is left."""

__version__ = "0.1.0"
