"""From a hand-over that waits to a stop, by pressing buttons of our pages in a whole Airflow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import requests
from tests.airflow.campaigns import Begun, until

from eenmalig.stores.inventory import Inventory
from rehearsal.handovers import make_handover
from standalone.secrets import demo_passwords

if TYPE_CHECKING:
    from standalone.running import Airflow

CITY, NAME = "lelystad", "geklikt"
PAGE = "/eenmalig/aanleveringen"


class Somebody:
    """A person who logged in, and presses buttons."""

    def __init__(self, airflow: Airflow, staff_id: str) -> None:
        self._url = airflow.url
        self._session = requests.Session()
        account = {"username": staff_id, "password": demo_passwords(airflow.home)[staff_id]}
        token = self._session.post(f"{airflow.url}/auth/token", json=account, timeout=30).json()
        self._session.headers["Authorization"] = f"Bearer {token['access_token']}"

    def opens(self, page: str) -> requests.Response:
        return self._session.get(f"{self._url}{page}", timeout=30)

    def presses(self, page: str, action: str, **fields: str) -> int:
        """Send a form with the token that stands on a page; return the status."""
        token = re.findall(r'name="token" value="([^"]*)"', self.opens(page).text)[0]
        return self._session.post(
            f"{self._url}{action}",
            data={"token": token, **fields},
            headers={"Origin": self._url},
            allow_redirects=False,
            timeout=60,
        ).status_code


def is_checked(airflow: Airflow) -> bool:
    copies = Inventory(airflow.home).working_copies()
    return any(copy.name == NAME and copy.checked is not None for copy in copies)


def begun_by(airflow: Airflow, truth: object) -> Begun:
    """Return the campaign that took the hand-over in."""
    admin = airflow.client("admin")
    dag = f"sms_campaign_{CITY}"
    runs = admin.get(f"/dags/{dag}/dagRuns", limit=100).body["dag_runs"]
    (run,) = [each for each in runs if each["conf"] == {"handover": NAME}]
    assert run["triggering_user_name"] == f"data-team-{CITY}"
    return Begun(airflow, CITY, dag, run["dag_run_id"], truth)  # type: ignore[arg-type]


def test_a_hand_over_is_checked_started_and_stopped_by_clicking(airflow: Airflow) -> None:
    folder = airflow.home.handover / CITY / NAME
    truth = make_handover(folder, city=CITY, case_reference="PL-2026-GEKLIKT", recipients=20)
    team, police = (Somebody(airflow, f"{part}-{CITY}") for part in ("data-team", "police"))
    check, start = (f"{PAGE}/{CITY}/{action}" for action in ("controleren", "starten"))
    assert NAME in police.opens(PAGE).text
    assert NAME not in Somebody(airflow, "data-team-anderstad").opens(PAGE).text
    assert team.presses(PAGE, check, handover=NAME) == 303
    until(lambda: is_checked(airflow), seconds=120)
    assert "In orde" in team.opens(PAGE).text
    assert team.presses(PAGE, start, handover=NAME) == 303
    assert f"Campagne starten: {NAME}" not in team.opens(PAGE).text
    assert team.presses(PAGE, start, handover=NAME) == 303
    begun = begun_by(airflow, truth)
    begun.until_asked()
    assert begun.campaign is not None
    stop = f"/eenmalig/campagnes/{begun.campaign.id}/stoppen"
    assert Somebody(airflow, "data-team-anderstad").opens(stop).status_code == 403
    assert Somebody(airflow, "compliance").opens(stop).status_code == 200
    assert police.presses(stop, stop, understood="yes") == 303
    assert airflow.client("admin").wait_for_run(begun.dag, begun.run, 180) == "success"
    assert not begun.left()
    (stopped,) = begun.records("stopped")
    assert stopped.data["by"] == f"police-{CITY}"
    assert "staat ondertekend" in police.opens(stop).text
