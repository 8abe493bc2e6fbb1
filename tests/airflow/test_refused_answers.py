"""What is no answer, or not this person's: refused, kept nowhere, and standing in nobody's way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
import requests
from tests.airflow.campaigns import OFFICERS, TWO_OFFICERS, Begun, begin
from tests.airflow.opened import counting_opens

from eenmalig.stores.answers import Answers
from eenmalig.stores.inventory import inventory_file
from standalone.environment import airflow_environment
from standalone.processes import members

if TYPE_CHECKING:
    from standalone.running import Airflow

POLICE = "legal_approval.ask_police"
ANONYMOUS = 20
APPROVAL = {"chosen_options": ["Akkoord"], "params_input": {}}
SEES_NUMBERS = ("eenmalig.cleartext", "pandas", "phonenumbers", "pyarrow", "twilio")


@pytest.fixture(scope="module")
def begun(airflow: Airflow) -> Begun:
    """A campaign whose police is being asked, until this module's last test."""
    campaign = begin(airflow, TWO_OFFICERS, "refusals")
    campaign.until_asked()
    return campaign


def patch(begun: Begun, body: object, token: str | None, query: str = "") -> requests.Response:
    path = f"/api/v2/dags/{begun.dag}/dagRuns/{begun.run}/taskInstances/{POLICE}/-1/hitlDetails"
    session = requests.Session()
    session.trust_env = False
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    url = f"{begun.airflow.url}{path}{query}"
    return session.patch(url, json=body, headers=headers, timeout=30)


def kept(begun: Begun) -> list[Any]:
    return list(Answers(begun.airflow.home).of_run(begun.run_key))


def drawn_number() -> str:
    return "6" + "".join(str(SystemRandom().randrange(10)) for _ in range(8))


def files_with(folder: Path, digits: str) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if digits.encode() in path.read_bytes()]


@pytest.mark.parametrize("token", [None, "", "none.of.these"])
def test_who_is_nobody_is_refused_and_costs_no_look(begun: Begun, token: str | None) -> None:
    inventory = inventory_file(begun.airflow.home)
    with counting_opens(inventory) as opens:
        refusals = [patch(begun, APPROVAL, token) for _ in range(ANONYMOUS)]
    assert {refusal.status_code for refusal in refusals} <= {401, 403}
    assert not any("[" in refusal.json()["detail"] for refusal in refusals), "a code of ours"
    assert opens[0] < ANONYMOUS, "only those who look at waiting requests anyway"
    assert kept(begun) == []


def test_whose_request_it_is_not_is_refused_after_a_look_and_occupies_nothing(
    begun: Begun,
) -> None:
    airflow = begun.airflow
    strangers = (
        "admin",
        f"data-team-{TWO_OFFICERS}",
        f"municipality-{TWO_OFFICERS}",
        f"prosecutor-{TWO_OFFICERS}",
        "police-lelystad",
        "compliance",
    )
    for stranger in strangers:
        for option in ("Akkoord", "Niet akkoord: de tekst"):
            answer = airflow.client(stranger).answer(begun.dag, begun.run, POLICE, option)
            assert answer.status == 403, stranger
    inventory = inventory_file(airflow.home)
    admin = airflow.client("admin")
    with counting_opens(inventory) as opens:
        for _ in range(ANONYMOUS):
            admin.answer(begun.dag, begun.run, POLICE, "Akkoord")
    assert opens[0] >= ANONYMOUS, "a look is counted"
    assert kept(begun) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"params_input": {"opmerking": "{}"}},
        {"params_input": "{}"},
        {"params_input": ["{}"]},
        {"note": "{}"},
        {"chosen_options": ["{}"]},
        {"chosen_options": ["Akkoord", "{}"]},
        {"chosen_options": {"Akkoord": "{}"}, "more": "{}"},
    ],
)
def test_what_is_typed_beside_an_answer_is_refused_and_stands_nowhere(
    begun: Begun, typed: dict[str, Any]
) -> None:
    number = drawn_number()
    body = json.loads(json.dumps({**APPROVAL, **typed}).replace("{}", number))
    body.setdefault("params_input", {})
    refused = begun.airflow.client(OFFICERS[0]).patch(
        f"/dags/{begun.dag}/dagRuns/{begun.run}/taskInstances/{POLICE}/-1/hitlDetails", body
    )
    assert refused.status == 400
    assert number not in json.dumps(refused.body)
    assert kept(begun) == []
    assert files_with(begun.airflow.home.airflow, number) == []


@pytest.mark.parametrize("written", ["{}", "bel 0{}", "+31 {} terug"])
def test_a_trigger_with_a_number_in_its_note_is_refused_and_stands_nowhere(
    airflow: Airflow, begun: Begun, written: str
) -> None:
    number = drawn_number()
    team = airflow.client(f"data-team-{TWO_OFFICERS}")
    path = f"/dags/{begun.dag}/dagRuns"
    body = {"logical_date": None, "conf": {"handover": "none"}}
    before = team.get(path).body["total_entries"]
    refused = team.post(path, {**body, "note": written.format(number)})
    assert refused.status == 400
    assert "[run-refused]" in refused.body["detail"]
    assert team.get(path).body["total_entries"] == before
    assert files_with(airflow.home.airflow, number) == []


def test_a_trigger_with_a_harmless_note_begins_a_run(airflow: Airflow, begun: Begun) -> None:
    team = airflow.client(f"data-team-{TWO_OFFICERS}")
    body = {"logical_date": None, "conf": {"handover": "none"}, "note": "na overleg van 5 mei"}
    run = team.post(f"/dags/{begun.dag}/dagRuns", body)
    assert run.status == 200
    assert run.body["note"] == "na overleg van 5 mei"
    assert team.wait_for_run(begun.dag, run.body["dag_run_id"], 60) == "failed"


def test_the_api_server_holds_nothing_that_sees_numbers(airflow: Airflow) -> None:
    leaders = json.loads((airflow.home.airflow / "components.json").read_text())
    server = [process.pid for process in members(leaders[:1])]
    assert server
    assert _mapped(*server) == set()
    assert _mapped(os.getpid()), "these tests read the vault, so such a look finds it"
    shown = subprocess.run(
        [sys.executable, "-c", PLUGINS],
        env=airflow_environment(airflow.home, airflow.port),
        capture_output=True,
        text=True,
        check=True,
    )
    modules = shown.stdout.split()
    assert "eenmalig.steps.taking_answers" in modules
    assert [module for module in modules if module.startswith(SEES_NUMBERS)] == []


PLUGINS = """
import sys
import eenmalig_answers, eenmalig_plain_triggers
print(*sys.modules, sep="\\n")
"""


def _mapped(*pids: int) -> set[str]:
    """Which libraries of those that see numbers these processes have mapped."""
    maps = [Path(f"/proc/{pid}/maps").read_text() for pid in pids]
    return {name for name in ("/pandas/_libs/", "/pyarrow/") if any(name in text for text in maps)}


def test_what_stands_in_the_address_of_an_answer_airflow_does_not_hear_and_the_no_ends_it(
    begun: Begun,
) -> None:
    number = drawn_number()
    path = f"/dags/{begun.dag}/dagRuns/{begun.run}/taskInstances/{POLICE}/-1/hitlDetails"
    rejection = {"chosen_options": ["Niet akkoord: de tekst"], "params_input": {}}
    police = begun.airflow.client(OFFICERS[0])
    assert police.patch(f"{path}?opmerking={number}", rejection).status == 200
    assert police.wait_for_run(begun.dag, begun.run, 90) == "success"
    assert files_with(begun.airflow.home.airflow, number) == []
