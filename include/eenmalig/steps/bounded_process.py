"""Work in a process of its own that is over in time, whatever it meets, and only reads.

Its memory, a library that crashes, a file that never answers: none of them reaches who waits.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Tell = Callable[[Mapping[str, Any]], None]
    Work = Callable[[Tell], None]

_PIPE_BYTES = 65536
# So long a killed process may take to be gone; one that hangs in the kernel is left to it.
_FAREWELL_SECONDS = 5.0


def told_within(seconds: float, work: Work) -> list[dict[str, Any]]:
    """Run ``work`` in a process of its own; return what it told until it ended or time was up.

    Fails with ``OSError`` when there can be no such process.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _be_the_process(seconds, work, writing)
    os.close(writing)
    try:
        told = _read(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        _end(process)
    # A line that was not finished tells nothing.
    return [json.loads(line) for line in told.split(b"\n")[:-1]]


def _be_the_process(seconds: float, work: Work, writing: int) -> None:
    """Do the work, and end without what an interpreter does at its end: all of it is another's."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Also when nobody is left who would end it.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        # A log's lines belong to who waits, and its handlers may be in the middle of one.
        logging.disable()
        work(lambda told: _write(writing, json.dumps(told).encode() + b"\n"))
    finally:
        os._exit(0)


def _write(writing: int, line: bytes) -> None:
    while line:
        line = line[os.write(writing, line) :]


def _read(reading: int, until: float) -> bytes:
    told = b""
    while (left := until - time.monotonic()) > 0:
        if not select.select([reading], [], [], left)[0]:
            break
        part = os.read(reading, _PIPE_BYTES)
        if not part:
            break
        told += part
    return told


def _end(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    until = time.monotonic() + _FAREWELL_SECONDS
    while os.waitpid(process, os.WNOHANG)[0] == 0 and time.monotonic() < until:
        time.sleep(0.01)
