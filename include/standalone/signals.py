"""Turns every polite request to end into one KeyboardInterrupt, at a moment that is safe."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_POLITE = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Holds requests to end back while components are being started or stopped.

    Only the first one interrupts: what it has cleaned up is not broken off by a second.
    """

    def __init__(self) -> None:
        self._held = False
        self._heeded = False
        self._pending = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Answer signals until the block ends. Does nothing outside the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self._arrived) for each in _POLITE}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    @contextmanager
    def held(self, *, forget: bool = False) -> Iterator[None]:
        """Hold back what arrives in this block; raise it at its end unless ``forget``."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        pending, self._pending = self._pending, False
        if pending and not forget:
            self._interrupt()

    def _arrived(self, _number: int, _frame: FrameType | None) -> None:
        if self._held:
            self._pending = True
        else:
            self._interrupt()

    def _interrupt(self) -> None:
        if not self._heeded:
            self._heeded = True
            raise KeyboardInterrupt
