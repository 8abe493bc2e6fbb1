"""Readers of reports that forensic programs export."""
