"""What tells a folder on the disk from others, whatever it is called: its place, and what it holds.

What it holds is told by digests under a key that is drawn for it, so that they tell nothing once
that key is gone.
"""

from __future__ import annotations

import ctypes
import hashlib
import hmac
import os
import secrets
import stat
import struct
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from eenmalig.stores.private_files import is_folder, let_us_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Of each file, and of each folder: looking must end, whatever was put there.
_READ_AT_MOST = 16 * 1024 * 1024
_FILES_AT_MOST = 20_000
_KEY_BYTES = 32
_LIBC = ctypes.CDLL(None)
_HERE, _NO_LINKS, _BIRTH = -100, 0x100, 0x800


def place_of(path: Path) -> str:
    """Return what tells a file or folder from all others, also after it was renamed.

    Device and number alone may be another's once it is removed, so its birth is part of it, where
    the file system tells that. Fails with ``OSError`` when nothing stands there.
    """
    status = path.lstat()
    return f"{status.st_dev}:{status.st_ino}:{_born(path)}"


@dataclass(frozen=True)
class _Held:
    """One plain file: where it stands, and how long it is since when."""

    path: Path
    place: str
    size: int
    changed: int


class FolderOnDisk:
    """A folder, or what stands where one should, as it is now.

    Files called ``declaration`` are left out of what it holds: they are corrected.
    """

    def __init__(self, path: Path, declaration: str) -> None:
        """Look at it. Fails with ``OSError`` when nothing stands there."""
        self.path = path
        self.place = place_of(path)
        self._declaration = declaration

    def listing(self, key: bytes) -> str:
        """Return a digest that changes with each file that is added, changed or removed."""
        lines = sorted(f"{file.place} {file.size} {file.changed}" for file in self._files)
        return _keyed(key, "\n".join(lines))

    def contents(self, key: bytes) -> frozenset[str]:
        """Return a digest of each file's content. Files are read once, however often asked."""
        return frozenset(_keyed(key, content) for content in self._contents)

    def files(self, key: bytes) -> frozenset[str]:
        """Return a digest of each file's place, where the file system tells one from another."""
        return frozenset(
            _keyed(key, file.place) for file in self._files if not file.place.endswith(":0")
        )

    def is_empty(self) -> bool:
        """Whether it holds no file."""
        return not self._files

    def mark(self) -> str:
        """Return what tells just this content, for whoever has this mark and nothing else."""
        return self._marked(secrets.token_bytes(_KEY_BYTES))

    def bears(self, mark: str) -> bool:
        """Whether it holds just what was there when the mark was made, if anything was."""
        try:
            key = bytes.fromhex(mark.partition(":")[0])
        except ValueError:
            return False
        return bool(self._contents) and self._marked(key) == mark

    def _marked(self, key: bytes) -> str:
        return f"{key.hex()}:{_keyed(key, ' '.join(sorted(self._contents)))}"

    @cached_property
    def _files(self) -> list[_Held]:
        return list(_plain_files(self.path))

    @cached_property
    def _contents(self) -> set[str]:
        return {
            f"{file.size} {_sha256(file.path)}"
            for file in self._files
            if file.path.name != self._declaration
        }


def _plain_files(place: Path) -> Iterator[_Held]:
    folders = [place] if is_folder(place) else []
    paths = [] if folders else [place]
    for folder in folders:  # which grow meanwhile
        let_us_in(folder)
        try:
            inside = sorted(folder.iterdir())
        except OSError:
            continue
        folders += [path for path in inside if is_folder(path)]
        paths += [path for path in inside if not is_folder(path)]
        if len(paths) + len(folders) > _FILES_AT_MOST:
            break
    for path in paths[:_FILES_AT_MOST]:
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode):
                continue
            yield _Held(path, place_of(path), status.st_size, status.st_mtime_ns)
        except OSError:
            continue


def _sha256(path: Path) -> str:
    """Return the SHA-256 of how a file begins; nothing where it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            return hashlib.sha256(file.read(_READ_AT_MOST)).hexdigest()
    except OSError:
        return ""


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _born(path: Path) -> int:
    """Return when it was made, in nanoseconds; 0 where the system does not tell.

    Python does not ask that of Linux: this is ``statx``, of which the answer's form never changes.
    """
    statx = getattr(_LIBC, "statx", None)
    answer = ctypes.create_string_buffer(256)
    if statx is None or statx(_HERE, os.fsencode(path), _NO_LINKS, _BIRTH, answer) != 0:
        return 0
    (told,) = struct.unpack_from("=I", answer, 0)
    seconds, nanoseconds = struct.unpack_from("=qI", answer, 80)
    return seconds * 10**9 + nanoseconds if told & _BIRTH else 0
