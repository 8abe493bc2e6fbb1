"""Reading the borders of a ``-wal`` file, because SQLite passes over a damaged one in silence.

A header of 32 bytes, then frames of 24 bytes and a page. Frames of the present round carry the
header's two salts; what follows them is left over from earlier rounds and may end anywhere.
"""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_HEADER = 32
_FRAME = 24
_SMALLEST_PAGE = 512
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_WORD = 0xFFFFFFFF
# In the ``-shm`` file that SQLite builds: the number of frames that it took over.
_TAKEN_OVER = slice(16, 20)


class _Header(NamedTuple):
    page_size: int
    salts: bytes


def refuse_damaged(wal: Path, page_size: int, label: str) -> None:
    """Fail when the file is no ``-wal`` of such pages, or ends within a frame of its round."""
    if not wal.exists() or wal.stat().st_size == 0:
        return
    with wal.open("rb") as file:
        header = _header(file)
        if header is None or header.page_size < _SMALLEST_PAGE:
            raise _damaged(label)
        if header.page_size != page_size:
            why = "the -wal file belongs to another database"
            raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: {why}")
        _, whole = _walk(file, header)
    if not whole:
        raise _damaged(label)


def refuse_passed_over(database: Path, label: str) -> None:
    """Fail when the open ``database`` did not take over all that its ``-wal`` committed."""
    wal = database.with_name(database.name + "-wal")
    if not wal.exists() or wal.stat().st_size == 0:
        return
    with wal.open("rb") as file:
        header = _header(file)
        committed = _walk(file, header)[0] if header else 0
    index = database.with_name(database.name + "-shm")
    begin = index.read_bytes()[: _TAKEN_OVER.stop] if index.exists() else b""
    if int.from_bytes(begin[_TAKEN_OVER], sys.byteorder) < committed:
        raise _damaged(label)


def _header(file: BinaryIO) -> _Header | None:
    begin = file.read(_HEADER)
    if len(begin) < _HEADER:
        return None
    words = struct.unpack(">8I", begin)
    order = _MAGIC.get(words[0])
    if order is None or _checksum(begin[:24], order) != words[6:]:
        return None
    return _Header(words[2], begin[16:24])


def _checksum(content: bytes, order: str) -> tuple[int, int]:
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    first = second = 0
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _WORD
        second = (second + odd + first) & _WORD
    return first, second


def _walk(file: BinaryIO, header: _Header) -> tuple[int, bool]:
    """Return the last committed frame of this round, and whether the file ends on its border.

    Goes on behind frames of other rounds: SQLite would stop there, and nothing may follow.
    """
    committed = 0
    length = _FRAME + header.page_size
    size = file.seek(0, 2)
    for number, start in enumerate(range(_HEADER, size, length), start=1):
        file.seek(start)
        frame = file.read(_FRAME)
        present = frame[8:16] == header.salts
        if present and start + length > size:
            return committed, False
        if present and frame[4:8] != bytes(4):
            committed = number
    return committed, True


def _damaged(label: str) -> EenmaligError:
    return EenmaligError(
        Code.SOURCE_UNREADABLE,
        f"{label}: the -wal file is damaged or cut off; a complete copy is needed",
    )
