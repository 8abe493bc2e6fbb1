"""Where in a block something packed begins: by zlib as in a PDF, by gzip, or a member of a zip."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

# The first byte of each, and those that may follow it.
_HEADS = {b"x": b"\x01\x5e\x9c\xda", b"\x1f": b"\x8b", b"P": b"K"}
_GZIP = b"\x1f\x8b\x08"
# What is only stored in a zip stands there as it is.
_MEMBER = re.compile(rb"PK\x03\x04.{4}\x08\x00.{16}(?P<name>..)(?P<extra>..)", re.DOTALL)


class Beginning(NamedTuple):
    """Where a block's packed part begins, where its data does, and how zlib calls its kind."""

    at: int
    data: int
    bits: int


def beginnings(block: bytes, start: int) -> Iterator[Beginning]:
    """Yield each place from ``start`` at which something packed may begin."""
    text = np.frombuffer(block, dtype=np.uint8)
    for head, following in _HEADS.items():
        at = np.flatnonzero(text[start:-1] == head[0]) + start
        after = text[at + 1]
        may_be = np.zeros(len(at), dtype=np.bool_)
        for byte in following:
            may_be |= after == byte
        for position in at[may_be].tolist():
            yield from _beginning(block, position)


def _beginning(block: bytes, at: int) -> Iterator[Beginning]:
    if block[at] == ord("x"):
        yield Beginning(at, at, zlib.MAX_WBITS)
    elif block.startswith(_GZIP, at):
        yield Beginning(at, at, zlib.MAX_WBITS | 16)
    elif member := _MEMBER.match(block, at):
        lengths = (int.from_bytes(member[part], "little") for part in ("name", "extra"))
        yield Beginning(at, member.end() + sum(lengths), -zlib.MAX_WBITS)
