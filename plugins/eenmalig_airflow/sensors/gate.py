"""LegalApprovalSensor: the gate, which reads the signed records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow.sdk import BaseSensorOperator
from airflow.sdk.exceptions import AirflowSkipException

from eenmalig.domain.approvals import Standing
from eenmalig.steps import gate as gates
from eenmalig.steps.installation import Stores
from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.runs import run_of

if TYPE_CHECKING:
    from airflow.sdk import Context


class LegalApprovalSensor(BaseSensorOperator):
    """The gate: opens when the signed records hold every approval of exactly this dossier.

    On a rejection or a lapse it skips, so that sending is skipped and destruction follows.
    """

    _told: int | None = None

    def poke(self, context: Context) -> bool:
        """Look at the signed records once."""
        with final_errors():
            stands, self._told = gates.gate(Stores(), run_of(context), self._told)
        if stands in (Standing.REJECTED, Standing.LAPSED):
            raise AirflowSkipException(f"{stands}: nothing is sent, destruction follows.")
        return stands is Standing.APPROVED
