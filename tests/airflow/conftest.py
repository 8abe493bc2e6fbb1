from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eenmalig.settings.loading import CAMPAIGNS
from eenmalig.stores.home import PROJECT, Home
from rehearsal.gateway.process import Running, running
from rehearsal.handovers import Expected, make_handover
from standalone.running import Airflow, running_airflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Two cities of these tests' own beside the real ones, each with a small DAG that asks the police.
TEST_CITIES = ("proefstad", "anderstad")


@pytest.fixture(scope="session")
def gateway() -> Iterator[Running]:
    """The stand-in gateway that the session's Airflow sends to."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory, gateway: Running) -> Iterator[Airflow]:
    """One whole Airflow for all tests of this folder: the project's DAGs and ``approval_dag``."""
    folder = tmp_path_factory.mktemp("airflow")
    patch = pytest.MonkeyPatch()
    patch.setenv("AIRFLOW_CONN_TWILIO_DEFAULT", gateway.airflow_connection())
    expected = [f"sms_campaign_{city}" for city in (*TEST_CITIES, "lelystad", "utrecht")]
    with running_airflow(
        Home(folder / "home"),
        port=0,
        dags=_dags(folder / "dags"),
        campaigns=_campaigns(folder / "campaigns"),
        expected=[*expected, "destruction_verification"],
    ) as started:
        patch.undo()
        yield started


def _dags(folder: Path) -> Path:
    folder.mkdir()
    for file in (*PROJECT.glob("dags/*.py"), Path(__file__).parent / "dags" / "approval_dag.py"):
        shutil.copy(file, folder)
    return folder


def _campaigns(folder: Path) -> Path:
    shutil.copytree(CAMPAIGNS, folder)
    text = (CAMPAIGNS / "lelystad.yaml").read_text(encoding="utf-8")
    for city in TEST_CITIES:
        own = text.replace("lelystad", city).replace("Lelystad", city.title())
        (folder / f"{city}.yaml").write_text(own, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Waiting:
    """A campaign of ``city`` whose police is being asked."""

    city: str
    dag: str
    run: str
    truth: Expected


@pytest.fixture(scope="session")
def waiting(airflow: Airflow) -> Callable[[str, str, int], Waiting]:
    """Begin a campaign with a made-up hand-over and wait until its police is asked."""

    def begin(city: str, name: str, recipients: int) -> Waiting:
        folder = airflow.home.handover / city / name
        reference = f"PL-2026-{name.upper()}"
        truth = make_handover(folder, city=city, case_reference=reference, recipients=recipients)
        dag = f"sms_campaign_{city}"
        triggered = airflow.client(f"data-team-{city}").trigger(dag, {"handover": name})
        run = str(triggered.body["dag_run_id"])
        police = airflow.client(f"police-{city}")
        until = time.monotonic() + 90
        while not police.pending_approvals(dag, run):
            assert time.monotonic() < until
            time.sleep(0.3)
        return Waiting(city, dag, run, truth)

    return begin
