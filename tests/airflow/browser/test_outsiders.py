"""Who may come to what: each route of the pages, for each role, by their cookies."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import requests
from tests.airflow.browser.people import (
    CITY,
    COMPLIANCE,
    MUNICIPALITY,
    OF_ANOTHER_CITY,
    POLICE,
    PROSECUTOR,
    REJECTED,
    TEAM,
    case_of,
)

from eenmalig_airflow.auth.rights import dag_id
from standalone.environment import airflow_environment
from standalone.secrets import demo_passwords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from standalone.running import Airflow

APPROVERS = (POLICE, MUNICIPALITY, PROSECUTOR)
OF_THE_CITY = (TEAM, *APPROVERS, COMPLIANCE)
CAMPAIGN = "/campagnes/{campaign_id}"
# Who gets what an address holds; all others are told that it is not theirs. Of another city, and
# of nobody, it is nothing.
GETS: Mapping[str, tuple[str, ...]] = {
    CAMPAIGN: OF_THE_CITY,
    f"{CAMPAIGN}/download/{{what}}": (*APPROVERS, COMPLIANCE),
    f"{CAMPAIGN}/besluit": OF_THE_CITY,
    f"{CAMPAIGN}/besluit/intrekken": OF_THE_CITY,
    f"{CAMPAIGN}/stoppen": OF_THE_CITY,
    "/runs/{dag}/{run}": OF_THE_CITY,
}
# What everybody may open who is logged in: they hold what is theirs.
LISTS = ("/", "/aanleveringen")
POSTS: Mapping[str, tuple[str, ...]] = {
    f"{CAMPAIGN}/controle": OF_THE_CITY,
    f"{CAMPAIGN}/besluit": APPROVERS,
    f"{CAMPAIGN}/besluit/intrekken": APPROVERS,
    f"{CAMPAIGN}/stoppen": OF_THE_CITY,
    "/aanleveringen/{city}/controleren": (TEAM,),
    "/aanleveringen/{city}/starten": (TEAM,),
    "/vernietiging/controleren": (COMPLIANCE,),
}
NOBODY = "nobody"
EVERYBODY = (*OF_THE_CITY, *OF_ANOTHER_CITY)


@pytest.fixture(scope="module")
def sessions(airflow: Airflow) -> Mapping[str, requests.Session]:
    """Everybody's cookies; nobody has none."""
    passwords = demo_passwords(airflow.home)
    return {
        NOBODY: requests.Session(),
        **{each: _logged_in(airflow, each, passwords[each]) for each in EVERYBODY},
    }


def _logged_in(airflow: Airflow, staff_id: str, password: str) -> requests.Session:
    """Return a session with the cookie that a browser has after a log-in."""
    session = requests.Session()
    session.trust_env = False
    account = {"username": staff_id, "password": password}
    answer = session.post(f"{airflow.url}/auth/token", json=account, timeout=30)
    session.cookies.set("_token", answer.json()["access_token"])
    return session


def _address(airflow: Airflow, route: str, campaign: str) -> str:
    runs = airflow.client("admin").get(f"/dags/{dag_id(CITY)}/dagRuns").body["dag_runs"]
    (run,) = (run["dag_run_id"] for run in runs if run["conf"] == {"handover": REJECTED})
    named = route.format(
        campaign_id=campaign, what="evidence.zip", city=CITY, dag=dag_id(CITY), run=run
    )
    return f"{airflow.url}/eenmalig{named}"


def test_the_tables_name_every_route_of_the_application(airflow: Airflow) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", ROUTES],
        env=airflow_environment(airflow.home, airflow.port),
        capture_output=True,
        text=True,
        check=True,
    )
    told = {*(("GET", path) for path in (*GETS, *LISTS)), *(("POST", path) for path in POSTS)}
    assert {tuple(route) for route in json.loads(shown.stdout.splitlines()[-1])} == told


ROUTES = """
import json
from eenmalig_airflow.pages.application import ROUTERS
routes = [route for router in ROUTERS for route in router.routes]
print(json.dumps([[method, route.path] for route in routes for method in route.methods]))
"""


@pytest.mark.parametrize("route", GETS)
def test_a_page_is_shown_to_whose_it_is_and_nobody_else(
    airflow: Airflow, sessions: Mapping[str, requests.Session], rejected: str, route: str
) -> None:
    address = _address(airflow, route, rejected)
    answers = {
        who: session.get(address, allow_redirects=False, timeout=30)
        for who, session in sessions.items()
    }
    refused = {who for who, answer in answers.items() if answer.status_code == 403}
    assert refused == {*EVERYBODY} - {*GETS[route]}
    assert answers[NOBODY].headers["location"].startswith("/api/v2/auth/login?next=")
    for who in (*refused, NOBODY):
        assert case_of(REJECTED) not in answers[who].text, who
    assert all(answers[who].status_code in (200, 303) for who in GETS[route])


@pytest.mark.parametrize("route", LISTS)
def test_a_list_holds_what_is_its_readers_and_nothing_else(
    airflow: Airflow, sessions: Mapping[str, requests.Session], rejected: str, route: str
) -> None:
    pages = {who: _get(airflow, session, route).text for who, session in sessions.items()}
    holding = {who for who, text in pages.items() if CITY in text.replace(who, "").lower()}
    assert rejected
    assert holding == {*OF_THE_CITY}


def _get(airflow: Airflow, session: requests.Session, path: str) -> requests.Response:
    return session.get(f"{airflow.url}/eenmalig{path}", timeout=30)


@pytest.mark.parametrize("route", POSTS)
def test_a_form_without_a_token_changes_nothing_whoever_sends_it(
    airflow: Airflow, sessions: Mapping[str, requests.Session], rejected: str, route: str
) -> None:
    origin = {"Origin": airflow.url}
    address = _address(airflow, route, rejected)
    for who, session in sessions.items():
        answer = session.post(address, headers=origin, allow_redirects=False, timeout=30)
        assert answer.status_code in ((401,) if who == NOBODY else (400, 403)), who


@pytest.mark.parametrize("route", POSTS)
def test_a_form_with_ones_own_token_is_taken_from_whose_it_is_and_nobody_else(
    airflow: Airflow, sessions: Mapping[str, requests.Session], rejected: str, route: str
) -> None:
    taken = set()
    address = _address(airflow, route, rejected)
    for who in EVERYBODY:
        fields = {"token": _token(airflow, sessions[who], who, rejected), "handover": "geen"}
        answer = sessions[who].post(
            address,
            data=fields,
            headers={"Origin": airflow.url},
            allow_redirects=False,
            timeout=30,
        )
        if "Dat kan hier niet" not in answer.text:
            taken.add(who)
    assert taken == {*POSTS[route]}


def _token(airflow: Airflow, session: requests.Session, who: str, campaign: str) -> str:
    """Return what a page of theirs writes into its form, from a page that they may see."""
    path = f"/campagnes/{campaign}" if who in OF_THE_CITY else "/aanleveringen"
    tokens = re.findall(r'name="token" value="([^"]+)"', _get(airflow, session, path).text)
    return tokens[0] if tokens else ""
