"""The durable operations of a process: counted and traced by a library, and a death at one of them.

The library stands between a program and the C library (``durable.c``), so that what SQLite writes
is counted as well, and no operation can be forgotten.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOURCE = Path(__file__).with_name("durable.c")
_LIBRARY = "LD_PRELOAD"


@dataclass(frozen=True)
class Operation:
    """One durable operation; ``path`` stands below the home, ``source`` is what was renamed."""

    number: int
    what: str
    path: str
    size: int
    source: str = ""

    @property
    def changes(self) -> bool:
        """Whether a process that dies right after it leaves anything else than right before."""
        return self.what != "sync"

    @property
    def halves(self) -> bool:
        """Whether it can end in the middle."""
        return self.what == "write" and self.size > 1


@dataclass(frozen=True)
class Death:
    """Where a process dies: before an operation, or when half of what it writes is written."""

    at: int
    middle: bool = False


def build(folder: Path) -> Path:
    """Compile the library into a folder; return where it stands."""
    library = folder / "durable.so"
    command = ["cc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(library)]
    subprocess.run([*command, str(_SOURCE), "-ldl"], check=True)
    return library


def preloaded(library: Path) -> Mapping[str, str]:
    """Return the environment of a process whose operations are counted."""
    return {**os.environ, _LIBRARY: str(library)}


def watch(home: Path, trace: Path | None = None, death: Death | None = None) -> None:
    """Count this process's operations below ``home`` from here on, trace them, and die at one."""
    into = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if trace else -1
    dies_at, middle = (death.at, death.middle) if death else (0, False)
    _library().durable_watch(os.fsencode(home.resolve()), into, ctypes.c_long(dies_at), int(middle))


def counted() -> int:
    """Return how many operations there were since ``watch``."""
    library = _library()
    library.durable_operations.restype = ctypes.c_long
    return int(library.durable_operations())


def read(trace: Path) -> list[Operation]:
    """Return the operations of a trace, in order."""
    operations = []
    for line in trace.read_text(encoding="utf-8").splitlines():
        number, what, path, size, source = line.split("\t")
        operations.append(Operation(int(number), what, path, int(size), source))
    return operations


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(os.environ[_LIBRARY])
