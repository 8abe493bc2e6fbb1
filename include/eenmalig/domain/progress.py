"""Progress of a long step for the task's log: how far, how fast, and until when."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

EVERY_SECONDS = 10.0
log = logging.getLogger(__name__)


class Progress:
    """Logs a line every ten seconds. ``done`` were done before this process began."""

    def __init__(self, unit: str, total: int, done: int = 0) -> None:
        self._unit = unit
        self._total = total
        self._done = done
        self._here = 0
        self._start = self._last = time.monotonic()

    def step(self) -> None:
        """Count one more."""
        self._here += 1
        now = time.monotonic()
        if now - self._last >= EVERY_SECONDS:
            self._last = now
            log.info("%s", self.line(now))

    def line(self, now: float) -> str:
        """Return the line as it is logged at ``now``, in seconds of the monotonic clock."""
        rate = self._here / max(now - self._start, 0.001)
        done = self._done + self._here
        left = timedelta(seconds=(self._total - done) / max(rate, 0.001))
        end = datetime.now(UTC) + left
        return (
            f"{done} of {self._total} {self._unit}, {rate:.1f} a second, "
            f"expected end {end:%H:%M:%S} UTC"
        )
