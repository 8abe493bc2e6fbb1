"""Triggering a DAG from a page, on record as asked for by whoever pressed the button."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from airflow.api.common.trigger_dag import trigger_dag
from airflow.exceptions import AirflowException
from airflow.models.dag import DagModel
from airflow.utils.session import create_session
from airflow.utils.types import DagRunTriggeredByType
from fastapi import HTTPException
from sqlalchemy import exists, or_, select

if TYPE_CHECKING:
    from eenmalig_airflow.pages.visitors import Visitor

log = logging.getLogger(__name__)


def trigger(dag: str, visitor: Visitor, **form: str | None) -> None:
    """Begin a run with its form filled in.

    Fails with 503 when there is no such DAG (yet), when it would only wait, and when it refuses the
    form.
    """
    if _only_waits(dag):
        log.warning("%s was not triggered: it is paused, gone, or does not load.", dag)
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
    try:
        trigger_dag(
            dag,
            triggered_by=DagRunTriggeredByType.UI,
            triggering_user_name=visitor.staff_id,
            conf=form,
        )
    except (AirflowException, ValueError) as error:
        log.warning("%s was not triggered (%s).", dag, type(error).__name__)
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from None


def _only_waits(dag: str) -> bool:
    """Whether the scheduler begins no run of a DAG, though Airflow takes one."""
    waits = or_(DagModel.is_paused, DagModel.is_stale, DagModel.has_import_errors)
    with create_session(scoped=False) as session:
        return session.scalar(select(exists().where(DagModel.dag_id == dag, waits))) is True
