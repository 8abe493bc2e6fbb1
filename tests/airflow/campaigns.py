"""A whole Airflow with cities of these tests' own, and campaigns that are begun in it."""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.campaign import run_key
from eenmalig.settings.loading import CAMPAIGNS, PROFILE
from eenmalig.steps.installation import Stores
from eenmalig.stores.home import PROJECT, Home
from eenmalig.stores.inventory import Inventory
from rehearsal.handovers import Expected, make_handover
from standalone.running import running_airflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.records import Record
    from rehearsal.gateway import Running
    from standalone.running import Airflow

# Two cities of these tests' own beside the real ones, each with a small DAG that asks the police.
TEST_CITIES = ("proefstad", "anderstad")
# And one with the project's own DAG, whose police has two officers.
TWO_OFFICERS = "tweestad"
OFFICERS = ("police-tweestad", "second-police-tweestad")
# And one whose authorities have a minute each.
HURRIED = "haaststad"
OWN_CITIES = (*TEST_CITIES, TWO_OFFICERS, HURRIED)
EXPECTED = [
    *(f"sms_campaign_{city}" for city in (*OWN_CITIES, "lelystad", "utrecht")),
    "destruction_verification",
    "mails",
]


@contextmanager
def whole_airflow(folder: Path, gateway: Running) -> Iterator[Airflow]:
    """Run an Airflow below ``folder`` that sends to ``gateway``, while the block lasts."""
    patch = pytest.MonkeyPatch()
    patch.setenv("AIRFLOW_CONN_TWILIO_DEFAULT", gateway.airflow_connection())
    with running_airflow(
        Home(folder / "home"),
        port=0,
        dags=dags(folder / "dags"),
        campaigns=campaigns(folder / "campaigns"),
        expected=EXPECTED,
    ) as started:
        patch.undo()
        yield started


def dags(folder: Path) -> Path:
    """Make a folder of the project's DAGs, the small one, and those of our own cities."""
    folder.mkdir()
    for file in (*PROJECT.glob("dags/*.py"), *Path(__file__).parent.glob("dags/*.py")):
        shutil.copy(file, folder)
    profile = folder.parent / "hurried.yaml"
    usual = PROFILE.read_text(encoding="utf-8").replace(
        "approval_window_minutes: 60", "approval_window_minutes: 3"
    )
    profile.write_text(usual.replace("authority: 10", "authority: 1"), encoding="utf-8")
    _own_dag(folder, TWO_OFFICERS, PROFILE)
    _own_dag(folder, HURRIED, profile)
    return folder


def _own_dag(folder: Path, city: str, profile: Path) -> None:
    """Write the project's own DAG for a city of ours, rehearsed by ``profile``."""
    own = (PROJECT / "dags" / "sms_campaign.py").read_text(encoding="utf-8")
    assert own.count("in cities():") == 1
    cities = (
        "import pathlib\n"
        "import pausing\n"
        "from eenmalig.settings import loading\n"
        f"loading.load_city.__defaults__ = (pathlib.Path({str(folder.parent)!r}, 'campaigns'),)\n"
        f"loading.load_profile.__defaults__ = (pathlib.Path({str(profile)!r}),)\n"
        f"for each in ({city!r},):"
    )
    text = own.replace("for each in cities():", cities)
    (folder / f"of_{city}.py").write_text(text, encoding="utf-8")


def campaigns(folder: Path) -> Path:
    """Make a folder of the real cities' files and of those of these tests' own."""
    shutil.copytree(CAMPAIGNS, folder)
    text = (CAMPAIGNS / "lelystad.yaml").read_text(encoding="utf-8")
    for city in OWN_CITIES:
        own = text.replace("lelystad", city).replace("Lelystad", city.title())
        if city == TWO_OFFICERS:
            own = own.replace(f"[{OFFICERS[0]}]", f"[{', '.join(OFFICERS)}]")
        (folder / f"{city}.yaml").write_text(own, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Begun:
    """A campaign of ``city`` that its data team triggered."""

    airflow: Airflow
    city: str
    dag: str
    run: str
    truth: Expected

    @property
    def run_key(self) -> str:
        """Under which the stores know its run."""
        return run_key(self.dag, self.run)

    @property
    def campaign(self) -> Campaign | None:
        """What the inventory knows of it, once something was taken in."""
        return Inventory(self.airflow.home).of_run(self.dag, self.run)

    def records(self, kind: str) -> list[Record]:
        """Its signed records of a kind."""
        campaign = self.campaign
        if campaign is None:
            return []
        evidence = Stores(self.airflow.home).evidence(campaign.id)
        return [record for record in evidence.records() if record.kind == kind]

    def until_asked(self, authority: str = "police") -> None:
        """Wait until an authority is asked."""
        admin = self.airflow.client("admin")
        task = f"legal_approval.ask_{authority}"
        until(lambda: admin.tasks(self.dag, self.run)[task] == "awaiting_input", seconds=240)

    def left(self) -> set[str]:
        """Which stores still hold something of it."""
        campaign, home = self.campaign, self.airflow.home
        assert campaign is not None
        places = {
            "vault": home.vault / campaign.id,
            "keys": home.keys / campaign.id,
            "working copy": home.handover / self.city / campaign.handover,
        }
        return {name for name, place in places.items() if place.exists()}


def begin(airflow: Airflow, city: str, name: str, recipients: int = 20) -> Begun:
    """Trigger a campaign with a made-up hand-over."""
    folder = airflow.home.handover / city / name
    reference = f"PL-2026-{name.upper()}"
    truth = make_handover(folder, city=city, case_reference=reference, recipients=recipients)
    dag = f"sms_campaign_{city}"
    team = airflow.client(f"data-team-{city}")
    triggered = team.trigger(dag, {"handover": name})
    while triggered.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # its own database was busy
        time.sleep(0.3)
        triggered = team.trigger(dag, {"handover": name})
    return Begun(airflow, city, dag, str(triggered.body["dag_run_id"]), truth)


def kill_at(place: str, folder: Path) -> Callable[[], None]:
    """Have the process that comes to ``place`` pause there; return what waits for it and kills it.

    ``place`` is ``before-`` or ``after-`` and a kind of record; ``folder`` holds the home.
    """
    pauses = folder / "pauses"
    pauses.mkdir(exist_ok=True)
    (pauses / place).touch()

    def kill() -> None:
        until(lambda: any(pauses.glob(f"{place}-*")), pause=0.05)
        (paused,) = pauses.glob(f"{place}-*")
        os.kill(int(paused.name.rpartition("-")[2]), signal.SIGKILL)
        paused.unlink()

    return kill


def until(holds: Callable[[], bool], seconds: float = 90, pause: float = 0.3) -> None:
    """Wait until something holds. Fails when that takes longer than ``seconds``."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(pause)
