"""Importing once what every task would import for itself, a second or two each time.

Tasks are forked from the executor in the scheduler, or from a Celery worker, and inherit what is
imported there. Airflow's listeners are no place for it: they are told of a component before they
are told which. Nothing here runs in the API server, which must not hold the package that sees
numbers.
"""

from __future__ import annotations

import importlib
import logging
import time

log = logging.getLogger(__name__)

MODULES = (
    "eenmalig.steps.extract",
    "eenmalig.steps.normalize",
    "eenmalig.steps.approval",
    "eenmalig.steps.gate",
    "eenmalig.steps.send",
    "eenmalig.steps.collect_delivery_reports",
    "eenmalig.steps.own_destruction",
    "eenmalig.steps.told_ending",
    "eenmalig.steps.verify_destruction",
    "eenmalig.mails.telling",
    "eenmalig_airflow.hooks.mail_connection",
    "eenmalig_airflow.hooks.twilio",
    "eenmalig_airflow.operators.legal_approval",
    "eenmalig_airflow.sensors.gate",
    "eenmalig_airflow.sensors.receipts",
    # The client imports its resources when they are first used.
    "twilio.rest.api.v2010.account.message",
)


def preload() -> None:
    """Import all of it, and say how long that took."""
    began = time.monotonic()
    for module in MODULES:
        importlib.import_module(module)
    log.info("What tasks need was imported in %.1f s.", time.monotonic() - began)
