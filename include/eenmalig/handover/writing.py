"""Writing a file that must never take the place of another one, nor be left half-written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import private_files

if TYPE_CHECKING:
    from pathlib import Path


def write_new(path: Path, text: str) -> None:
    """Write ``text`` to a file that is not there yet, readable by us alone.

    Fails with ``HANDOVER_INVALID`` when it is there, or the folder cannot be written in; then
    nothing was changed.
    """
    try:
        _write(path, text.encode())
    except FileExistsError:
        mistake = f"{path.name}: is there already, and was left as it is"
        raise EenmaligError(Code.HANDOVER_INVALID, mistake) from None
    except OSError:
        raise EenmaligError(Code.HANDOVER_INVALID, "the folder cannot be written in") from None


def _write(path: Path, content: bytes) -> None:
    """Take the name with an empty file, which no other process can then do, and fill it at once."""
    private_files.write_new(path, b"")
    try:
        private_files.write_whole(path, content)
    except BaseException:
        path.unlink()
        raise
