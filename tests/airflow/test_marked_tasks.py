"""An admin marks or clears tasks in any order: nothing is sent, all is destroyed, red is red."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from tests.airflow.campaigns import TWO_OFFICERS, Begun, begin, until

from eenmalig.domain.campaign import State
from eenmalig.evidence.reading import ending_of
from eenmalig.steps.installation import Stores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearsal.gateway import Running
    from standalone.api import Client
    from standalone.running import Airflow

REQUESTS = tuple(
    f"legal_approval.ask_{authority}"
    for authority in ("police", "municipality", "public_prosecutor")
)
GATE = "legal_approval.gate"
ENDED = ("success", "failed", "skipped", "upstream_failed")
# Which tasks are marked, in this order, and as what, while the police is asked.
ORDERS: dict[str, tuple[tuple[str, ...], str]] = {
    "only-requests": (REQUESTS, "success"),
    "gate-first": ((GATE, *REQUESTS), "success"),
    "gate-alone": ((GATE,), "success"),
    "send-first": (("send", GATE, *REQUESTS), "success"),
    "send-alone": (("send",), "success"),
    "reports": (("collect_delivery_reports", "send"), "success"),
    "requests-failed": (REQUESTS, "failed"),
    "requests-skipped": (REQUESTS, "skipped"),
    "gate-skipped": ((GATE,), "skipped"),
}


@pytest.fixture(scope="module")
def admin(airflow: Airflow) -> Client:
    return airflow.client("admin")


@pytest.fixture(scope="module")
def marked(airflow: Airflow, admin: Client, gateway: Running) -> Iterator[dict[str, Begun]]:
    """Campaigns whose tasks were marked in each order, while their police was asked."""
    before = gateway.counts()["posts"]
    begun = {order: begin(airflow, TWO_OFFICERS, f"marked-{order}") for order in ORDERS}
    for order, (tasks, state) in ORDERS.items():
        begun[order].until_asked()
        for task in tasks:
            mark(admin, begun[order], task, state)
    yield begun
    assert gateway.counts()["posts"] == before


def mark(admin: Client, begun: Begun, task: str, state: str) -> None:
    path = f"/dags/{begun.dag}/dagRuns/{begun.run}/taskInstances/{task}"
    # Airflow's own database is busy while so many campaigns run, so the admin tries again; and
    # the run may have brought the task there by itself meanwhile.
    until(
        lambda: (
            admin.patch(path, {"new_state": state}).status == 200
            or admin.tasks(begun.dag, begun.run)[task] in ENDED
        )
    )


def ending(begun: Begun) -> str:
    assert begun.campaign is not None
    return ending_of(Stores(begun.airflow.home).evidence(begun.campaign.id).records())


@pytest.mark.parametrize("order", ORDERS)
def test_tasks_marked_in_whatever_order_send_nothing_and_the_run_is_red(
    admin: Client, marked: dict[str, Begun], order: str
) -> None:
    begun = marked[order]
    colour = admin.wait_for_run(begun.dag, begun.run, 120)
    assert admin.tasks(begun.dag, begun.run)["destroy"] == "success"
    assert begun.campaign is not None
    assert begun.campaign.state is State.CLOSED
    assert begun.campaign.sending_began_at is None
    assert not begun.left()
    assert begun.records("approval_answered") == []
    assert ending(begun) in ("failed", "lapsed")
    assert colour == "failed"


def test_a_request_cleared_after_it_was_answered_asks_nobody_again(
    airflow: Airflow, admin: Client
) -> None:
    begun = begin(airflow, TWO_OFFICERS, "cleared")
    begun.until_asked()
    police = airflow.client(f"police-{TWO_OFFICERS}")
    assert police.answer(begun.dag, begun.run, REQUESTS[0], "Akkoord").status == 200
    begun.until_asked("municipality")
    body = {"dag_run_id": begun.run, "dry_run": False, "only_failed": False}
    cleared = admin.post(
        f"/dags/{begun.dag}/clearTaskInstances", {**body, "task_ids": [REQUESTS[0]]}
    )
    assert cleared.status == 200
    time.sleep(1)
    until(lambda: admin.tasks(begun.dag, begun.run)[REQUESTS[0]] == "success")
    assert len(begun.records("approval_requested")) == 2
    assert len(begun.records("approval_answered")) == 1
    municipality = airflow.client(f"municipality-{TWO_OFFICERS}")
    assert (
        municipality.answer(begun.dag, begun.run, REQUESTS[1], "Niet akkoord: de tekst").status
        == 200
    )
    assert admin.wait_for_run(begun.dag, begun.run, 120) == "success"
    assert not begun.left()
    assert ending(begun) == "rejected"
