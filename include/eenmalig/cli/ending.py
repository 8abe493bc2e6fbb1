"""How a command ends: with a message and exit code 1, also when it is told to stop."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from eenmalig.errors import EenmaligError

_POLITE = (signal.SIGTERM, signal.SIGHUP)
_BY_SIGNAL = 128


def fail(error: EenmaligError) -> NoReturn:
    """End with exit code 1 and what the error says, on the error stream."""
    click.echo(str(error), err=True)
    sys.exit(1)


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Let what runs in this block remove its scratch copies when it is told to end.

    SIGTERM and SIGHUP would otherwise end the process at once, and leave numbers behind.
    """
    before = {signal_number: signal.signal(signal_number, _end) for signal_number in _POLITE}
    try:
        yield
    finally:
        for signal_number, handler in before.items():
            signal.signal(signal_number, handler)


def _end(received: int, _frame: FrameType | None) -> NoReturn:
    # A second signal must not break off the removal that the first one began.
    for signal_number in _POLITE:
        signal.signal(signal_number, signal.SIG_IGN)
    sys.exit(_BY_SIGNAL + received)
