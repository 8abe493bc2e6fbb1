"""A busy machine: processes that only count, beside whatever is tried.

They run in the same control group and with the same priority as what they disturb.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCESSES = 4
# What the processes must have had of all processors between them, or the machine was not busy.
LEAST_SHARE = 0.6


@dataclass
class Load:
    """Processes that count, and what they took of the processors since they began."""

    processes: list[subprocess.Popen[bytes]]
    began: float = field(default_factory=time.monotonic)

    def share(self) -> float:
        """Return their part of all processors' time, 0 to 1. Fails when one has died."""
        assert all(process.poll() is None for process in self.processes), "not busy to the end"
        used = 0.0
        for process in self.processes:
            times = psutil.Process(process.pid).cpu_times()
            used += times.user + times.system
        return used / ((time.monotonic() - self.began) * len(os.sched_getaffinity(0)))


@contextmanager
def busy(processes: int = PROCESSES) -> Iterator[Load]:
    """Keep the machine busy while the block lasts."""
    command = [sys.executable, "-c", "while True: pass"]
    load = Load([subprocess.Popen(command) for _ in range(processes)])
    try:
        yield load
    finally:
        for process in load.processes:
            process.kill()
            process.wait()
