"""Running ``make demo``'s program as a process, quiet or beside others, and interrupting it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT, Home

if TYPE_CHECKING:
    import signal
    from collections.abc import Sequence
    from pathlib import Path

_AROUND = re.compile(r"([\d.]+) s around them")
_WALL = re.compile(r"^ *([\d.]+) s  ", re.MULTILINE)


@dataclass(frozen=True)
class Demonstration:
    """A demonstration that ended: its exit code, what it printed, and what it left."""

    code: int
    printed: str
    home: Home

    @property
    def around(self) -> float:
        """Seconds of the run that were neither steps nor waiting for receipts."""
        found = _AROUND.search(self.printed)
        assert found, self.printed[-2000:]
        return float(found[1])

    @property
    def seconds(self) -> float:
        """Seconds from its start to its last line."""
        return float(_WALL.findall(self.printed)[-1])

    def left(self) -> list[str]:
        """Return what stands where nothing of a campaign may, by store."""
        stores = (self.home.vault, self.home.keys)
        left = [store.name for store in stores if store.exists() and any(store.iterdir())]
        if any(copy.is_dir() for copy in self.home.handover.glob("*/*")):
            left.append("handover")
        return left


def demonstrate(home: Path, seconds: float = 900) -> Demonstration:
    """Run a whole demonstration on ``home``."""
    process = start(home)
    printed, _ = process.communicate(timeout=seconds)
    return Demonstration(process.returncode, printed, Home(home))


def interrupt(
    home: Path, line: str, signals: Sequence[signal.Signals], seconds: float = 300
) -> Demonstration:
    """Interrupt a demonstration a moment after it printed ``line``, once for each signal."""
    process = start(home)
    assert process.stdout is not None
    printed = ""
    for told in process.stdout:
        printed += told
        if line in told:
            break
    for number in signals:
        time.sleep(1.5)
        os.killpg(process.pid, number)  # as a terminal's Ctrl-C does
    rest, _ = process.communicate(timeout=seconds)
    return Demonstration(process.returncode, printed + rest, Home(home))


def start(home: Path) -> subprocess.Popen[str]:
    """Start a demonstration on ``home``."""
    paths = os.pathsep.join([str(PROJECT / "include"), str(PROJECT / "plugins")])
    own = {"EENMALIG_HOME": str(home), "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"}
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"CITY", "HANDOVER", "KEEP", "AIRFLOW_CONN_TWILIO_DEFAULT"}
    }
    return subprocess.Popen(
        [sys.executable, "-m", "rehearsal.demo"],
        env={**inherited, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
