"""The pages in a whole Airflow: who gets in, and that nothing which sees numbers is loaded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import requests
from tests.airflow.campaigns import OFFICERS, TWO_OFFICERS, begin

from standalone.secrets import demo_passwords

if TYPE_CHECKING:
    from standalone.running import Airflow


def test_a_stranger_is_sent_to_the_login_and_sees_nothing(airflow: Airflow) -> None:
    answer = requests.get(f"{airflow.url}/eenmalig/", allow_redirects=False, timeout=30)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/api/v2/auth/login?next=/eenmalig/"
    assert "Lelystad" not in answer.text


def _decide(airflow: Airflow, staff_id: str, path: str, **fields: str) -> int:
    """Open a page as somebody, send its last form, and return the status."""
    session = requests.Session()
    account = {"username": staff_id, "password": demo_passwords(airflow.home)[staff_id]}
    token = session.post(f"{airflow.url}/auth/token", json=account, timeout=30).json()
    session.headers["Authorization"] = f"Bearer {token['access_token']}"
    page = session.get(f"{airflow.url}{path}", timeout=30)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    return session.post(
        f"{airflow.url}{path}",
        data={**hidden, **fields},
        headers={"Origin": airflow.url},
        allow_redirects=False,
        timeout=30,
    ).status_code


def test_decisions_on_the_page_lead_the_run_on_and_airflow_shows_them(airflow: Airflow) -> None:
    begun = begin(airflow, TWO_OFFICERS, "page")
    begun.until_asked()
    assert begun.campaign is not None
    path = f"/eenmalig/campagnes/{begun.campaign.id}/besluit"
    admin = airflow.client("admin")
    (pending,) = admin.pending_approvals(begun.dag, begun.run)
    assert pending["subject"].startswith("Politie, zaak PL-2026-PAGE, vóór ")
    assert f"({airflow.url}{path})" in pending["body"].splitlines()[0]
    assert _decide(airflow, OFFICERS[0], path, decision="approve") == 303
    begun.until_asked("municipality")
    place = f"/dags/{begun.dag}/dagRuns/{begun.run}/taskInstances/legal_approval.ask_police/-1"
    detail = admin.get(f"{place}/hitlDetails").body
    assert detail["responded_by_user"]["name"] == OFFICERS[0]
    assert detail["chosen_options"] == ["Akkoord"]
    municipality = f"municipality-{TWO_OFFICERS}"
    assert _decide(airflow, municipality, path, decision="reject", reason="text") == 303
    assert admin.wait_for_run(begun.dag, begun.run, 120) == "success"
    assert not begun.left()
