"""One DAG per city: from a hand-over to a certificate of destruction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Context, Param, TriggerRule, chain, task, task_group

from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.handover import NAME_PATTERN
from eenmalig.settings.loading import cities
from eenmalig.steps.destruction import destroy as destroy_step
from eenmalig.steps.extract import extract as extract_step
from eenmalig.steps.installation import Stores
from eenmalig.steps.normalize import normalize as normalize_step
from eenmalig.steps.send import send as send_step
from eenmalig_airflow.auth import rights
from eenmalig_airflow.explanations import CAMPAIGN, TASKS
from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.hooks.twilio import TwilioHook, settings_if_any
from eenmalig_airflow.operators.legal_approval import LegalApprovalOperator
from eenmalig_airflow.runs import run_of
from eenmalig_airflow.sensors.gate import LegalApprovalSensor
from eenmalig_airflow.sensors.receipts import DeliveryReportSensor

HANDOVER = Param(
    type="string",
    title="Hand-over",
    description="The name of the hand-over's folder below handover/CITY/. Nothing else.",
    pattern=NAME_PATTERN,
)
# A step whose process was killed goes on where it was; our own final errors are not retried.
AGAIN: dict[str, Any] = {"retries": 3, "retry_delay": timedelta(seconds=5)}
# A sensor that is rescheduled every few seconds can be failed by a busy scheduler (see the
# decision record), so both keep their worker slot.
WAITING: dict[str, Any] = {
    "mode": "poke",
    "poke_interval": 1,
    "timeout": timedelta(days=30).total_seconds(),
    **AGAIN,
}


@task(doc_md=TASKS["extract"], execution_timeout=timedelta(hours=4), **AGAIN)
def extract(city: str, **context: Context) -> None:
    """Seal the hand-over into the campaign's vault."""
    form = dict(context["params"])
    with final_errors():
        extract_step(Stores(), run_of(context), city, form, TwilioHook().get_conn())


@task(doc_md=TASKS["normalize"], execution_timeout=timedelta(hours=4), **AGAIN)
def normalize(**context: Context) -> None:
    """Choose the recipients and write the dossier."""
    with final_errors():
        normalize_step(Stores(), run_of(context), TwilioHook().get_conn())


@task(doc_md=TASKS["send"], execution_timeout=timedelta(hours=10), **AGAIN)
def send(**context: Context) -> None:
    """Send once to every recipient, if the signed records allow it."""
    with final_errors():
        send_step(Stores(), run_of(context), TwilioHook().get_conn())


@task(
    doc_md=TASKS["destroy"],
    execution_timeout=timedelta(hours=10),
    trigger_rule=TriggerRule.ALL_DONE,
    retries=3,
    retry_delay=timedelta(seconds=30),
)
def destroy(**context: Context) -> None:
    """Destroy everything that leads to a recipient, whatever happened before."""
    destroy_step(Stores(), run_of(context), settings_if_any())


@task(doc_md=TASKS["watcher"], trigger_rule=TriggerRule.ONE_FAILED)
def watcher() -> None:
    """Give the run its true colour: red when any step failed."""
    raise RuntimeError("A step of this run failed; its own log says what and what to do.")


@task_group(group_id="legal_approval")
def legal_approval() -> tuple[list[LegalApprovalOperator], LegalApprovalSensor]:
    """Ask each authority in turn; the gate beside them reads the signed answers."""
    asked = [
        LegalApprovalOperator(
            task_id=f"ask_{authority}",
            authority=authority,
            doc_md=TASKS[f"ask_{authority}"],
            **AGAIN,
        )
        for authority in AUTHORITIES
    ]
    chain(*asked)
    return asked, LegalApprovalSensor(task_id="gate", doc_md=TASKS["gate"], **WAITING)


def campaign(city: str) -> DAG:
    """Return the DAG of one city."""
    with DAG(
        dag_id=rights.dag_id(city),
        dag_display_name=f"SMS campaign {city.title()}",
        description="One text to each number of a lawful hand-over, then nothing is left.",
        doc_md=CAMPAIGN,
        schedule=None,
        catchup=False,
        max_active_runs=4,
        params={"handover": HANDOVER},
        default_args={"owner": "data-team"},
        tags=["eenmalig", city],
    ) as dag:
        taken_in, normalized, sent = extract(city), normalize(), send()
        asked, gate = legal_approval()
        reports = DeliveryReportSensor(
            task_id="collect_delivery_reports", doc_md=TASKS["collect_delivery_reports"], **WAITING
        )
        gone = destroy()
        chain(taken_in, normalized, [asked[0], gate])
        chain(gate, sent, reports, gone)
        [taken_in, normalized, *asked, sent, reports, gone] >> watcher()
    return dag


for each in cities():
    globals()[rights.dag_id(each)] = campaign(each)
