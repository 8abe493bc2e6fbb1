"""What stands beside a run in Airflow: links, the connection's form, and Airflow's own command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehearsal.gateway import Running
    from standalone.api import Client
    from standalone.running import Airflow

DESTROY = "/dags/{dag}/dagRuns/{run}/taskInstances/destroy/links"


@pytest.fixture(scope="module")
def admin(airflow: Airflow) -> Client:
    return airflow.client("admin")


def test_a_run_and_each_of_its_tasks_lead_to_its_campaign(
    airflow: Airflow, admin: Client, waiting: Callable[[str, str, int], Any]
) -> None:
    begun = waiting("lelystad", "links", 20)
    views = [
        view
        for plugin in admin.get("/plugins").body["plugins"]
        for view in plugin["external_views"]
    ]
    (beside,) = (view["href"] for view in views if view["destination"] == "dag_run")
    path = beside.replace("{DAG_ID}", begun.dag).replace("{RUN_ID}", begun.run)
    assert requests.get(airflow.url + path, allow_redirects=False, timeout=30).status_code == 307
    page = f"/eenmalig/campagnes/{begun.campaign.id}"
    # A task that has not begun has them too.
    links = admin.get(DESTROY.format(dag=begun.dag, run=begun.run)).body["extra_links"]
    assert links == {
        "Campagne": page,
        "Dossier": f"{page}/besluit",
        "Rapport": None,
        "Certificaat": None,
    }
    police = airflow.client("police-lelystad")
    police.answer(begun.dag, begun.run, "legal_approval.ask_police", "Niet akkoord: het moment")
    assert admin.wait_for_run(begun.dag, begun.run, 120) == "success"
    links = admin.get(DESTROY.format(dag=begun.dag, run=begun.run)).body["extra_links"]
    assert links["Certificaat"] == f"{page}/download/certificate.pdf"


def test_the_connections_form_knows_ours_and_tests_it(
    airflow: Airflow, admin: Client, gateway: Running
) -> None:
    connection = json.loads(gateway.airflow_connection())
    asked = {
        "connection_id": "tried",
        "conn_type": "twilio",
        "login": connection["login"],
        "password": connection["password"],
        "extra": json.dumps(connection["extra"]),
    }
    taken = admin.post("/connections/test", asked).body
    assert taken == {"status": True, "message": "The gateway answers and knows the account."}
    wrong = admin.post("/connections/test", {**asked, "password": "wrong"}).body
    assert wrong["status"] is False
    assert "wrong" not in wrong["message"]
    live = {**asked, "extra": json.dumps({"base_url": "https://api.twilio.com"})}
    refused = admin.post("/connections/test", live).body
    assert refused["status"] is False
    assert "[gateway-not-loopback]" in refused["message"]
    for somebody in ("compliance", "data-team-lelystad", "police-lelystad"):
        assert airflow.client(somebody).post("/connections/test", asked).status == 403


def test_a_name_that_no_hand_over_has_is_refused_in_words(airflow: Airflow) -> None:
    team = airflow.client("data-team-lelystad")
    refused = team.trigger("sms_campaign_lelystad", {"handover": "../elders"})
    assert refused.status == 400
    assert "[handover-name]" in refused.body["detail"]


def test_airflows_own_command_works_on_this_home(airflow: Airflow) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "standalone.airflow", "dags", "list"],
        env={**os.environ, "EENMALIG_HOME": str(airflow.home.root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sms_campaign_lelystad" in shown.stdout
    assert "destruction_verification" in shown.stdout
