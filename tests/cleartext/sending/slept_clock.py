"""A clock for what waits: nothing takes time but waiting, however busy the machine is."""

from __future__ import annotations


class SleptClock:
    """Stands in for ``time`` where it is only asked for these two."""

    def __init__(self) -> None:
        self.at = 0.0
        self.sleeps: list[float] = []

    def monotonic(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.at += seconds
