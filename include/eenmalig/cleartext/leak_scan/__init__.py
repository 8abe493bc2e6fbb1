"""Searching what is kept for numbers: as people and programs spell, encode, pack and hash them.

Spelled with or without gaps, in one byte or two a sign, in full-width or Arabic digits; escaped as
in URLs and JSON; in hex or base64; packed by gzip, zlib or zip; as an unkeyed hash in either.
It does not find a hash as raw bytes, four bytes a sign, base32, octal or quoted-printable escapes,
hex with gaps between few digits, digits as a list or backwards, a number as binary, with thousands
separators, within the fraction of a moment, one that goes on in the next line, or what a PDF shows
in glyphs of its own fonts, unless it holds that as text too, as our certificates do.

Only whoever still holds the numbers can search for them. Bytes are read as a stream, so database
pages and write-ahead logs are searched too, and neither time nor memory grows faster than what is
read. A coarse look over whole blocks leaves little to the exact rules.
"""

from __future__ import annotations

from eenmalig.cleartext.leak_scan.leak_search import LeakScan, OutOfTimeError, ScanResult

__all__ = ["LeakScan", "OutOfTimeError", "ScanResult"]
