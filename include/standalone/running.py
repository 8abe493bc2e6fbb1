"""One Airflow, from nothing to healthy, for as long as a block lasts."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests
from filelock import FileLock, Timeout

from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import CAMPAIGNS, cities
from eenmalig_airflow.auth.rights import dag_id
from standalone.api import Client, logged_in
from standalone.components import Components
from standalone.environment import LOOPBACK, SLOTS, airflow_environment
from standalone.leftovers import stop_leftovers
from standalone.ports import free_port
from standalone.secrets import demo_passwords
from standalone.setup import set_up
from standalone.signals import Interrupts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from eenmalig.stores.home import Home

USUAL_PORT = 8080
_SECONDS_TO_HEALTHY = 120
_SECONDS_BETWEEN_LOOKS = 0.25
_WATCHED = ("metadatabase", "scheduler", "dag_processor")


@dataclass(frozen=True)
class Airflow:
    """An Airflow that runs. ``passwords`` holds only those made by this start."""

    home: Home
    port: int
    passwords: dict[str, str]
    components: Components

    @property
    def url(self) -> str:
        """Return the address of the interface and of the REST API."""
        return f"http://{LOOPBACK}:{self.port}"

    def client(self, staff_id: str) -> Client:
        """Return a client of the REST API that is logged in as one of the demo users."""
        password = demo_passwords(self.home)[staff_id]
        return logged_in(self.url, staff_id, password, self.components.check)

    def check(self) -> None:
        """Return if all components run. Fails when one has died; the others are then stopped."""
        self.components.check()


@contextmanager
def running_airflow(  # noqa: PLR0913 - what tests run otherwise than a demonstration does
    home: Home,
    port: int = USUAL_PORT,
    *,
    dags: Path | None = None,
    campaigns: Path = CAMPAIGNS,
    expected: Collection[str] | None = None,
    slots: int = SLOTS,
    interrupts: Interrupts | None = None,
) -> Iterator[Airflow]:
    """Set up and run a whole Airflow on ``home`` while the block lasts; leave nothing behind.

    A port in use gives way to a free one. ``dags`` and ``campaigns`` are other folders than the
    project's, for tests; the block begins when the DAGs ``expected`` (by default one a city and
    the verification) are loaded; ``slots`` is how many tasks run at once. Within the block
    SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt, once, by ``interrupts`` if given. Fails
    when another Airflow runs on this home, when Airflow does not become healthy, when a DAG
    cannot be imported, and at the block's end when a component had died.
    """
    passwords = set_up(home, campaigns, slots)
    interrupts = interrupts or Interrupts()
    with _only_one(home), interrupts.watched():
        stop_leftovers(home)
        chosen = free_port(port)
        components = Components(home, airflow_environment(home, chosen, dags, slots))
        airflow = Airflow(home, chosen, passwords, components)
        try:
            with interrupts.held():
                components.start()
            _wait_until_healthy(airflow)
            _warm_up(airflow.url)
            _wait_for_dags(airflow, _usual_dags(campaigns) if expected is None else expected)
            yield airflow
            components.check()
        finally:
            with interrupts.held(forget=True):
                components.stop()


@contextmanager
def _only_one(home: Home) -> Iterator[None]:
    try:
        with FileLock(home.airflow / "running.lock", timeout=0, mode=0o600):
            yield
    except Timeout:
        raise EenmaligError(
            Code.AIRFLOW_UNHEALTHY, "another Airflow already runs on this EENMALIG_HOME"
        ) from None


def _usual_dags(campaigns: Path) -> list[str]:
    return [*map(dag_id, cities(campaigns)), "destruction_verification", "mails"]


def _wait_until_healthy(airflow: Airflow) -> None:
    until = time.monotonic() + _SECONDS_TO_HEALTHY
    unhealthy = list(_WATCHED)
    while unhealthy:
        airflow.check()
        if time.monotonic() > until:
            raise EenmaligError(
                Code.AIRFLOW_UNHEALTHY,
                f"not healthy: {', '.join(unhealthy)}",
                f"the logs are in {airflow.components.log('scheduler').parent}",
            )
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        unhealthy = _unhealthy(airflow.url)


def _unhealthy(url: str) -> list[str]:
    session = requests.Session()
    session.trust_env = False
    try:
        answer = session.get(f"{url}/api/v2/monitor/health", timeout=5)
        state = answer.json() if answer.ok else {}
    except (requests.RequestException, ValueError):
        state = {}
    return [each for each in _WATCHED if (state.get(each) or {}).get("status") != "healthy"]


def _warm_up(url: str) -> None:
    """Let the API server build what tasks call; it puts that off until the first call."""
    session = requests.Session()
    session.trust_env = False
    session.get(f"{url}/execution/health", timeout=_SECONDS_TO_HEALTHY).raise_for_status()


def _wait_for_dags(airflow: Airflow, expected: Collection[str]) -> None:
    admin = airflow.client("admin")
    until = time.monotonic() + _SECONDS_TO_HEALTHY
    missing = set(expected)
    while missing:
        broken = admin.get("/importErrors").body["import_errors"]
        if broken:
            raise EenmaligError(
                Code.AIRFLOW_UNHEALTHY,
                f"{len(broken)} DAG file(s) cannot be imported",
                f"the reasons are in {airflow.home.airflow / 'logs' / 'dag_processor'}",
            )
        if time.monotonic() > until:
            raise EenmaligError(Code.AIRFLOW_UNHEALTHY, f"not loaded: {', '.join(sorted(missing))}")
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        loaded = admin.get("/dags", limit=100).body["dags"]
        missing = set(expected) - {each["dag_id"] for each in loaded}
