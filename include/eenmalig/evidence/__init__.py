"""Signed records without recipients' data: written by steps, read and checked by everybody."""
