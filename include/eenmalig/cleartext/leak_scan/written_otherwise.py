"""Text whose signs are not one byte each, as one byte each: wide characters, and escapes."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import numpy as np

from eenmalig.cleartext.leak_scan.byte_classes import CHUNK, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eenmalig.cleartext.leak_scan.byte_classes import Classes

# What people put between digits, as a URL, JSON, HTML or UTF-8 writes it; a digit that is escaped,
# full-width or Arabic; or any escape that ends in a digit, which would seem to be one of the number
# behind it.
_ESCAPE = re.compile(
    rb"(?P<gap>(?:%(?:2[089DdEeFf]|[Cc]2%[Aa]0)|\\u(?:00[Aa]0|20[01][0-9A-Fa-f])|&nbsp;|&#160;"
    rb"|\xe2(?:\x80[\x80-\x95\xaa-\xaf]|\x81\xa0|\x88\x92)|\xc2\xb7){1,3})"
    rb"|(?:%|\\x|\\u00)3(?P<escaped>[0-9])"
    rb"|(?:\xef\xbc(?P<wide>[\x90-\x99])|\xd9(?P<arabic>[\xa0-\xa9])|\xdb(?P<persian>[\xb0-\xb9]))"
    rb"|(?:%|\\x|\\u[0-9A-Fa-f]{2})[0-9A-Fa-f][0-9]"
)
# Which byte may follow the first one of an escape.
_GOES_ON = np.zeros((256, 256), dtype=np.bool_)
for _first, _second in (
    (b"%", string.hexdigits.encode()),
    (b"\\", b"ux"),
    (b"&", b"n#"),
    (b"\xe2", b"\x80\x81\x88"),
    (b"\xc2", b"\xb7"),
    (b"\xef", b"\xbc"),
    (b"\xd9", bytes(range(0xA0, 0xAA))),
    (b"\xdb", bytes(range(0xB0, 0xBA))),
):
    _GOES_ON[_first[0], list(_second)] = True
_GAP, _END = b" ", b"#"
# A spelling and what stands around it, in chunks; twice that where a sign takes two bytes.
_MARGIN = 12


def wide_characters(block: bytes, classes: Classes) -> NDArray[np.int64] | None:
    """Return the positions of what remains without the zeros between signs, if there is any.

    A position that is the block's length is none: there something else begins.
    """
    chunks = classes.of_wide_characters()
    if not len(chunks):
        return None
    positions = windows(chunks, 2 * _MARGIN, len(block))
    text = np.frombuffer(block + b"\xff", dtype=np.uint8)[positions]
    kept: NDArray[np.int64] = positions[text != 0]
    return kept


def escapes(block: bytes, classes: Classes) -> tuple[bytes, NDArray[np.int64]] | None:
    """Return a block with one sign for each escape, and the positions of what remains around them.

    They are told as for wide characters.
    """
    begins = classes.of_escapes()
    signs = np.frombuffer(block, dtype=np.uint8)
    begins = begins[_GOES_ON[signs[begins], signs[np.minimum(begins + 1, len(block) - 1)]]]
    matches = [match for at in begins.tolist() if (match := _ESCAPE.match(block, at))]
    if not matches:
        return None
    text = bytearray(block)
    kept = np.ones(len(block) + 1, dtype=np.bool_)
    for match in matches:
        text[match.start() : match.start() + 1] = _sign(match)
        kept[match.start() + 1 : match.end()] = False
    chunks = np.array([match.start() // CHUNK for match in matches])
    positions = windows(chunks, _MARGIN, len(block))
    return bytes(text), positions[kept[positions]]


def _sign(match: re.Match[bytes]) -> bytes:
    """Return what one escape stands for: a gap, a digit, or what ends a number."""
    group = match.lastgroup
    if group is None or group == "gap":
        return _GAP if group else _END
    return b"%d" % (match[group][0] % 16)
