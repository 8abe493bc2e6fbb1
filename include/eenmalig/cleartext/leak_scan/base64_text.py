"""What is written in base64, decoded wherever a text may begin, and digests written so."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import numpy as np

from eenmalig.cleartext.leak_scan.byte_classes import BASE64, of_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from eenmalig.cleartext.leak_scan.byte_classes import Classes

QUAD, TRIPLE = 4, 3
# Eight digits take eleven signs or more: two whole chunks, wherever they begin.
_FEWEST_CHUNKS = 2
# Signs that a digest of 16, 20, 32 or 64 bytes takes, without what fills it up.
_DIGEST_SIGNS = of_lengths(22, 27, 43, 86)
_SIGNS = string.ascii_uppercase + string.ascii_lowercase + string.digits
_VALUES = bytearray(256)
for _value, _signs in enumerate([*_SIGNS, "+-", "/_"]):
    for _sign in _signs:
        _VALUES[ord(_sign)] = _value
_SEXTETS = bytes(_VALUES)


def decoded(block: bytes, classes: Classes) -> Iterator[tuple[bytes, int]]:
    """Yield what a block is if its base64 begins at each of four places, and that place.

    What is no base64 is decoded to zeros, or changes no more than the byte beside it.
    """
    begins, _ = classes.runs(BASE64, _FEWEST_CHUNKS)
    if not len(begins):
        return
    sextets = np.frombuffer(block.translate(_SEXTETS), dtype=np.uint8)
    for place in range(QUAD):
        quads = (len(sextets) - place) // QUAD
        first, second, third, fourth = (
            sextets[place + at : place + quads * QUAD : QUAD] for at in range(QUAD)
        )
        text = np.empty((quads, TRIPLE), dtype=np.uint8)
        text[:, 0] = (first << 2) | (second >> 4)
        text[:, 1] = (second << 4) | (third >> 2)
        text[:, 2] = (third << 6) | fourth
        yield text.tobytes(), place


def digests(block: bytes, classes: Classes) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Return where what may be a digest in base64 begins, and its first 64 bits."""
    begins = classes.begins_of_runs(BASE64, _DIGEST_SIGNS)
    keys = np.zeros(len(begins), dtype=np.uint64)
    text = np.frombuffer(block, dtype=np.uint8)
    values = np.frombuffer(_SEXTETS, dtype=np.uint8)
    for at in range(10):
        keys = (keys << np.uint64(6)) | values[text[begins + at]]
    last = (values[text[begins + 10]] >> 2).astype(np.uint64)
    return begins, (keys << np.uint64(4)) | last
