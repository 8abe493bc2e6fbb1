"""One DAG per city: from a hand-over to a certificate of destruction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Context, Param, TriggerRule, chain, task, task_group
from airflow.sdk.exceptions import AirflowRescheduleException

from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.handover import NAME_PATTERN
from eenmalig.settings.loading import cities
from eenmalig_airflow.auth import rights
from eenmalig_airflow.explanations import CAMPAIGN, TASKS
from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.operators.legal_approval import LegalApprovalOperator
from eenmalig_airflow.pools import DESTRUCTION
from eenmalig_airflow.runs import run_of
from eenmalig_airflow.sensors.gate import LegalApprovalSensor
from eenmalig_airflow.sensors.receipts import DeliveryReportSensor

HANDOVER = Param(
    type="string",
    title="Hand-over",
    description="The name of the hand-over's folder below handover/CITY/: letters, digits, dots, "
    "hyphens and underscores, without long numbers. Nothing else.",
    pattern=NAME_PATTERN,
)
# A step whose process was killed goes on where it was; our own final errors are not retried.
AGAIN: dict[str, Any] = {"retries": 3, "retry_delay": timedelta(seconds=5)}
# What comes back many times while it waits: where a scheduler mixes two times up, that costs a try.
OFTEN: dict[str, Any] = {"retries": 20, "retry_delay": timedelta(seconds=5)}
# Waiting holds no worker slot.
WAITING: dict[str, Any] = {"mode": "reschedule", **OFTEN}
# What destroys finds a slot of its own, and on Celery a worker.
GONE: dict[str, Any] = {"pool": DESTRUCTION, "queue": DESTRUCTION}
# The endings that a run's own page tells by a task of that name; any other is told elsewhere.
ENDINGS = ("completed", "rejected", "lapsed", "stopped", "withdrawn")
OTHERWISE = "ended_otherwise"


@task(doc_md=TASKS["extract"], execution_timeout=timedelta(hours=4), **AGAIN)
def extract(city: str, **context: Context) -> None:
    """Seal the hand-over into the campaign's vault."""
    from eenmalig.steps.extract import extract
    from eenmalig.steps.installation import Stores
    from eenmalig_airflow.hooks.twilio import TwilioHook

    form = dict(context["params"])
    with final_errors():
        extract(Stores(), run_of(context), city, form, TwilioHook().get_conn())


@task(doc_md=TASKS["normalize"], execution_timeout=timedelta(hours=4), **AGAIN)
def normalize(**context: Context) -> None:
    """Choose the recipients and write the dossier."""
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.normalize import normalize
    from eenmalig_airflow.hooks.twilio import TwilioHook

    with final_errors():
        normalize(Stores(), run_of(context), TwilioHook().get_conn())


# Window and deadline end it, looked at before every call: a time-out here would be one more clock,
# and leave an attempt in doubt.
@task(doc_md=TASKS["send"], **OFTEN)
def send(**context: Context) -> None:
    """Send once to every recipient, if the signed records allow it.

    Comes back later, without a worker slot until then, when the provider is too busy or away.
    """
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.send import send
    from eenmalig_airflow.hooks.twilio import TwilioHook

    with final_errors():
        again_in = send(Stores(), run_of(context), TwilioHook().get_conn())
    if again_in is not None:
        raise AirflowRescheduleException(datetime.now(UTC) + again_in)


@task(
    doc_md=TASKS["destroy"],
    execution_timeout=timedelta(hours=10),
    trigger_rule=TriggerRule.ALL_DONE,
    retries=3,
    retry_delay=timedelta(seconds=30),
    **GONE,
)
def destroy(**context: Context) -> None:
    """Destroy everything that leads to a recipient, whatever happened before."""
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.own_destruction import destroy
    from eenmalig_airflow.hooks.twilio import settings_if_any

    destroy(Stores(), run_of(context), settings_if_any())


@task.branch(task_id="ending", doc_md=TASKS["ending"], trigger_rule=TriggerRule.ALL_DONE, **AGAIN)
def tell_ending(**context: Context) -> str | None:
    """Choose the task that is called after how the campaign ended. It is display, no more."""
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.told_ending import told_ending

    with final_errors():
        ended = told_ending(Stores(), run_of(context))
    return ended and (ended if ended in ENDINGS else OTHERWISE)


@task(doc_md=TASKS["watcher"], trigger_rule=TriggerRule.ONE_FAILED, **GONE)
def watcher() -> None:
    """Give the run its true colour: red when any step failed."""
    raise RuntimeError("A step of this run failed; its own log says what and what to do.")


@task_group(group_id="legal_approval")
def legal_approval() -> tuple[list[LegalApprovalOperator], LegalApprovalSensor]:
    """Ask each authority in turn; the gate after them reads the signed answers."""
    asked = [
        LegalApprovalOperator(
            task_id=f"ask_{authority}",
            authority=authority,
            doc_md=TASKS[f"ask_{authority}"],
            **AGAIN,
        )
        for authority in AUTHORITIES
    ]
    gate = LegalApprovalSensor(
        task_id="gate", doc_md=TASKS["gate"], trigger_rule=TriggerRule.ALL_DONE, **WAITING
    )
    chain(*asked, gate)
    return asked, gate


def endings() -> list[EmptyOperator]:
    """Return a task for each ending that a run's own page tells; no worker runs them."""
    return [EmptyOperator(task_id=each, doc_md=TASKS["ending"]) for each in (*ENDINGS, OTHERWISE)]


def campaign(city: str) -> DAG:
    """Return the DAG of one city."""
    with DAG(
        dag_id=rights.dag_id(city),
        dag_display_name=f"SMS campaign {city.title()}",
        description="One text to each number of a lawful hand-over, then nothing is left.",
        doc_md=CAMPAIGN,
        schedule=None,
        catchup=False,
        max_active_runs=32,
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
        chain(taken_in, normalized, asked[0])
        chain(gate, sent, reports, gone, tell_ending(), endings())
        # Not below the ending: that skips each task right after it but the one it chose.
        [taken_in, normalized, *asked, sent, reports, gone] >> watcher()
    return dag


for each in cities():
    globals()[rights.dag_id(each)] = campaign(each)
