"""A file within a zip archive, read as a stream: nothing is ever unpacked to a disk.

So names in the archive, absolute or not, lead nowhere. What would cost memory is refused before
the archive's directory is read, and pictures and films beside the file are not touched.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.zip_directory import BEGIN, Member, directory_of, members

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

# Of a directory that is read whole, and of one that is looked through: two million files.
LARGEST_DIRECTORY = 32 * 1024**2
LARGEST_LISTED = 256 * 1024**2
# Reports of real telephones reach some gigabytes; they are read as a stream.
LARGEST_UNPACKED = 16 * 1024**3
LARGEST_RATIO = 200
# What reading a damaged archive raises.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)
_SMALL_UNPACKED = 64 * 1024**2
_ENCRYPTED = 0x1
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCAL_HEADER_BYTES = 30
_CHUNK_BYTES = 64 * 1024


def is_readable(path: Path) -> bool:
    """Return whether this is a zip archive whose directory has a bearable size."""
    with path.open("rb") as file:
        if file.read(len(BEGIN)) != BEGIN:
            return False
        directory = directory_of(file)
    return directory is not None and directory.size <= LARGEST_DIRECTORY


def named(path: Path, name: str) -> list[Member]:
    """Return the members of this name, in any case, nearest to the top; none if damaged."""
    with path.open("rb") as file:
        directory = directory_of(file) if file.read(len(BEGIN)) == BEGIN else None
        if directory is None or directory.size > LARGEST_LISTED:
            return []
        matching = [
            member for member in members(file, directory, name.encode()) if _is(member, name)
        ]
    top = min(map(_depth, matching), default=0)
    return [member for member in matching if _depth(member) == top]


def why_unreadable(member: Member) -> str | None:
    """Return what is wrong with a member, in words, or None."""
    if member.flags & _ENCRYPTED:
        return "is protected by a password"
    if member.method not in _READ:
        return "is packed in a way that is not read"
    ratio = member.unpacked / max(1, member.packed)
    too_dense = member.unpacked > _SMALL_UNPACKED and ratio > LARGEST_RATIO
    if member.unpacked > LARGEST_UNPACKED or too_dense:
        return "unpacks to far more than an export holds"
    return None


@contextmanager
def opened(path: Path, member: Member) -> Iterator[Unpacked]:
    """Open one member for reading. Fails with one of ``DAMAGED``, at its end at the latest."""
    with path.open("rb") as file:
        file.seek(member.header_at)
        header = file.read(_LOCAL_HEADER_BYTES)
        if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(BEGIN):
            raise zipfile.BadZipFile
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        file.seek(names, 1)
        yield Unpacked(file, member)


class Unpacked:
    """The content of a member. Never more of it than the directory says, checked by its sum."""

    def __init__(self, file: BinaryIO, member: Member) -> None:
        """Begin where the file stands: at the first packed byte."""
        self._file = file
        self._member = member
        self._packed_left = member.packed
        self._unpacked_bytes = self._crc = 0
        plain = member.method == zipfile.ZIP_STORED
        self._unpacking = None if plain else zlib.decompressobj(-zlib.MAX_WBITS)

    def read(self, length: int) -> bytes:
        """Return so many bytes, fewer at the end. Fails there when they are not the right ones."""
        content = self._stored(length) if self._unpacking is None else self._deflated(length)
        self._unpacked_bytes += len(content)
        self._crc = zlib.crc32(content, self._crc)
        sums = (self._unpacked_bytes, self._crc), (self._member.unpacked, self._member.crc)
        ended = len(content) < length and sums[0] != sums[1]
        if ended or self._unpacked_bytes > self._member.unpacked:
            raise zipfile.BadZipFile
        return content

    def _stored(self, length: int) -> bytes:
        content = self._file.read(min(length, self._packed_left))
        self._packed_left -= len(content)
        return content

    def _deflated(self, length: int) -> bytes:
        unpacking = self._unpacking
        content = b""
        while unpacking is not None and not unpacking.eof and len(content) < length:
            packed = unpacking.unconsumed_tail or self._stored(_CHUNK_BYTES)
            if not packed:
                break
            content += unpacking.decompress(packed, length - len(content))
        return content


def _is(member: Member, name: str) -> bool:
    return _slashed(member).rpartition(b"/")[2].lower() == name.encode()


def _depth(member: Member) -> int:
    return _slashed(member).strip(b"/").count(b"/")


def _slashed(member: Member) -> bytes:
    return member.name.replace(b"\\", b"/")
