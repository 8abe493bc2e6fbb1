"""Importing once what every task would import for itself, a second or two each time.

Tasks are forked from the scheduler, or from a Celery worker, and inherit what is imported there.
Nothing here runs in the API server, which must not hold the package that sees numbers.
"""

from __future__ import annotations

import importlib
import logging
import time
from typing import Any

from airflow.listeners import hookimpl

log = logging.getLogger(__name__)

MODULES = (
    "eenmalig.steps.extract",
    "eenmalig.steps.normalize",
    "eenmalig.steps.approval",
    "eenmalig.steps.gate",
    "eenmalig.steps.send",
    "eenmalig.steps.collect_delivery_reports",
    "eenmalig.steps.destruction",
    "eenmalig.steps.verify_destruction",
    "eenmalig_airflow.hooks.twilio",
    "eenmalig_airflow.operators.legal_approval",
    "eenmalig_airflow.sensors.gate",
    "eenmalig_airflow.sensors.receipts",
    # The client imports its resources when they are first used.
    "twilio.rest.api.v2010.account.message",
)
_SCHEDULER = "SchedulerJob"


def preload() -> None:
    """Import all of it, and say how long that took."""
    began = time.monotonic()
    for module in MODULES:
        importlib.import_module(module)
    log.info("What tasks need was imported in %.1f s.", time.monotonic() - began)


class SchedulerStarts:
    """A listener of Airflow's components."""

    @hookimpl
    def on_starting(self, component: Any) -> None:
        """Import in the scheduler, before its executor starts workers."""
        if getattr(component, "job_type", None) == _SCHEDULER:
            preload()
