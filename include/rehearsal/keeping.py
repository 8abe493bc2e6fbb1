"""KEEP=1: the demonstration ends, and its Airflow stays in the background until it is stopped."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def keep_afterwards(run: Callable[[Callable[[str, int], None]], int]) -> int:
    """Run a demonstration in a background process; return its exit code once it has one.

    The background process keeps Airflow and the gateway until it gets SIGTERM. Until the
    demonstration has ended, Ctrl-C and SIGTERM are passed on to it.
    """
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        os.setsid()
        _stay(run, tell)
    os.close(tell)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, _frame: os.kill(child, number))
    with os.fdopen(told, "rb") as pipe:
        code = pipe.read(1)
    if code:
        return code[0]
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) or 1


def _stay(run: Callable[[Callable[[str, int], None]], int], tell: int) -> NoReturn:
    def stay(url: str, code: int) -> None:
        print(  # noqa: T201 - this is the program's output
            f"Airflow stays at {url}. To stop it: kill {os.getpid()}", flush=True
        )
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.write(tell, bytes([code]))
        os.close(tell)
        while True:
            time.sleep(3600)

    try:
        code = run(stay)
    except KeyboardInterrupt:
        code = 0
    except Exception as error:  # noqa: BLE001 - the process ends here; say why, in one line
        print(error, file=sys.stderr)  # noqa: T201 - this is the program's output
        code = 1
    os._exit(code)
