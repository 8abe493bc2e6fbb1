"""Writing a file that must never take the place of another one, nor be left half-written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from eenmalig.errors import Code, EenmaligError


def write_new(path: Path, text: str) -> None:
    """Write ``text`` to a file that is not there yet, readable by us alone.

    Fails with ``HANDOVER_INVALID`` when it is there, or the folder cannot be written in; then
    nothing was changed.
    """
    try:
        _claim(path)
    except FileExistsError:
        said = f"{path.name}: is there already, and was left as it is"
        raise EenmaligError(Code.HANDOVER_INVALID, said) from None
    except OSError:
        raise EenmaligError(Code.HANDOVER_INVALID, "the folder cannot be written in") from None
    try:
        _replace(path, text)
    except OSError:
        path.unlink()
        raise EenmaligError(Code.HANDOVER_INVALID, "the folder cannot be written in") from None
    except BaseException:
        path.unlink()
        raise


def _claim(path: Path) -> None:
    """Take the name with an empty file, which no other process can then do."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".being-written-")
    written = Path(name)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    except BaseException:
        written.unlink()
        raise
