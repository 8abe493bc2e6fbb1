"""Starts Airflow's components, watches them, and leaves none behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from standalone import leftovers
from standalone.logs import component_log, keep_redacted
from standalone.processes import stop_sessions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eenmalig.stores.home import Home

# No triggerer: approvals wait without one, and no task of ours is deferred.
# No log server: the API server reads the logs from the same disk.
COMMANDS = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
}
_SECONDS_BETWEEN_LOOKS = 0.5


class Components:
    """The components of one Airflow home, each the leader of a session of its own."""

    def __init__(self, home: Home, environment: Mapping[str, str]) -> None:
        self._home = home
        self._environment = dict(environment)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._copiers: list[threading.Thread] = []
        self._failed: str | None = None
        self._stopping = threading.Event()
        self._one_stops = threading.Lock()

    def start(self) -> None:
        """Start all components and the watch over them. Returns before they are healthy."""
        for name, arguments in COMMANDS.items():
            self._start_one(name, arguments)
        leftovers.remember(self._home, [each.pid for each in self._running.values()])
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def stop(self) -> None:
        """End every component with all its offspring; return when nothing of it runs."""
        self._stopping.set()
        with self._one_stops:
            stop_sessions({each.pid for each in self._running.values()})
            for each in self._running.values():
                each.wait()
            for copier in self._copiers:
                copier.join(timeout=5)
            self._running.clear()
        leftovers.forget(self._home)

    def check(self) -> None:
        """Return if all components run. Fails when one has died, naming its log."""
        if self._failed:
            raise EenmaligError(
                Code.AIRFLOW_UNHEALTHY,
                f"the {self._failed} ended by itself; its log is {self.log(self._failed)}",
            )

    def log(self, name: str) -> Path:
        """Return the log of one component."""
        return component_log(self._home, name)

    def _start_one(self, name: str, arguments: tuple[str, ...]) -> None:
        process = subprocess.Popen(  # noqa: S603 - Airflow's own command, nothing from outside
            [sys.executable, "-m", "airflow", *arguments],
            env=self._environment,
            cwd=self._home.airflow,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
        )
        self._running[name] = process
        if process.stdout is not None:
            self._copiers.append(keep_redacted(process.stdout, self.log(name)))

    def _watch(self) -> None:
        while not self._stopping.wait(_SECONDS_BETWEEN_LOOKS):
            dead = [name for name, each in self._running.items() if each.poll() is not None]
            if dead and not self._stopping.is_set():
                self._failed = dead[0]
                self.stop()
