"""Searching what is kept for numbers: in any spelling, encoded, packed or as an unkeyed hash.

Only whoever still holds the numbers can search for them. Bytes are read as a stream, so database
pages and write-ahead logs are searched too, and neither time nor memory grows faster than what is
read. A coarse look over whole blocks leaves little to the exact rules.
"""

from __future__ import annotations

from eenmalig.cleartext.leak_scan.leak_search import LeakScan, OutOfTimeError, ScanResult

__all__ = ["LeakScan", "OutOfTimeError", "ScanResult"]
