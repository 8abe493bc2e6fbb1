"""A stream of bytes, searched in blocks that overlap, and with it what is packed in it.

What is packed (by gzip, by zlib as in a PDF, or in a zip) is recognised wherever it begins, and
unpacked as it comes, so that nothing is held as a whole.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from eenmalig.cleartext.leak_scan.block_search import found_in
from eenmalig.cleartext.leak_scan.packed_beginnings import beginnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.leak_scan.packed_beginnings import Beginning
    from eenmalig.cleartext.leak_scan.wanted_numbers import WantedNumbers

BLOCK_BYTES = 256 * 1024
# The longest that is searched for, a digest of 128 signs of two bytes, and what stands around it.
EDGE_BYTES = 512
_DEEPEST = 3
_MOST_AT_ONCE = 64


class Searching:
    """One search: what for, how often it was found, and ``go_on``, which fails when time is up."""

    def __init__(self, wanted: WantedNumbers, go_on: Callable[[], None]) -> None:
        self.wanted = wanted
        self.go_on = go_on
        self.hits = 0


class SearchedStream:
    """Bytes that come one after another. ``depth`` is in how much else they are packed."""

    def __init__(self, searching: Searching, depth: int = 0) -> None:
        self._searching = searching
        self._depth = depth
        self._block = b""
        self._counted = 0
        self._inside: list[_PackedStream] = []

    def add(self, more: bytes) -> None:
        """Take in what comes next."""
        for packed in self._inside:
            packed.add(more)
        self._block += more
        if len(self._block) >= BLOCK_BYTES:
            self._look(len(self._block) - EDGE_BYTES)
            self._block = self._block[-2 * EDGE_BYTES :]
            self._counted = EDGE_BYTES

    def end(self) -> None:
        """Search what is left; there is no more."""
        self._look(len(self._block))
        for packed in self._inside:
            packed.end()

    def _look(self, until: int) -> None:
        """Count what begins in the block since the last look and before ``until``."""
        its = self._searching
        its.go_on()
        its.hits += sum(self._counted <= at < until for at in found_in(self._block, its.wanted))
        self._inside = [packed for packed in self._inside if not packed.is_over]
        if self._depth < _DEEPEST:
            for beginning in beginnings(self._block, self._counted):
                if beginning.at < until and len(self._inside) < _MOST_AT_ONCE:
                    self._unpack(beginning)

    def _unpack(self, beginning: Beginning) -> None:
        unpacked = SearchedStream(self._searching, self._depth + 1)
        packed = _PackedStream(beginning.bits, unpacked)
        packed.add(self._block[beginning.data :])
        if not packed.is_over:
            self._inside.append(packed)


class _PackedStream:
    """What is packed, unpacked as it comes, up to where it ends or proves to be something else."""

    def __init__(self, bits: int, unpacked: SearchedStream) -> None:
        self._unpacking = zlib.decompressobj(bits)
        self._unpacked = unpacked
        self.is_over = False

    def add(self, more: bytes) -> None:
        """Unpack what comes next, a block at a time."""
        while more and not self.is_over:
            try:
                text = self._unpacking.decompress(more, BLOCK_BYTES)
            except zlib.error:
                self.end()
                return
            more = self._unpacking.unconsumed_tail
            self._unpacked.add(text)
            if self._unpacking.eof:
                self.end()

    def end(self) -> None:
        """Search what is left of it."""
        if not self.is_over:
            self.is_over = True
            self._unpacked.end()
