"""Databases whose newest rows stand in another file, which is easily left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNSTATED = (
    "is a database whose newest rows stand in a file of the same name that ends in -wal; "
    "list it under companions, or state companions: [] when there is none"
)

_MAGIC = b"SQLite format 3\0"
_READ_VERSION = 19
_WRITE_AHEAD = 2


def is_database(path: Path) -> bool:
    """Return whether this is a database of SQLite. A file that cannot be read is none."""
    return _begin(path).startswith(_MAGIC)


def keeps_write_ahead(path: Path) -> bool:
    """Return whether this is a database of SQLite that writes ahead. Any other file does not."""
    begin = _begin(path)
    whole = len(begin) == _READ_VERSION + 1
    return whole and begin.startswith(_MAGIC) and begin[_READ_VERSION] == _WRITE_AHEAD


def _begin(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_READ_VERSION + 1)
    except OSError:
        return b""
