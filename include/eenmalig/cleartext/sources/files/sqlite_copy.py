"""Databases of SQLite are read from a scratch copy, never in place.

Opening a database writes beside it, and what a telephone wrote last often stands only in the file
of the same name that ends in ``-wal``. So both are copied. The ``-shm`` file is an index that
SQLite builds anew; an interrupted transaction in a ``-journal`` cannot be undone read-only.
"""

from __future__ import annotations

import math
import shutil
import stat
import struct
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.files import sqlite_wal
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST_BYTES = 4 * 1024**3
BESIDE = ("-wal", "-shm", "-journal")

_MAGIC = b"SQLite format 3\0"
_HOT_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_HEADER = 100
_MAIN = "export"
_OTHER = "companion-"
_WRITE_AHEAD = 2
_SAMPLE = 4096
# What the chi-square of 4,096 random bytes stays between; text and tables are far above it.
_RANDOM = (150, 400)


class _Header(NamedTuple):
    """What the first bytes of a database say."""

    page_size: int
    read_version: int
    pages: int


def is_database(path: Path) -> bool:
    """Return whether the file begins as a database of SQLite does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


@contextmanager
def copied(
    path: Path, companions: Sequence[Path], scratch: Path | None, label: str
) -> Iterator[Path]:
    """Give a path to read from: a private copy of a database, any other file itself.

    The copy stands in a folder of its own below ``scratch``, or below the system's temporary
    folder, and is removed at the end. ``-wal`` files are found beside their database by name;
    other databases among ``companions`` are copied along (see ``companions_of``).

    Fails when something is cut off, too large, or was copied during a change
    (``SOURCE_UNREADABLE``), and when a companion is no database (``SOURCE_FORMAT``).
    """
    others = [companion for companion in companions if not companion.name.endswith(BESIDE)]
    if not is_database(path):
        if others:
            raise EenmaligError(Code.SOURCE_FORMAT, f"{label}: has companions but is no database")
        yield path
        return
    _refuse_too_large([path, *others], label)
    if scratch is not None:
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name).resolve()
        _copy(path, folder / _MAIN, label)
        for number, companion in enumerate(others, start=1):
            if not is_database(companion):
                why = "is no database and no file beside one"
                raise EenmaligError(Code.SOURCE_FORMAT, f"{label}, companion: {why}")
            _copy(companion, folder / f"{_OTHER}{number}", f"{label}, companion")
        yield folder / _MAIN


def companions_of(path: Path) -> list[Path]:
    """Return the copies of the other databases that came with this copy."""
    return sorted(copy for copy in path.parent.glob(f"{_OTHER}*") if not copy.name.endswith(BESIDE))


def lacks_wal(path: Path) -> bool:
    """Return whether a database writes ahead, and its ``-wal`` file is missing or empty.

    A program that closed its database left none behind, so this alone proves no loss.
    """
    if not is_database(path):
        return False
    return _header(path).read_version == _WRITE_AHEAD and not _holds_bytes(_beside(path, "-wal"))


def looks_encrypted(path: Path) -> bool:
    """Return whether the file's first bytes look random, as encrypted databases do."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if len(sample) < _SAMPLE:
        return False
    expected = _SAMPLE / 256
    counts = Counter(sample)
    chi_square = math.fsum((counts[byte] - expected) ** 2 / expected for byte in range(256))
    return _RANDOM[0] < chi_square < _RANDOM[1]


def _copy(path: Path, target: Path, label: str) -> None:
    header = _header(path)
    wal = _beside(path, "-wal")
    sqlite_wal.refuse_damaged(wal, header.page_size, label)
    _refuse_interrupted(_beside(path, "-journal"), label)
    if path.stat().st_size < header.pages * header.page_size and not _holds_bytes(wal):
        raise EenmaligError(
            Code.SOURCE_UNREADABLE,
            f"{label}: is a database that is cut off; a complete copy is needed",
        )
    shutil.copyfile(path, target)
    target.chmod(0o600)
    if wal.exists():
        shutil.copyfile(wal, _beside(target, "-wal"))
        _beside(target, "-wal").chmod(0o600)


def _header(path: Path) -> _Header:
    with path.open("rb") as file:
        begin = file.read(_HEADER).ljust(_HEADER, b"\0")
    page_size = int.from_bytes(begin[16:18], "big")
    changed, pages = struct.unpack(">II", begin[24:32])
    # Old programs do not keep the count of pages; then it is of another change than the file.
    counted = changed == int.from_bytes(begin[92:96], "big")
    return _Header(65536 if page_size == 1 else page_size, begin[19], pages if counted else 0)


def _refuse_interrupted(journal: Path, label: str) -> None:
    if not journal.exists():
        return
    with journal.open("rb") as file:
        interrupted = file.read(len(_HOT_JOURNAL)) == _HOT_JOURNAL
    if interrupted:
        raise EenmaligError(
            Code.SOURCE_UNREADABLE,
            f"{label}: is a database that was copied during a change; a new copy is needed, made "
            "while the program was closed",
        )


def _refuse_too_large(databases: list[Path], label: str) -> None:
    files = [file for path in databases for file in (path, _beside(path, "-wal"))]
    if sum(file.stat().st_size for file in files if file.exists()) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1024**2
        raise EenmaligError(
            Code.SOURCE_UNREADABLE, f"{label}: is larger than {limit} MiB with its companions"
        )


def _holds_bytes(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _beside(path: Path, ending: str) -> Path:
    """Return the file beside ``path`` of that ending; a link is taken for no file."""
    beside = path.with_name(path.name + ending)
    try:
        plain = stat.S_ISREG(beside.lstat().st_mode)
    except OSError:
        plain = True
    return beside if plain else path.with_name(f"{path.name}{ending}-is-a-link")
