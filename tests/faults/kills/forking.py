"""A server that forks a process for each step, with everything imported: a death costs little.

``python -m tests.faults.kills.forking FOLDER`` reads requests from its input, one a line, and
answers each once the process is dead. It has no other thread, so that a fork is whole.
"""

from __future__ import annotations

import gc
import importlib
import json
import logging
import os
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults.kills.conversing import Program
from tests.faults.kills.tracing import Death, counted, preloaded, watch

from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from collections.abc import Sequence

# What keeps the libraries that a step imports from starting threads.
_WITHOUT_THREADS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


@dataclass(frozen=True)
class _Restarted(GatewaySettings):
    """A gateway that comes up at another port for each of those who try cases at once."""

    @property
    def address(self) -> str:
        return "http://127.0.0.1:1"


@dataclass(frozen=True)
class Ended:
    """How a process ended: killed, or with what went wrong; empty when nothing did."""

    killed: bool
    wrong: str
    operations: int
    seconds: float


class Server:
    """Starts and asks the server."""

    def __init__(self, folder: Path, library: Path) -> None:
        environment = {**preloaded(library), **_WITHOUT_THREADS}
        self._program = Program("tests.faults.kills.forking", str(folder), environment=environment)

    def run(
        self,
        steps: Sequence[str],
        home: Path,
        settings: GatewaySettings,
        death: Death | None = None,
        trace: Path | None = None,
    ) -> Ended:
        """Run steps, one after another, in one process."""
        request = {
            "steps": list(steps),
            "home": str(home),
            "settings": asdict(settings),
            "death": asdict(death) if death else None,
            "trace": str(trace) if trace else None,
        }
        return Ended(**json.loads(self._program.ask(json.dumps(request))))

    def stop(self) -> None:
        """End it."""
        self._program.stop()


def serve(folder: Path) -> None:
    """Answer requests until there are no more."""
    from tests.faults.kills import steps  # noqa: PLC0415 - the server needs it, who asks does not

    # The client of the gateway imports this when it is first used, which every process would do.
    importlib.import_module("twilio.rest.api.v2010.account")
    steps.be_quick(folder)
    logging.disable(logging.CRITICAL)
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    gc.freeze()
    for line in sys.stdin:
        ended = _forked(json.loads(line))
        sys.stdout.write(f"{json.dumps(asdict(ended))}\n")
        sys.stdout.flush()


def _forked(request: dict[str, Any]) -> Ended:
    """Run a request in a process of its own; return how that ended."""
    began = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        told = _run(request)
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = json.loads(pipe.read() or b'["it said nothing", 0]')
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    wrong, operations = told
    return Ended(killed, "" if killed else wrong, operations, time.monotonic() - began)


def _run(request: dict[str, Any]) -> tuple[str, int]:
    """Run the steps of a request; return what went wrong, and how many operations there were."""
    from tests.faults.kills.steps import Working  # noqa: PLC0415 - as above

    # Nothing of a step stands on the pipe that answers are read from.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    home = Path(request["home"])
    working = Working(Home(home), _Restarted(**request["settings"]))
    death = Death(**request["death"]) if request["death"] else None
    watch(home, Path(request["trace"]) if request["trace"] else None, death)
    for step in request["steps"]:
        try:
            working.run(step)
        except BaseException as error:  # noqa: BLE001 - whoever asked is told of it
            return f"{step}: {type(error).__name__}: {' '.join(str(error).split())}", counted()
    return "", counted()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
