"""DeliveryReportSensor: waits for the provider's delivery reports, look by look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from airflow.sdk import BaseSensorOperator
from airflow.sdk.exceptions import AirflowRescheduleException

from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.hooks.twilio import TwilioHook
from eenmalig_airflow.runs import run_of

if TYPE_CHECKING:
    from airflow.sdk import Context


class DeliveryReportSensor(BaseSensorOperator):
    """Looks at the provider's list until all is known or the receipt window is over.

    Between two looks it holds no worker slot.
    """

    def execute(self, context: Context) -> None:
        """Look once; come back when the step says so, unless the outcomes are on record."""
        from eenmalig.steps.collect_delivery_reports import collect_delivery_reports
        from eenmalig.steps.installation import Stores

        settings = TwilioHook().get_conn()
        with final_errors():
            look = collect_delivery_reports(Stores(), run_of(context), settings)
        if not look.ended:
            raise AirflowRescheduleException(datetime.now(UTC) + look.again_in)
