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
# Beside other tests their part is smaller; then nobody may have found a processor free.
MOST_IDLE = 0.1


def _idle() -> float:
    """Return for how many seconds our processors had nothing to do, since the machine began."""
    each = psutil.cpu_times(percpu=True)
    return sum(each[processor].idle for processor in os.sched_getaffinity(0))


@dataclass
class Load:
    """Processes that count, and what they took of the processors since they began."""

    processes: list[subprocess.Popen[bytes]]
    began: float = field(default_factory=time.monotonic)
    idle_before: float = field(default_factory=_idle)

    def idle(self) -> float:
        """Return the part of all processors' time that nobody used. Fails when one has died."""
        self._require_alive()
        return (_idle() - self.idle_before) / self._time()

    def share(self) -> float:
        """Return their part of all processors' time, 0 to 1. Fails when one has died."""
        self._require_alive()
        used = 0.0
        for process in self.processes:
            times = psutil.Process(process.pid).cpu_times()
            used += times.user + times.system
        return used / self._time()

    def _require_alive(self) -> None:
        assert all(process.poll() is None for process in self.processes), "not busy to the end"

    def _time(self) -> float:
        return (time.monotonic() - self.began) * len(os.sched_getaffinity(0))


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
