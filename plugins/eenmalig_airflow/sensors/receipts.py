"""DeliveryReportSensor: waits for the provider's delivery reports, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow.sdk import BaseSensorOperator

from eenmalig.steps.collect_delivery_reports import Progress, collect_delivery_reports
from eenmalig.steps.installation import Stores
from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.hooks.twilio import TwilioHook
from eenmalig_airflow.runs import run_of

if TYPE_CHECKING:
    from airflow.sdk import Context


class DeliveryReportSensor(BaseSensorOperator):
    """Looks at the provider's list until all is known or the receipt window is over."""

    _told: Progress | None = None

    def poke(self, context: Context) -> bool:
        """Look once; true when the outcomes are on record."""
        settings = TwilioHook().get_conn()
        with final_errors():
            ended, self._told = collect_delivery_reports(
                Stores(), run_of(context), settings, self._told
            )
        return ended
