"""Triggering a DAG from a page, on record as asked for by whoever pressed the button."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from airflow.api.common.trigger_dag import trigger_dag
from airflow.exceptions import AirflowException
from airflow.utils.types import DagRunTriggeredByType
from fastapi import HTTPException

if TYPE_CHECKING:
    from eenmalig_airflow.pages.visitors import Visitor

log = logging.getLogger(__name__)


def trigger(dag: str, visitor: Visitor, **form: str | None) -> None:
    """Begin a run with its form filled in.

    Fails with 503 when there is no such DAG (yet), or it refuses the form.
    """
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
