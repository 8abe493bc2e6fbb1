"""LegalApprovalSensor: the gate, which reads the signed records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from airflow.sdk import BaseSensorOperator
from airflow.sdk.exceptions import AirflowRescheduleException, AirflowSkipException

from eenmalig.domain.approvals import Standing
from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.runs import run_of

if TYPE_CHECKING:
    from airflow.sdk import Context

# While only the sending window is waited for. A stop or a rejection then ends it this soon.
_BETWEEN_LOOKS = timedelta(seconds=60)


class LegalApprovalSensor(BaseSensorOperator):
    """The gate: opens when the signed records hold every approval of exactly this dossier.

    It comes after the requests, whatever became of them, and holds no worker slot while it waits
    for the sending window. On a rejection, a lapse or a stop it skips, so that sending is skipped
    and destruction follows.
    """

    def execute(self, context: Context) -> None:
        """Look at the signed records once."""
        from eenmalig.steps.gate import gate
        from eenmalig.steps.installation import Stores

        with final_errors():
            stands = gate(Stores(), run_of(context))
        if stands in (Standing.REJECTED, Standing.LAPSED):
            raise AirflowSkipException(f"{stands}: nothing is sent, destruction follows.")
        if stands is Standing.WAITING:
            raise AirflowRescheduleException(datetime.now(UTC) + _BETWEEN_LOOKS)
