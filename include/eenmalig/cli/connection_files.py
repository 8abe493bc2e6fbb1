"""A connection that a command is given: in a variable, as Airflow's, or in a private file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 64 * 1024


def stated_connection(path: Path | None, variable: str, code: Code, what: str) -> str:
    """Return what the file holds, or without one the variable; empty where there is neither.

    Raises ``code`` when it is no file, and ``KEY_EXPOSED`` with ``what`` when others can reach it.
    """
    if path is None:
        return os.environ.get(variable, "").strip()
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise EenmaligError(code, "its file is none")
    if status.st_mode & 0o077:
        raise EenmaligError(Code.KEY_EXPOSED, what)
    with path.open("rb") as file:
        return file.read(_LONGEST).decode(errors="replace").strip()
