"""Whatever a person with rights does to a run in Airflow, no message leaves without assent."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.campaign import State
from eenmalig.stores.inventory import Inventory
from rehearsal.campaign import drive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rehearsal.gateway import Running
    from standalone.api import Client
    from standalone.running import Airflow

ASKED = ("ask_police", "ask_municipality", "ask_public_prosecutor", "gate")


@pytest.fixture
def nothing_is_sent(gateway: Running) -> Iterator[None]:
    before = gateway.counts()["posts"]
    yield
    assert gateway.counts()["posts"] == before


@pytest.fixture(scope="module")
def admin(airflow: Airflow) -> Client:
    return airflow.client("admin")


@pytest.mark.usefixtures("nothing_is_sent")
def test_marking_every_approval_and_the_gate_as_success_sends_nothing(
    airflow: Airflow, admin: Client, waiting: Callable[[str, str, int], Any]
) -> None:
    asked = waiting("lelystad", "marked", 20)
    for task in ASKED:
        path = f"/dags/{asked.dag}/dagRuns/{asked.run}/taskInstances/legal_approval.{task}"
        assert admin.patch(path, {"new_state": "success"}).status == 200
    assert admin.wait_for_run(asked.dag, asked.run, 120) == "failed"
    states = admin.tasks(asked.dag, asked.run)
    assert states["send"] == "failed"
    assert states["destroy"] == "success"
    campaign = Inventory(airflow.home).of_run(asked.dag, asked.run)
    assert campaign is not None
    assert campaign.state is State.CLOSED
    assert campaign.sending_began_at is None


@pytest.mark.usefixtures("nothing_is_sent")
def test_a_forged_xcom_leads_no_step_to_another_campaign(
    airflow: Airflow, admin: Client, waiting: Callable[[str, str, int], Any]
) -> None:
    first = waiting("lelystad", "forger", 20)
    other = waiting("utrecht", "forged", 20)
    inventory = Inventory(airflow.home)
    victim = inventory.of_run(other.dag, other.run)
    assert victim is not None
    path = f"/dags/{first.dag}/dagRuns/{first.run}/taskInstances/extract/xcomEntries"
    assert admin.post(path, {"key": "return_value", "value": victim.id}).status == 201
    create = f"/dags/{first.dag}/dagRuns/{first.run}/taskInstances/legal_approval.gate/xcomEntries"
    assert admin.post(create, {"key": "return_value", "value": True}).status == 201
    police = airflow.client("police-lelystad")
    police.answer(first.dag, first.run, "legal_approval.ask_police", "Niet akkoord: de tekst")
    assert admin.wait_for_run(first.dag, first.run, 120) == "success"
    untouched = inventory.get(victim.id)
    assert untouched.state is State.ASKING
    airflow.client("police-utrecht").answer(
        other.dag, other.run, "legal_approval.ask_police", "Niet akkoord: de tekst"
    )
    assert admin.wait_for_run(other.dag, other.run, 120) == "success"


def test_clearing_send_or_triggering_the_same_hand_over_again_sends_nothing_more(
    airflow: Airflow,
    admin: Client,
    gateway: Running,
    waiting: Callable[[str, str, int], Any],
    tmp_path: Any,
) -> None:
    name = "again"
    asked = waiting("lelystad", name, 20)
    folder = airflow.home.handover / "lelystad" / name
    shutil.copytree(folder, tmp_path / name)
    second = drive(airflow, "lelystad", name, lambda _line: None)
    assert second.state == "failed"
    assert second.id is None
    assert "handover-claimed" in _errors(admin, second.dag_id, second.run_id, "extract")
    for authority, staff in (
        ("police", "police-lelystad"),
        ("municipality", "municipality-lelystad"),
        ("public_prosecutor", "prosecutor-lelystad"),
    ):
        _answer(airflow.client(staff), asked.dag, asked.run, f"legal_approval.ask_{authority}")
    assert admin.wait_for_run(asked.dag, asked.run, 180) == "success"
    sent = gateway.counts()["posts"]
    body = {"dag_run_id": asked.run, "task_ids": ["send"], "dry_run": False, "only_failed": False}
    cleared = admin.post(f"/dags/{asked.dag}/clearTaskInstances", body)
    assert cleared.status == 200
    _wait_for(admin, asked.dag, asked.run, "send", "failed")
    shutil.copytree(tmp_path / name, folder)
    third = drive(airflow, "lelystad", name, lambda _line: None)
    assert third.state == "failed"
    assert "case-already-sent" in _errors(admin, third.dag_id, third.run_id, "extract")
    assert gateway.counts()["posts"] == sent
    assert gateway.counts()["max_per_number"] == 1
    shutil.rmtree(folder)


@pytest.mark.usefixtures("nothing_is_sent")
def test_a_form_with_anything_but_the_hand_over_is_refused(airflow: Airflow) -> None:
    team = airflow.client("data-team-lelystad")
    dag = "sms_campaign_lelystad"
    assert team.trigger(dag, {"handover": "../other"}).status == 400
    assert team.trigger(dag, {"handover": "h" + "0612345" * 2}).status == 400
    assert team.trigger(dag, {}).status == 400
    run = team.trigger(dag, {"handover": "absent", "note": "x"}).body["dag_run_id"]
    assert team.wait_for_run(dag, run, 90) == "failed"
    assert "run-refused" in _errors(team, dag, run, "extract")


def _wait_for(client: Client, dag: str, run: str, task: str, state: str) -> None:
    until = time.monotonic() + 90
    while client.tasks(dag, run)[task] != state:
        assert time.monotonic() < until
        time.sleep(0.3)


def _answer(client: Client, dag: str, run: str, task: str) -> None:
    until = time.monotonic() + 60
    while not any(
        each["task_instance"]["task_id"] == task for each in client.pending_approvals(dag, run)
    ):
        assert time.monotonic() < until
        time.sleep(0.3)
    assert client.answer(dag, run, task, "Akkoord").status == 200


def _errors(client: Client, dag: str, run: str, task: str) -> str:
    content = client.get(
        f"/dags/{dag}/dagRuns/{run}/taskInstances/{task}/logs/1", full_content=True
    ).body["content"]
    return str([line.get("error_detail") for line in content if isinstance(line, dict)])
