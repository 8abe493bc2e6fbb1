"""However an answer is spelled or its giver named: told 200, it stands on our record."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
import requests
from tests.airflow.campaigns import OFFICERS, TWO_OFFICERS, Begun, begin

from eenmalig.stores.answers import Answers
from standalone.secrets import demo_passwords

if TYPE_CHECKING:
    from collections.abc import Callable

    from standalone.running import Airflow

OFFICER = OFFICERS[0]
REJECTION = {"chosen_options": ["Niet akkoord: de tekst"], "params_input": {}}
PLACE = "/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/legal_approval.ask_police/{end}"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


NAMED: dict[str, Callable[[str], dict[str, str]]] = {
    "a cookie behind one that is JSON": lambda t: {
        "Cookie": f'prefs={{"theme":"dark"}}; _token={t}'
    },
    "a cookie behind a bare word": lambda t: {"Cookie": f"flag; _token={t}"},
    "a cookie behind one with brackets": lambda t: {"Cookie": f"foo[]=1; _token={t}"},
    "two spaces": lambda t: {"Authorization": f"Bearer  {t}"},
    "a small scheme": lambda t: {"Authorization": f"bearer {t}"},
    "another scheme beside a cookie": lambda t: {
        "Authorization": "Basic eA==",
        "Cookie": f"_token={t}",
    },
}
ENDS = (
    "-1.0/hitlDetails",
    "%20-1/hitlDetails",
    "-1/hitlDetails/",
    "-1%2FhitlDetails",
    "0/hitlDetails",
    "-1/HITLDETAILS",
    "-1//hitlDetails",
)


@pytest.fixture(scope="module")
def begun(airflow: Airflow) -> Begun:
    """A campaign whose police is being asked."""
    campaign = begin(airflow, TWO_OFFICERS, "doors")
    campaign.until_asked()
    return campaign


@pytest.fixture(scope="module")
def token(airflow: Airflow) -> str:
    """What the officer's browser holds."""
    answer = requests.post(
        f"{airflow.url}/auth/token",
        json={"username": OFFICER, "password": demo_passwords(airflow.home)[OFFICER]},
        timeout=30,
    )
    return str(answer.json()["access_token"])


def stands(begun: Begun) -> bool:
    return any(
        answer.staff_id == OFFICER for answer in Answers(begun.airflow.home).of_run(begun.run_key)
    )


def reject(begun: Begun, end: str, headers: dict[str, str], **more: Any) -> int:
    place = PLACE.format(dag=begun.dag, run=begun.run, end=end)
    body = {**REJECTION, **more}
    return requests.patch(
        begun.airflow.url + place, json=body, headers=headers, timeout=30
    ).status_code


@pytest.mark.parametrize("end", ENDS)
def test_no_other_spelling_reaches_airflow_past_us(begun: Begun, token: str, end: str) -> None:
    before = stands(begun)
    typed = {"params_input": {"x": "0" + "612" * 3}}
    status = reject(begun, end, bearer(token), **typed)
    assert status != HTTPStatus.OK
    assert stands(begun) is before


@pytest.mark.parametrize("how", NAMED)
def test_whoever_airflow_would_let_in_is_heard_by_us(begun: Begun, token: str, how: str) -> None:
    status = reject(begun, "-1/hitlDetails", NAMED[how](token))
    assert (status == HTTPStatus.OK) is stands(begun)
