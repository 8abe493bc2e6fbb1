"""One DAG per city: try its hand-overs that wait, before anybody triggers a campaign with one."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, Context, Param, task

from eenmalig.handover import NAME_PATTERN
from eenmalig.settings.loading import cities
from eenmalig_airflow.auth import rights
from eenmalig_airflow.explanations import CHECK, CHECK_TASK
from eenmalig_airflow.final_errors import final_errors

HANDOVER = Param(
    default=None,
    type=["null", "string"],
    title="Hand-over",
    description="The name of its folder below handover/CITY/. Empty: each that was not tried yet.",
    pattern=NAME_PATTERN,
)


@task(
    doc_md=CHECK_TASK,
    execution_timeout=timedelta(hours=4),
    retries=2,
    retry_delay=timedelta(seconds=5),
)
def check(city: str, **context: Context) -> None:
    """Read every export and count; what came of it is kept with the working copy."""
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.preconditions import require_plain_run
    from eenmalig.steps.waiting_copies import check_waiting
    from eenmalig_airflow.runs import run_of

    with final_errors():
        require_plain_run(run_of(context))
        check_waiting(Stores(), city, context["params"]["handover"])


def checks(city: str) -> DAG:
    """Return the DAG of one city."""
    with DAG(
        dag_id=rights.check_id(city),
        dag_display_name=f"Check of hand-overs {city.title()}",
        description="Reads a hand-over that waits, counts, and tells every mistake at once.",
        doc_md=CHECK,
        schedule=None,
        catchup=False,
        max_active_runs=1,
        params={"handover": HANDOVER},
        default_args={"owner": "data-team"},
        tags=["eenmalig", city],
    ) as dag:
        check(city)
    return dag


for each in cities():
    globals()[rights.check_id(each)] = checks(each)
