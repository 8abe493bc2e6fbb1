from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from standalone.api import Client, Response
    from standalone.running import Airflow

DAG = "sms_campaign_proefstad"
VERIFICATION = "destruction_verification"
APPROVERS = ("police-proefstad", "municipality-proefstad", "prosecutor-proefstad")
OF_THE_CITY = ("data-team-proefstad", *APPROVERS)
OF_ANOTHER = tuple(each.replace("proefstad", "anderstad") for each in OF_THE_CITY)
EVERYBODY = (*OF_THE_CITY, *OF_ANOTHER, "compliance")

READS: dict[str, str] = {
    "the DAG": "/dags/{dag}",
    "the run": "/dags/{dag}/dagRuns/{run}",
    "its tasks": "/dags/{dag}/dagRuns/{run}/taskInstances",
    "a log": "/dags/{dag}/dagRuns/{run}/taskInstances/leak/logs/1",
    "its requests": "/dags/{dag}/dagRuns/{run}/hitlDetails",
}

# What nobody but the admin may do; the last three of a line are method, path and body.
FORBIDDEN: dict[str, tuple[str, str, object]] = {
    "mark the run": ("PATCH", "/dags/{dag}/dagRuns/{run}", {"state": "success"}),
    "mark runs": (
        "PATCH",
        "/dags/{dag}/dagRuns",
        {"actions": [{"action": "update", "entities": [{"dag_run_id": "x", "state": "success"}]}]},
    ),
    "mark a task": (
        "PATCH",
        "/dags/{dag}/dagRuns/{run}/taskInstances/send",
        {"new_state": "success"},
    ),
    "mark tasks": (
        "PATCH",
        "/dags/{dag}/dagRuns/{run}/taskInstances",
        {
            "actions": [
                {"action": "update", "entities": [{"task_id": "send", "new_state": "success"}]}
            ]
        },
    ),
    "clear a task": (
        "POST",
        "/dags/{dag}/clearTaskInstances",
        {"dag_run_id": "x", "task_ids": ["send"], "dry_run": False},
    ),
    "clear the run": ("POST", "/dags/{dag}/dagRuns/{run}/clear", {"dry_run": False}),
    "delete the run": ("DELETE", "/dags/{dag}/dagRuns/{run}", None),
    "write an XCom": (
        "POST",
        "/dags/{dag}/dagRuns/{run}/taskInstances/leak/xcomEntries",
        {"key": "k", "value": 1},
    ),
    "write task state": (
        "PUT",
        "/dags/{dag}/dagRuns/{run}/taskInstances/leak/state-store/k",
        {"value": 1},
    ),
    "write a variable": ("POST", "/variables", {"key": "k", "value": "v"}),
    "read variables": ("GET", "/variables", None),
    "read connections": ("GET", "/connections", None),
    "pause": ("PATCH", "/dags/{dag}", {"is_paused": True}),
    "pause many": ("PATCH", "/dags?dag_id_pattern=sms", {"is_paused": True}),
    "delete the DAG": ("DELETE", "/dags/{dag}", None),
}


@pytest.fixture(scope="module")
def clients(airflow: Airflow) -> dict[str, Client]:
    return {each: airflow.client(each) for each in (*EVERYBODY, "admin")}


@pytest.fixture(scope="module")
def run(clients: dict[str, Client]) -> str:
    """A run that waits for the police, triggered by the data team."""
    triggered = clients["data-team-proefstad"].trigger(DAG, {})
    assert triggered.status == 200
    run = str(triggered.body["dag_run_id"])
    until = time.monotonic() + 60
    while not clients["police-proefstad"].pending_approvals(DAG, run):
        assert time.monotonic() < until
        time.sleep(0.2)
    return run


@pytest.mark.parametrize("who", OF_THE_CITY)
def test_staff_of_a_city_read_their_own_dag_only(
    who: str, clients: dict[str, Client], run: str
) -> None:
    client = clients[who]
    assert _reads(client, run) == dict.fromkeys(READS, 200)
    assert [each["dag_id"] for each in client.get("/dags").body["dags"]] == [DAG]


@pytest.mark.parametrize("who", OF_ANOTHER)
def test_staff_of_another_city_see_nothing_of_it(
    who: str, clients: dict[str, Client], run: str
) -> None:
    client = clients[who]
    assert _reads(client, run) == dict.fromkeys(READS, 403)
    assert DAG not in json.dumps(client.get("/dags").body)
    for everything in ("/dags/~/dagRuns", "/dags/~/dagRuns/~/hitlDetails"):
        assert run not in json.dumps(client.get(everything).body)
    assert client.trigger(DAG, {}).status == 403


def test_compliance_reads_everything_and_triggers_no_campaign(
    clients: dict[str, Client], run: str
) -> None:
    client = clients["compliance"]
    assert _reads(client, run) == dict.fromkeys(READS, 200)
    assert client.get("/eventLogs").status == 200
    for dag in (DAG, "sms_campaign_anderstad"):
        assert client.trigger(dag, {}).status == 403


def test_compliance_starts_a_verification_and_changes_nothing_else_of_it(
    clients: dict[str, Client], run: str
) -> None:
    client = clients["compliance"]
    assert client.get(f"/dags/{VERIFICATION}").status == 200
    plain: dict[str, object] = {"logical_date": None, "conf": {}}
    looked = client.post(f"/dags/{VERIFICATION}/dagRuns", plain)
    assert looked.status == 200
    assert client.wait_for_run(VERIFICATION, looked.body["dag_run_id"], 120)
    for what, (method, path, asked) in FORBIDDEN.items():
        answer = _ask(client, method)(path.format(dag=VERIFICATION, run=run), asked)
        assert (what, answer.status, _changed(answer)) == (what, 403, 0)
    for who in (*OF_THE_CITY, *OF_ANOTHER):
        assert clients[who].post(f"/dags/{VERIFICATION}/dagRuns", plain).status == 403


@pytest.mark.parametrize("who", OF_THE_CITY)
def test_the_verification_is_not_shown_to_a_citys_staff(
    who: str, clients: dict[str, Client]
) -> None:
    assert clients[who].get("/dags/destruction_verification").status == 403


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_but_the_admin_may(
    who: str, what: str, clients: dict[str, Client], run: str
) -> None:
    method, path, body = FORBIDDEN[what]
    # The API asks whether this person may before it looks whether the run exists.
    answer = _ask(clients[who], method)(path.format(dag=DAG, run=run), body)
    assert (answer.status, _changed(answer)) == (403, 0)


@pytest.mark.parametrize("who", APPROVERS)
def test_approvers_trigger_nothing(who: str, clients: dict[str, Client]) -> None:
    assert clients[who].trigger(DAG, {}).status == 403


@pytest.mark.parametrize(
    "who", [each for each in (*EVERYBODY, "admin") if each != "police-proefstad"]
)
def test_only_the_person_asked_may_answer(who: str, clients: dict[str, Client], run: str) -> None:
    assert clients[who].answer(DAG, run, "ask", "Approve").status == 403


def test_the_person_asked_answers_and_the_run_goes_on(clients: dict[str, Client], run: str) -> None:
    client = clients["police-proefstad"]
    assert client.answer(DAG, run, "ask", "Approve").status == 200
    assert client.wait_for_run(DAG, run, 60) == "failed"  # its last task fails on purpose
    assert client.tasks(DAG, run)["send"] == "success"


def test_the_staff_file_holds_every_person_of_the_city_files(airflow: Airflow) -> None:
    staff = json.loads(airflow.home.staff.read_text(encoding="utf-8"))
    assert {*EVERYBODY, "admin", "police-lelystad", "police-utrecht"} <= staff.keys()
    assert staff["police-proefstad"]["roles"] == ["police_proefstad"]
    numbers = [each["user_id"] for each in staff.values()]
    assert all(isinstance(each, str) and each.isdigit() for each in numbers)
    assert len(set(numbers)) == len(numbers)


def _reads(client: Client, run: str) -> dict[str, int]:
    return {what: client.get(path.format(dag=DAG, run=run)).status for what, path in READS.items()}


def _ask(client: Client, method: str) -> Callable[[str, object], Response]:
    if method in ("GET", "DELETE"):
        act = {"GET": client.get, "DELETE": client.delete}[method]
        return lambda path, _body: act(path)
    return {"POST": client.post, "PATCH": client.patch, "PUT": client.put}[method]


def _changed(answer: Response) -> int:
    """Return how many DAGs, tasks or runs a bulk answer says it changed."""
    body = answer.body if isinstance(answer.body, dict) else {}
    return int(body.get("total_entries", 0)) + len(body.get("update", {}).get("success", []))
