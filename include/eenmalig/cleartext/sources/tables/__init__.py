"""Readers of tables: delimited text and workbooks."""
