"""Removing all that stands at a place: past what cannot be removed, however deep it goes.

Links are removed and never followed. A path may be too long for the system, so that folders are
walked through one by one.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from eenmalig.stores.private_files import is_folder, let_us_in, stay_removed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it, or a link or file that stands in its place.

    Returns when it would stay removed. It may be gone already. Fails with ``OSError`` when
    something is left, once all else is gone.
    """
    left = remove_all(folder)
    if left:
        raise OSError(errno.EPERM, f"{left} left")


def remove_all(place: Path) -> int:
    """Remove what stands at a place, one by one past what cannot be; return how much is left.

    Folders that shut us out are opened first. What is gone would stay so.
    """
    let_us_in(place.parent)
    left = 0
    if is_folder(place):
        left += _remove_inside(place)
        left += _is_left(os.rmdir, place)
    else:
        left += _is_left(os.unlink, place)
    stay_removed(place)
    return max(left, int(os.path.lexists(place)))


def _remove_inside(folder: Path) -> int:
    let_us_in(folder)
    try:
        walk = _Walk(os.open(folder, _FOLDER))
    except OSError:
        return 1
    try:
        walk.to_its_end()
    except OSError:  # somebody moves folders meanwhile
        walk.left += 1
    finally:
        walk.close()
    return walk.left


class _Walk:
    """A way through a folder, and all that is in it, of which one folder is open at a time."""

    def __init__(self, top: int) -> None:
        self.left = 0
        self._here = top
        self._above: list[tuple[str, os.stat_result, list[str]]] = []
        self._inside: list[str] = []

    def to_its_end(self) -> None:
        self._inside = self._remove_files()
        while self._inside or self._above:
            if self._inside:
                self._enter(self._inside.pop())
            else:
                self._go_back()

    def close(self) -> None:
        os.close(self._here)

    def _remove_files(self) -> list[str]:
        """Remove what is no folder; return the folders."""
        try:
            with os.scandir(self._here) as entries:
                inside = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
        except OSError:
            self.left += 1
            return []
        files = (name for name, is_dir in inside.items() if not is_dir)
        self.left += sum(_is_left(os.unlink, name, self._here) for name in files)
        return [name for name, is_dir in inside.items() if is_dir]

    def _enter(self, name: str) -> None:
        let_us_in(name, self._here)
        try:
            below = os.open(name, _FOLDER, dir_fd=self._here)
        except OSError:
            self.left += 1
            return
        self._above.append((name, os.fstat(self._here), self._inside))
        self._be_in(below)
        self._inside = self._remove_files()

    def _go_back(self) -> None:
        name, folder, self._inside = self._above.pop()
        self._be_in(os.open("..", _FOLDER, dir_fd=self._here))
        if not os.path.samestat(folder, os.fstat(self._here)):
            raise OSError(errno.ESTALE, "it is another folder by now")
        self.left += _is_left(os.rmdir, name, self._here)

    def _be_in(self, folder: int) -> None:
        os.close(self._here)
        self._here = folder


def _is_left(remove: Callable[..., None], name: Path | str, folder: int | None = None) -> bool:
    """Remove one thing; return whether it is left for a reason of its own.

    A file that stays is emptied, if that can be done: no other name of it may stand elsewhere.
    """
    try:
        remove(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    except OSError as error:
        if remove is os.unlink:
            with suppress(OSError):
                _empty(name, folder)
        return error.errno != errno.ENOTEMPTY
    return False


def _empty(name: Path | str, folder: int | None) -> None:
    status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if stat.S_ISREG(status.st_mode) and status.st_nlink == 1:
        descriptor = os.open(name, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW, dir_fd=folder)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
