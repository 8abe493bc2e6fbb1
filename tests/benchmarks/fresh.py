"""Measuring in a fresh process: what ran before neither warms anything up nor stays in memory."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext import sources

if TYPE_CHECKING:
    from collections.abc import Callable


class Measured(NamedTuple):
    """What a call took, without starting the process, and what it counted."""

    seconds: float
    peak_mb: float
    found: int


def measured(count: Callable[[Path], int], path: Path) -> Measured:
    """Call a module's function on a file in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_called, count, path).result()


def drained(path: Path) -> int:
    """Read a source to its end and keep nothing; return how many values it gave."""
    return sum(1 for _ in sources.read(path, position=1, column=None, format=None))


def _called(count: Callable[[Path], int], path: Path) -> Measured:
    begun = perf_counter()
    found = count(path)
    seconds = perf_counter() - begun
    # Not getrusage: what it tells of a new process includes the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0])
    return Measured(seconds, peak / 1024, found)
