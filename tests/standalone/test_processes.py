from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from standalone.processes import members, stop_sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

# A leader with: a child in a group of its own, one that ignores SIGTERM, an orphan, and a child
# that began another session.
FAMILY = textwrap.dedent(
    """
    import os, signal, subprocess, sys, time
    nap = [sys.executable, "-c", "import time; time.sleep(600)"]
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); "
    deaf += "time.sleep(600)"
    subprocess.Popen(nap, process_group=0)
    subprocess.Popen(nap, start_new_session=True)
    subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE).stdout.readline()
    if os.fork() == 0:
        os.execv(sys.executable, [*nap, "orphan"]) if os.fork() == 0 else os._exit(0)
    os.wait()
    print("ready", flush=True)
    time.sleep(600)
    """
)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standalone.processes._SECONDS_TO_END", 1.0)
    monkeypatch.setattr("standalone.processes._SECONDS_TO_BE_ENDED", 0.5)


@pytest.fixture
def leader() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process
        process.kill()


def test_a_whole_family_is_ended_also_orphans_and_those_that_refuse(
    leader: subprocess.Popen[bytes],
) -> None:
    family = {each.pid: each for each in members([leader.pid])}
    below = psutil.Process(leader.pid).children(recursive=True)
    family |= {each.pid: each for each in below}
    assert len(family) == 5
    stop_sessions([leader.pid])
    assert [each for each in family.values() if _runs(each)] == []
    assert members([leader.pid]) == []


def test_nothing_else_is_touched(leader: subprocess.Popen[bytes]) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as bystander:
        stop_sessions([leader.pid])
        time.sleep(0.2)
        assert bystander.poll() is None
        bystander.kill()


def test_stopping_what_is_gone_already_is_no_error(leader: subprocess.Popen[bytes]) -> None:
    stop_sessions([leader.pid])
    stop_sessions([leader.pid])


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
