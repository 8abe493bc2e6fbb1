"""The directory of a zip archive, read as a stream: an export holds a million pictures at times.

Python's own reader holds every entry in memory before it tells one of them.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

BEGIN = b"PK\x03\x04"

_END, _END_BYTES = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_BYTES = b"PK\x06\x07", 20
_END64, _END64_BYTES = b"PK\x06\x06", 56
_LONGEST_COMMENT = 65_535
_ENTRY = struct.Struct("<4s4xHH4xLLLHHH8xL")
_ENTRY_BEGIN = b"PK\x01\x02"
_ZIP64, _IN_ZIP64 = 1, 0xFFFFFFFF
_BUFFER_BYTES = 1024 * 1024


class Directory(NamedTuple):
    """Where the directory begins, how long it is, and where the archive begins in its file."""

    start: int
    size: int
    offset: int


class Member(NamedTuple):
    """One entry: its name as written, and how and where its content stands."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    header_at: int


def directory_of(file: BinaryIO) -> Directory | None:
    """Return what the end of the archive says, None when that is no end of an archive."""
    total = file.seek(0, 2)
    tail_at = max(0, total - _END_BYTES - _LONGEST_COMMENT - _LOCATOR_BYTES)
    file.seek(tail_at)
    tail = file.read()
    end = _end_in(tail)
    if end is None:
        return None
    size, stated_start = struct.unpack_from("<LL", tail, end + 12)
    ends_at = tail_at + end
    locator = tail[max(0, end - _LOCATOR_BYTES) : end]
    if locator.startswith(_LOCATOR):
        # The larger record stands right before the locator, or where the locator says.
        places = (ends_at - _LOCATOR_BYTES - _END64_BYTES, struct.unpack_from("<Q", locator, 8)[0])
        larger = next((record for at in places if (record := _end64(file, at, total))), None)
        if larger is None:
            return None
        size, stated_start, ends_at = larger
    start = ends_at - size
    return Directory(start, size, start - stated_start) if start >= stated_start else None


def _end_in(tail: bytes) -> int | None:
    """Return where the record begins whose comment ends the file, or else the last record."""
    places = [match.start() for match in re.finditer(re.escape(_END), tail)]
    whole = [place for place in places if len(tail) - place >= _END_BYTES]
    right = [
        place
        for place in whole
        if place + _END_BYTES + int.from_bytes(tail[place + 20 : place + 22], "little") == len(tail)
    ]
    return next(iter([*right[::-1], *whole[::-1]]), None)


def _end64(file: BinaryIO, at: int, total: int) -> tuple[int, int, int] | None:
    if not 0 <= at <= total - _END64_BYTES:
        return None
    file.seek(at)
    record = file.read(_END64_BYTES)
    if not record.startswith(_END64):
        return None
    size, stated_start = struct.unpack_from("<QQ", record, 40)
    return size, stated_start, at


def members(file: BinaryIO, directory: Directory, ending: bytes) -> Iterator[Member]:
    """Yield the entries whose name ends so, in any case, up to where the directory is damaged."""
    file.seek(directory.start)
    left, content, at = directory.size, b"", 0
    while True:
        if len(content) - at < _LONGEST_ENTRY and left:
            content, at = content[at:] + file.read(min(left, _BUFFER_BYTES)), 0
            left = max(0, left - _BUFFER_BYTES)
        if len(content) - at < _ENTRY.size:
            return
        begin, *figures = _ENTRY.unpack_from(content, at)
        name_bytes, extra_bytes, comment_bytes = figures[5:8]
        if begin != _ENTRY_BEGIN:
            return
        name_at = at + _ENTRY.size
        extra_at = name_at + name_bytes
        name = content[name_at:extra_at]
        if name[-len(ending) :].lower() == ending:
            yield _member(
                name, figures, content[extra_at : extra_at + extra_bytes], directory.offset
            )
        at = extra_at + extra_bytes + comment_bytes


_LONGEST_ENTRY = _ENTRY.size + 3 * 65_535


def _member(name: bytes, figures: list[int], extra: bytes, offset: int) -> Member:
    flags, method, crc, packed, unpacked, *_, header_at = figures
    # What does not fit stands in the extra field, in this order.
    large = iter(_zip64(extra))
    unpacked, packed, header_at = (
        next(large, figure) if figure == _IN_ZIP64 else figure
        for figure in (unpacked, packed, header_at)
    )
    return Member(
        name=name,
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        unpacked=unpacked,
        header_at=header_at + offset,
    )


def _zip64(extra: bytes) -> tuple[int, ...]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _ZIP64:
            count = min(size, len(extra) - at - 4) // 8
            return struct.unpack_from(f"<{count}Q", extra, at + 4)
        at += 4 + size
    return ()
