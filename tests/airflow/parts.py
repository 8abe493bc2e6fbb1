"""An Airflow whose components start, die and start again one by one; the project's own watch
stops all of them when one has died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import requests
from tests.airflow.campaigns import TWO_OFFICERS, campaigns, dags, until

from eenmalig.stores.home import Home
from standalone.components import COMMANDS, Components
from standalone.environment import airflow_environment
from standalone.ports import free_port
from standalone.processes import stop_sessions
from standalone.running import Airflow
from standalone.setup import set_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rehearsal.gateway import Running


class Parts:
    """The components of one Airflow, each started and killed by its name."""

    def __init__(self, folder: Path, gateway: Running) -> None:
        self.folder = folder
        home = Home(folder / "home")
        set_up(home, campaigns(folder / "campaigns"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AIRFLOW_CONN_TWILIO_DEFAULT", gateway.airflow_connection())
            port = free_port(0)
            self._environment = airflow_environment(home, port, dags(folder / "dags"))
        # Never started: it only serves as the way to the API.
        self.airflow = Airflow(home, port, {}, Components(home, self._environment))
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._leaders: set[int] = set()

    def start(self, name: str) -> None:
        """Start one component. Returns before it is healthy."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "airflow", *COMMANDS[name]],
                env=self._environment,
                cwd=self.airflow.home.airflow,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._leaders.add(self._running[name].pid)

    def kill(self, name: str) -> None:
        """Kill one component's own process, as nothing can be caught; what it forked lives on."""
        os.kill(self._running[name].pid, signal.SIGKILL)
        self._running[name].wait()

    def is_healthy(self) -> bool:
        """Whether the API server answers and says that the others are well."""
        session = requests.Session()
        session.trust_env = False
        try:
            health = session.get(f"{self.airflow.url}/api/v2/monitor/health", timeout=5).json()
        except (requests.RequestException, ValueError):
            return False
        return all(part["status"] in ("healthy", None) for part in health.values())

    def has_dag(self) -> bool:
        """Whether the DAG of the city with two officers is loaded."""
        team = self.airflow.client(f"data-team-{TWO_OFFICERS}")
        return team.get(f"/dags/sms_campaign_{TWO_OFFICERS}").status == 200

    def stop(self) -> None:
        """End all of it, and what outlived its component."""
        stop_sessions(self._leaders)


@contextmanager
def running_parts(folder: Path, gateway: Running) -> Iterator[Parts]:
    """Run an Airflow of parts while the block lasts."""
    parts = Parts(folder, gateway)
    try:
        for name in COMMANDS:
            parts.start(name)
        until(parts.is_healthy)
        until(parts.has_dag)
        yield parts
    finally:
        parts.stop()
