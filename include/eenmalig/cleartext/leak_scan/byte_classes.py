"""What each byte may be part of, and which chunks of four bytes hold nothing else.

A chunk is judged by one comparison, whatever its four bytes are. What is searched for is long
enough that some whole chunks lie within it, wherever it begins.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 4
# What people put between the digits of one number, as bytes; UTF-8's no-break space is two.
GAP = b" .()/\\-+_\xa0\xc2"
LONGEST_GAP = 6

# Bits of a class.
SPELLING, DIGIT, ZERO, HEX, BASE64, ESCAPE, THREE = (np.uint32(1 << bit) for bit in range(7))
_BITS = {
    SPELLING: string.digits.encode() + GAP,
    DIGIT: string.digits.encode(),
    ZERO: b"\0",
    HEX: string.hexdigits.encode(),
    BASE64: string.ascii_letters.encode() + string.digits.encode() + b"+/-_",
    THREE: b"3",
    ESCAPE: b"%\\&\xe2\xc2\xef\xd9\xdb",
}
_IN_EACH_BYTE = np.uint32(0x01010101)
_CLASSES = bytes(
    sum(int(bit) for bit, members in _BITS.items() if byte in members) for byte in range(256)
)


class Classes:
    """The classes of a block's bytes, of which there are a multiple of four."""

    def __init__(self, block: bytes) -> None:
        self.of_bytes = np.frombuffer(block.translate(_CLASSES), dtype=np.uint8)
        self._of_chunks = self.of_bytes.view(np.uint32)

    def of_spellings(self) -> NDArray[np.int64]:
        """Return the chunks that lie within spellings and hold a digit."""
        within = SPELLING * _IN_EACH_BYTE
        found = (self._of_chunks & within) == within
        found &= (self._of_chunks & (DIGIT * _IN_EACH_BYTE)) != 0
        chunks: NDArray[np.int64] = np.flatnonzero(found)
        return chunks

    def of_wide_characters(self) -> NDArray[np.int64]:
        """Return the chunks of two digits, gaps or hexadecimal letters in two bytes each."""
        zeros = self._of_chunks & (ZERO * _IN_EACH_BYTE)
        low, high = ZERO * np.uint32(0x00010001), ZERO * np.uint32(0x01000100)
        (perhaps,) = np.nonzero((zeros == low) | (zeros == high))
        chunks = self._of_chunks[perhaps]
        held = (chunks | (chunks >> np.uint32(3))) & (SPELLING * _IN_EACH_BYTE)
        whole = (held == SPELLING * np.uint32(0x00010001)) | (
            held == SPELLING * np.uint32(0x01000100)
        )
        chunks_of_both: NDArray[np.int64] = perhaps[whole]
        return chunks_of_both

    def of_digits_in_hex(self) -> NDArray[np.int64]:
        """Return the chunks of two digits each, of bytes in hex, that do not stand alone."""
        threes = self._of_chunks & (THREE * _IN_EACH_BYTE)
        of_both = (threes & THREE * np.uint32(0x00010001)) == THREE * np.uint32(0x00010001)
        of_both |= (threes & THREE * np.uint32(0x01000100)) == THREE * np.uint32(0x01000100)
        of_both &= (self._of_chunks & (HEX * _IN_EACH_BYTE)) == HEX * _IN_EACH_BYTE
        of_both[:-1] &= of_both[1:]
        chunks: NDArray[np.int64] = np.flatnonzero(of_both[:-1])
        return chunks

    def of_escapes(self) -> NDArray[np.int64]:
        """Return where an escape may begin."""
        begins: NDArray[np.int64] = np.flatnonzero(self.of_bytes & ESCAPE)
        return begins

    def begins_of_runs(self, bit: np.uint32, lengths: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return where runs of one class begin that are as long as one of ``lengths``."""
        shortest = int(np.argmax(lengths))
        begins, ends = self.runs(bit, (shortest - CHUNK + 1) // CHUNK)
        meant: NDArray[np.int64] = begins[lengths[np.minimum(ends - begins, len(lengths) - 1)]]
        return meant

    def runs(self, bit: np.uint32, chunks: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where runs of one class begin and end that hold at least so many chunks."""
        each = bit * _IN_EACH_BYTE
        whole = np.zeros(len(self._of_chunks) + 2, dtype=np.bool_)
        np.equal(self._of_chunks & each, each, out=whole[1:-1])
        edges = np.flatnonzero(whole[1:] != whole[:-1])
        first, last = edges[0::2], edges[1::2]
        long = last - first >= chunks
        return self._widened(bit, first[long] * CHUNK, last[long] * CHUNK)

    def _widened(
        self, bit: np.uint32, begins: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Take in what of a run lies in the chunks before and after it."""
        last = len(self.of_bytes) - 1
        for _ in range(CHUNK - 1):
            before = np.maximum(begins - 1, 0)
            begins = begins - ((self.of_bytes[before] & bit != 0) & (begins > 0))
            after = np.minimum(ends, last)
            ends = ends + ((self.of_bytes[after] & bit != 0) & (ends <= last))
        return begins, ends


def of_lengths(*lengths: int) -> NDArray[np.bool_]:
    """Return which lengths are meant, up to one more than the longest, which stands for more."""
    meant = np.zeros(max(lengths) + 2, dtype=np.bool_)
    meant[list(lengths)] = True
    return meant


def windows(chunks: NDArray[np.int64], margin: int, length: int) -> NDArray[np.int64]:
    """Return the positions around chunks, ``length`` for one that is none before and after each.

    ``margin`` is how many chunks before and after one belong to it; ``length`` is the block's.
    """
    apart = np.flatnonzero(np.diff(chunks) > 2 * margin + 1)
    first = np.concatenate((chunks[:1], chunks[apart + 1])) - margin
    last = np.concatenate((chunks[apart], chunks[-1:])) + margin + 1
    begins, ends = np.maximum(first * CHUNK, 0), np.minimum(last * CHUNK, length)
    sizes = ends - begins + 1
    into = np.cumsum(sizes)
    positions = np.arange(into[-1]) + np.repeat(begins - into + sizes, sizes)
    positions[into - 1] = length
    return np.concatenate(([length], positions))
