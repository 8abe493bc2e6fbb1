"""The components' own logs: one file each, mode 0600, every line redacted before it is kept."""

from __future__ import annotations

import os
import threading
from typing import IO, TYPE_CHECKING

from eenmalig.redaction import redact
from eenmalig.settings.loading import published_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.stores.home import Home


def component_log(home: Home, name: str) -> Path:
    """Return the log of a component, made with mode 0600 if it is not there."""
    folder = home.airflow / "logs" / "components"
    folder.parent.mkdir(exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
    file = folder / f"{name}.log"
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    return file


def keep_redacted(output: IO[bytes], log: Path) -> threading.Thread:
    """Copy ``output`` to ``log`` in the background, line by line, with numbers masked.

    The scheduler repeats all that tasks print, so nothing is kept unread. Ends with the output:
    a line that cannot be kept, on a full disk, is counted in the next that can, since a component
    whose output nobody reads any longer is dead.
    """
    copier = threading.Thread(target=_copy, args=(output, log), name=log.stem, daemon=True)
    copier.start()
    return copier


def _redacted(line: bytes) -> str:
    return redact(line.decode("utf-8", errors="replace"), published_numbers())


def _copy(output: IO[bytes], log: Path) -> None:
    lost = 0
    with output:
        for line in output:
            told = f"[{lost} lines could not be kept here]\n" if lost else ""
            try:
                with log.open("ab", buffering=0) as kept:
                    kept.write((told + _redacted(line)).encode())
                lost = 0
            except OSError:
                lost += 1
