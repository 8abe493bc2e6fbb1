"""A file within a zip archive, read as a stream: nothing is ever unpacked to a disk.

So names in the archive, absolute or not, lead nowhere. What would cost memory is refused before
the archive's directory is read.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

LARGEST_DIRECTORY = 32 * 1024**2
LARGEST_UNPACKED = 2 * 1024**3
LARGEST_RATIO = 200
# What reading a damaged archive raises.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)
_SMALL_UNPACKED = 64 * 1024**2
_ENCRYPTED = 0x1
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_BEGIN = b"PK\x03\x04"
_END, _END_BYTES = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_BYTES = b"PK\x06\x07", 20
_END64, _END64_BYTES = b"PK\x06\x06", 56
_LONGEST_COMMENT = 65_535


def is_readable(path: Path) -> bool:
    """Return whether this is a zip archive whose directory has a bearable size."""
    with path.open("rb") as file:
        if file.read(len(_BEGIN)) != _BEGIN:
            return False
        size = _directory_size(file)
    return size is not None and size <= LARGEST_DIRECTORY


def named(path: Path, name: str) -> list[zipfile.ZipInfo]:
    """Return the members of this name, in any case, nearest to the top; none if damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = [each for each in archive.infolist() if _last_of(each).casefold() == name]
    except DAMAGED:
        return []
    top = min((_depth(each) for each in found), default=0)
    return [each for each in found if _depth(each) == top]


def why_unreadable(member: zipfile.ZipInfo) -> str | None:
    """Return what is wrong with a member, in words, or None."""
    if member.flag_bits & _ENCRYPTED:
        return "is protected by a password"
    if member.compress_type not in _READ:
        return "is packed in a way that is not read"
    ratio = member.file_size / max(1, member.compress_size)
    too_dense = member.file_size > _SMALL_UNPACKED and ratio > LARGEST_RATIO
    if member.file_size > LARGEST_UNPACKED or too_dense:
        return "unpacks to far more than an export holds"
    return None


@contextmanager
def opened(path: Path, member: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """Open one member for reading."""
    with zipfile.ZipFile(path) as archive, archive.open(member) as file:
        yield cast("BinaryIO", file)


def _last_of(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").rpartition("/")[2]


def _depth(member: zipfile.ZipInfo) -> int:
    return member.filename.replace("\\", "/").strip("/").count("/")


def _directory_size(file: IO[bytes]) -> int | None:
    """Return how many bytes the directory says it has, as its reader will believe it."""
    total = file.seek(0, 2)
    tail_at = max(0, total - _END_BYTES - _LONGEST_COMMENT - _LOCATOR_BYTES)
    file.seek(tail_at)
    tail = file.read()
    end = len(tail) - _END_BYTES if tail[-_END_BYTES:].startswith(_END) else tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        return None
    sizes = [struct.unpack_from("<L", tail, end + 12)[0]]
    locator = tail[max(0, end - _LOCATOR_BYTES) : end]
    if locator.startswith(_LOCATOR):
        # The larger record may stand where the locator says, or right before the locator.
        said = struct.unpack_from("<Q", locator, 8)[0]
        before = tail_at + end - _LOCATOR_BYTES - _END64_BYTES
        sizes += [_size_in_end64(file, at) for at in (said, before) if 0 <= at < total]
    return int(max(sizes))


def _size_in_end64(file: IO[bytes], at: int) -> int:
    file.seek(at)
    record = file.read(_END64_BYTES)
    if not record.startswith(_END64) or len(record) < _END64_BYTES:
        return 0
    return int(struct.unpack_from("<Q", record, 40)[0])
