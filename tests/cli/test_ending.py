"""What a command leaves behind when it is told to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

# Once the scratch folder is there, the process sends itself the signal and then would go on.
PROGRAM = """
import os, pathlib, signal, sys, tempfile, time
from eenmalig.cli.ending import cleaning_up
with cleaning_up(), tempfile.TemporaryDirectory(dir=sys.argv[1]) as scratch:
    pathlib.Path(scratch, "copy").write_bytes(b"x")
    os.kill(os.getpid(), int(sys.argv[2]))
    time.sleep(60)
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_removes_its_scratch_copies(
    tmp_path: Path, told: signal.Signals
) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}/include"}
    call = [sys.executable, "-c", PROGRAM, str(tmp_path), str(int(told))]
    ended = subprocess.run(call, env=environment, timeout=30, check=False)
    assert ended.returncode == 128 + told
    assert list(tmp_path.iterdir()) == []
