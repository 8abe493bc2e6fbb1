"""The one way to write a file that must be ours alone, must be whole, or must be new.

``write_whole`` takes the place of a file that may be there: a process killed at any moment leaves
either the old content or the new, and at worst a draft beside it, which no reader opens.
``write_new`` takes the place of none, and makes no draft: what must be destroyed has one name only.
Both return when the content would survive a power cut; folders that are made or removed here stay
so too.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OURS_ALONE = 0o600
# Who else may read it is up to the umask, as with any file.
AS_THE_UMASK_SAYS = 0o666
FOLDER_AS_THE_UMASK_SAYS = 0o777
_DRAFT_BYTES = 8


def write_private(path: Path, text: str) -> None:
    """Write a text, whole or not at all, for us alone; a folder that is not there is made so too.

    Fails with ``OSError`` when it cannot be written; then the old content stands.
    """
    make_folder(path.parent)
    write_whole(path, text.encode())


def write_whole(path: Path, content: bytes, mode: int = OURS_ALONE) -> None:
    """Write a file, whole or not at all, with ``mode`` from its first moment.

    Fails with ``OSError`` when it cannot be written; then the old content stands, and no draft.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(_DRAFT_BYTES)}.new")
    write_new(draft, content, mode)
    try:
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, content: bytes, mode: int = OURS_ALONE) -> None:
    """Write a file that is not there yet. A process killed meanwhile may leave a part of it.

    Fails with ``FileExistsError`` when it is there, even as a link to nowhere; that one is left as
    it is. Fails with ``OSError`` when it cannot be written; then nothing of it is left.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def remove_drafts(folder: Path) -> None:
    """Remove what killed processes left half-written. The caller lets nobody write there."""
    for draft in folder.glob(".*.new"):
        draft.unlink(missing_ok=True)
    if folder.is_dir():
        sync_folder(folder)


def make_folder(folder: Path, mode: int = 0o700) -> None:
    """Make a folder, and those above it, unless they are there; their names would survive too."""
    if not folder.parent.exists():
        make_folder(folder.parent, mode)
    folder.mkdir(mode, exist_ok=True)
    sync_folder(folder.parent)


def stay_removed(place: Path) -> None:
    """Return when what is gone from a place would stay so, whoever removed it and died."""
    if place.parent.exists():
        sync_folder(place.parent)


def is_folder(path: Path) -> bool:
    """Whether a folder stands there, and no link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def let_us_in(folder: Path | str, within: int | None = None) -> None:
    """Give its owner back all rights to a folder; whoever else has some keeps them.

    ``within`` is the open folder that it is in, unless its path says so.
    """
    with suppress(OSError):
        mode = os.stat(folder, dir_fd=within, follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode) and ~mode & stat.S_IRWXU:
            os.chmod(folder, stat.S_IMODE(mode) | stat.S_IRWXU, dir_fd=within)


def sync_file(path: Path) -> None:
    """Return when a file that another process wrote, and its name, would survive too."""
    _sync(path, os.O_NONBLOCK)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder, those added and those removed, would survive too.

    Fails with ``NotADirectoryError`` for anything else: a pipe would be waited for without end.
    """
    _sync(folder, os.O_DIRECTORY)


def read_small(path: Path, most: int) -> bytes:
    """Return what a plain file holds, of at most ``most`` bytes, whatever it is called.

    Fails with ``OSError`` for anything that is no plain file, and for a longer one.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "no plain file")
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, "longer than it can be")
    return content


def _sync(path: Path, how: int) -> None:
    descriptor = os.open(path, os.O_RDONLY | how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
