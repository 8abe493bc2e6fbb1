"""What spells a number by chance: parts of moments, of ids, of digests and of fractions.

With ten thousand numbers and a gigabyte of logs some of these would agree with one. Nobody writes
a number inside of them.
"""

from __future__ import annotations

from eenmalig.looks_like_number import NO_NUMBERS_IN_BYTES

# More than any of them is long.
_AROUND = 160


def is_by_chance(text: bytes, begins: int, ends: int) -> bool:
    """Return whether what was found lies within, or begins inside of, what is no number."""
    start = max(begins - _AROUND, 0)
    for match in NO_NUMBERS_IN_BYTES.finditer(text, start, min(ends + _AROUND, len(text))):
        if match.start() > begins:
            return False
        if match.end() > begins and (match.start() < begins or match.end() >= ends):
            return True
    return False
