"""Every day: destroy what is overdue, and prove that the rest is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import DAG, task

from eenmalig_airflow.explanations import VERIFICATION, VERIFY
from eenmalig_airflow.pools import DESTRUCTION

AGAIN: dict[str, Any] = {"retries": 2, "retry_delay": timedelta(seconds=10)}


@task(
    doc_md=VERIFY,
    execution_timeout=timedelta(hours=10),
    pool=DESTRUCTION,
    queue=DESTRUCTION,
    **AGAIN,
)
def verify() -> None:
    """Fail when anything is left that should be gone."""
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.overdue import code_of, destroy_without_inventory
    from eenmalig.steps.verify_destruction import verify_destruction
    from eenmalig.stores.home import Home
    from eenmalig_airflow.hooks.twilio import settings_if_any

    home = Home.from_environment()
    try:
        stores = Stores(home)
    except Exception as error:
        destroy_without_inventory(home, code_of(error))
        raise
    verify_destruction(stores, settings_if_any()).require_nothing()


with DAG(
    dag_id="destruction_verification",
    dag_display_name="Verification of destruction",
    description="Destroys what is overdue and looks whether everything else is gone.",
    doc_md=VERIFICATION,
    schedule="@daily",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=2,
    default_args={"owner": "compliance"},
    tags=["eenmalig", "destruction"],
):
    verify()
