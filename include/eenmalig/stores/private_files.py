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
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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

    Links are removed and never followed; folders that shut us out are opened first. What is gone
    would stay so.
    """
    let_us_in(place.parent)
    left = 0
    folders = [place] if is_folder(place) else []
    if not folders:
        left += _is_left(os.unlink, place)
    for folder in folders:  # which grow meanwhile
        let_us_in(folder)
        try:
            with os.scandir(folder) as entries:
                inside = [Path(entry.path) for entry in entries]
        except OSError:
            left += 1
            continue
        folders += [path for path in inside if is_folder(path)]
        left += sum(_is_left(os.unlink, path) for path in inside if not is_folder(path))
    left += sum(_is_left(os.rmdir, folder) for folder in reversed(folders))
    stay_removed(place)
    return max(left, int(os.path.lexists(place)))


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


def let_us_in(folder: Path) -> None:
    """Give its owner back all rights to a folder; whoever else has some keeps them."""
    with suppress(OSError):
        mode = folder.lstat().st_mode
        if stat.S_ISDIR(mode) and ~mode & stat.S_IRWXU:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)


def _is_left(remove: Callable[[Path], None], path: Path) -> bool:
    """Remove one thing; return whether it is left for a reason of its own.

    A file that stays is emptied, if that can be done: no other name of it may stand elsewhere.
    """
    try:
        remove(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        if remove is os.unlink:
            with suppress(OSError):
                _empty(path)
        return error.errno != errno.ENOTEMPTY
    return False


def _empty(path: Path) -> None:
    status = path.lstat()
    if stat.S_ISREG(status.st_mode) and status.st_nlink == 1:
        descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_file(path: Path) -> None:
    """Return when a file that another process wrote, and its name, would survive too."""
    sync_folder(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder, those added and those removed, would survive too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
