from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eenmalig.config import CAMPAIGNS
from eenmalig.home import PROJECT, Home
from rehearsal.gateway.process import Running, running
from standalone.running import Airflow, running_airflow

if TYPE_CHECKING:
    from collections.abc import Iterator

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
