"""Runs one step as a process of its own, which may kill or stop itself at an exact place.

``python dying_step.py STEP [slowly | MODULE:CLASS.METHOD NTH before|after|stops [LEASE]]``, home
and gateway from the environment as in a task of Airflow. ``stops`` is after the call, until
somebody lets it go on. LEASE is how many seconds its lease lasts; calls are then as short.
"""

from __future__ import annotations

import importlib
import itertools
import os
import signal
import sys
import time
from datetime import timedelta
from typing import Any

from eenmalig.cleartext.sending import twilio
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.gateway_settings import parse_connection
from eenmalig.steps import send as sending
from eenmalig.steps.approval import answered, question
from eenmalig.steps.extract import extract
from eenmalig.steps.installation import Run, Stores
from eenmalig.steps.normalize import normalize
from eenmalig.steps.recording_effect import record_effect
from eenmalig.steps.send import send
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores import leases

# Beside the home: the totals of an effect.
TOTALS = "totalen.csv"


def main(step: str, place: str = "", nth: str = "0", moment: str = "", lease: str = "") -> None:
    if lease:
        _shorten(float(lease))
    if place == "slowly":
        _send_slowly()
    elif place:
        _die_at(place, int(nth), moment)
    settings = parse_connection(os.environ["AIRFLOW_CONN_TWILIO_DEFAULT"])
    stores, run = Stores(), Run("sms_campaign_lelystad", "manual__a", "data-team-lelystad")
    if step == "extract":
        extract(stores, run, "lelystad", {"handover": "overdracht"}, settings)
    elif step == "normalize":
        normalize(stores, run, settings)
    elif step == "ask":
        question(stores, run, "police")
    elif step == "sign":
        answered(stores, run, "police")
    elif step == "effect":
        totals = stores.home.root.parent / TOTALS
        record_effect(stores, stores.of_run(run).id, totals, "tests", final=False, correct=False)
    elif step == "verify":
        verify_destruction(stores, settings)
    else:
        send(stores, run, settings)


def _shorten(lease: float) -> None:
    """Have leases end soon, and calls well before them."""
    leases.LASTS = timedelta(seconds=lease)
    twilio.TIMEOUT_SECONDS = lease / 5
    sending.LONGEST_CALL_SECONDS = lease / 2


def _send_slowly() -> None:
    """Leave whoever kills this process the time to do so in the middle."""
    real = Gateway.create

    def create(self: Gateway, *args: Any) -> tuple[str, str]:
        time.sleep(0.03)
        return real(self, *args)

    Gateway.create = create  # type: ignore[assignment,method-assign]


def _die_at(place: str, nth: int, moment: str) -> None:
    """Have the ``nth`` call of a method kill this process, as nothing can be caught."""
    module, _, path = place.partition(":")
    holder_name, _, name = path.partition(".")
    holder = getattr(importlib.import_module(module), holder_name)
    real, calls = getattr(holder, name), itertools.count(1)

    def dying(*args: Any, **kwargs: Any) -> Any:
        dies = next(calls) == nth
        if dies and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if dies:
            os.kill(os.getpid(), signal.SIGSTOP if moment == "stops" else signal.SIGKILL)
        return result

    setattr(holder, name, dying)


if __name__ == "__main__":
    main(*sys.argv[1:])
