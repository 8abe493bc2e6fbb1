"""House rules for the DAGs, read from the running API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.settings.loading import cities

if TYPE_CHECKING:
    from standalone.api import Client
    from standalone.running import Airflow

DAGS = [*(f"sms_campaign_{city}" for city in cities()), "destruction_verification", "mails"]
ASKED = [f"legal_approval.ask_{authority}" for authority in AUTHORITIES]
CHAIN = [
    *("extract", "normalize", *ASKED),
    *("legal_approval.gate", "send", "collect_delivery_reports"),
]


@pytest.fixture(scope="module")
def admin(airflow: Airflow) -> Client:
    return airflow.client("admin")


@pytest.mark.parametrize("dag", DAGS)
def test_every_dag_and_task_explains_itself_and_has_an_owner_and_tags(
    admin: Client, dag: str
) -> None:
    details = admin.get(f"/dags/{dag}/details").body
    assert details["doc_md"]
    assert details["tags"]
    assert details["owners"] not in ([], ["airflow"])
    assert details["dag_run_timeout"] is None, "a dagrun_timeout would skip the destruction"
    assert details["catchup"] is False
    for task in _tasks(admin, dag).values():
        assert task["doc_md"], task["task_id"]


@pytest.mark.parametrize("dag", ["destruction_verification", "mails"])
def test_what_airflow_could_not_start_it_tries_again(admin: Client, dag: str) -> None:
    assert [task for task, its in _tasks(admin, dag).items() if its["retries"] < 1] == []


@pytest.mark.parametrize("city", cities())
def test_the_form_asks_for_the_hand_over_and_nothing_else(admin: Client, city: str) -> None:
    params = admin.get(f"/dags/sms_campaign_{city}/details").body["params"]
    assert list(params) == ["handover"]
    assert params["handover"]["schema"]["title"]
    assert params["handover"]["description"]


@pytest.mark.parametrize("city", cities())
def test_the_graph_reads_as_the_mission(admin: Client, city: str) -> None:
    tasks = _tasks(admin, f"sms_campaign_{city}")
    for upstream, downstream in zip(CHAIN, [*CHAIN[1:], "destroy"], strict=True):
        assert downstream in tasks[upstream]["downstream_task_ids"]
    assert tasks["destroy"]["trigger_rule"] == "all_done"
    assert tasks["watcher"]["trigger_rule"] == "one_failed"
    gate = set(tasks["legal_approval.gate"]["downstream_task_ids"])
    assert gate == {"send"}, "only the gate's success may lead to sending, and only to that"
    before_send = [name for name, task in tasks.items() if "send" in task["downstream_task_ids"]]
    assert before_send == ["legal_approval.gate"]
    assert tasks["ending"]["trigger_rule"] == "all_done"
    told = {"completed", "rejected", "lapsed", "stopped", "withdrawn", "ended_otherwise"}
    assert set(tasks["ending"]["downstream_task_ids"]) == told


def _tasks(admin: Client, dag: str) -> dict[str, dict[str, Any]]:
    return {each["task_id"]: each for each in admin.get(f"/dags/{dag}/tasks").body["tasks"]}
