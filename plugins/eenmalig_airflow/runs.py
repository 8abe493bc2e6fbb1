"""From an Airflow context to the run that a step works for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.steps.installation import Run

if TYPE_CHECKING:
    from airflow.sdk import Context


def run_of(context: Context) -> Run:
    """Return the run of a task: its DAG, its id, and who triggered it."""
    dag_run = context["dag_run"]
    asked = getattr(dag_run, "triggering_user_name", None)
    return Run(dag_run.dag_id, dag_run.run_id, asked)
