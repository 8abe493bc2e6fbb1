"""Driving one campaign as its people would: the data team triggers, the approvers answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import load_city
from eenmalig.stores.inventory import Inventory
from eenmalig_airflow.auth import rights

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from standalone.api import Client
    from standalone.running import Airflow

ENDED = ("success", "failed")
LONGEST_SECONDS = 1800
VERIFICATION = "destruction_verification"
# Our errors, and the form in which a final one of them reaches Airflow.
_OURS = (EenmaligError.__name__, "AirflowFailException")
_MOVING = (
    "scheduled", "queued", "running", "restarting", "deferred", "awaiting_input",
    "up_for_retry", "up_for_reschedule",
)  # fmt: skip
_SECONDS_TO_SAY_WHERE = 45.0
_TOLD = ("success", "failed", "skipped", "upstream_failed", "up_for_retry")


@dataclass(frozen=True)
class DrivenCampaign:
    """A campaign that was driven to its end. ``id`` is None when nothing was taken in."""

    city: str
    dag_id: str
    run_id: str
    working_copy: Path
    id: str | None
    state: str
    wall_seconds: float

    @property
    def succeeded(self) -> bool:
        """Whether the run ended green."""
        return self.state == "success"

    @property
    def page(self) -> str:
        """The run's page in the interface."""
        return f"/dags/{self.dag_id}/runs/{self.run_id}"


def drive(airflow: Airflow, city: str, handover: str, say: Callable[[str], None]) -> DrivenCampaign:
    """Trigger a city's DAG, answer its approvals, and follow it to its end."""
    rules = load_city(city)
    dag_id = rights.dag_id(city)
    data_team = airflow.client(rules.data_team[0])
    approvers = {
        f"legal_approval.ask_{authority}": (staff[0], airflow.client(staff[0]))
        for authority, staff in rules.authorities.as_record().items()
    }
    answer = data_team.trigger(dag_id, {"handover": handover})
    if answer.status != 200:  # noqa: PLR2004 - HTTP's "OK"
        raise EenmaligError(Code.RUN_REFUSED, f"Airflow answered {answer.status}")
    run_id = answer.body["dag_run_id"]
    say(f"{rules.data_team[0]} triggered {dag_id}.")
    _follow(data_team, dag_id, run_id, approvers, say)
    run = data_team.run(dag_id, run_id)
    campaign = Inventory(airflow.home).of_run(dag_id, run_id)
    wall = datetime.fromisoformat(run["end_date"]) - datetime.fromisoformat(run["start_date"])
    say(f"The run ended: {run['state']}, after {wall.total_seconds():.1f} s.")
    for line in _complaints(data_team, dag_id, run_id):
        say(line)
    return DrivenCampaign(
        city,
        dag_id,
        run_id,
        airflow.home.handover / city / handover,
        campaign.id if campaign else None,
        run["state"],
        wall.total_seconds(),
    )


def verify_destruction(airflow: Airflow, say: Callable[[str], None]) -> bool:
    """Run the verification of destruction once; return whether it ended green."""
    admin = airflow.client("admin")
    run_id = admin.trigger(VERIFICATION, {}).body["dag_run_id"]
    state = admin.wait_for_run(VERIFICATION, run_id, LONGEST_SECONDS)
    say(f"Verification of destruction, by another process: {state}.")
    for line in _complaints(admin, VERIFICATION, run_id):
        say(line)
    return bool(state == "success")


def _follow(
    client: Client,
    dag_id: str,
    run_id: str,
    approvers: dict[str, tuple[str, Client]],
    say: Callable[[str], None],
) -> None:
    """Say what each task comes to, and answer each request once, until the run has ended."""
    told: dict[str, str] = {}
    watch = _Watch(say)
    until = time.monotonic() + LONGEST_SECONDS
    while True:
        ended = client.run(dag_id, run_id)["state"] in ENDED
        tasks = client.tasks(dag_id, run_id)
        watch.saw(tasks)
        for task, state in tasks.items():
            if state == "awaiting_input" and task in approvers:
                staff_id, approver = approvers.pop(task)
                _approve(approver, dag_id, run_id, task)
                say(f"{staff_id} read the dossier and approved.")
            if state in _TOLD and told.get(task) != state:
                told[task] = state
                say(f"  {task}: {state}")
        if ended:
            return
        if time.monotonic() > until:
            raise EenmaligError(Code.AIRFLOW_UNHEALTHY, "the run does not end")
        time.sleep(0.5)


class _Watch:
    """Says where a run stands when nothing has moved for a while."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._last: dict[str, str | None] = {}
        self._since = time.monotonic()

    def saw(self, tasks: dict[str, str | None]) -> None:
        """Note the states of all tasks."""
        now = time.monotonic()
        if tasks != self._last:
            self._last, self._since = tasks, now
        elif now - self._since > _SECONDS_TO_SAY_WHERE:
            under_way = [f"{task} is {state}" for task, state in tasks.items() if state in _MOVING]
            self._say(f"Nothing has moved for a while: {', '.join(under_way) or 'no task began'}.")
            self._since = now


def _approve(approver: Client, dag_id: str, run_id: str, task: str) -> None:
    answer = approver.answer(dag_id, run_id, task, "Akkoord")
    if answer.status != 200:  # noqa: PLR2004 - HTTP's "OK"
        raise EenmaligError(Code.APPROVAL_NOT_YOURS, f"Airflow answered {answer.status}")


def _complaints(client: Client, dag_id: str, run_id: str) -> list[str]:
    """Return what failed tasks said in their logs, in our own words."""
    found = []
    for task, state in client.tasks(dag_id, run_id).items():
        if state == "failed" and task != "watcher":
            found += [f"  {task}:", *_errors(client, dag_id, run_id, task)]
    return found


def _errors(client: Client, dag_id: str, run_id: str, task: str) -> list[str]:
    path = f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task}"
    attempt = client.get(path).body["try_number"]
    content = client.get(f"{path}/logs/{attempt}", full_content=True).body["content"]
    details: list[dict[str, Any]] = [
        detail
        for line in content
        if isinstance(line, dict)
        for detail in line.get("error_detail") or ()
    ]
    return [
        f"    {line}"
        for detail in details
        if detail.get("exc_type") in _OURS
        for line in str(detail.get("exc_value", "")).splitlines()
    ]
