"""Waiting is free: with as many campaigns waiting as there are slots, or more, all goes on."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.scale.campaigns import Many, endings
from tests.scale.cities import CITIES

from eenmalig.stores.home import Home
from rehearsal.gateway import running
from standalone.running import running_airflow

_CONNECTION = "AIRFLOW_CONN_TWILIO_DEFAULT"
_SECONDS_TO_SIGN, _SECONDS_TO_VERIFY = 30.0, 60.0
_RECIPIENTS = 40


def waiting(slots: int, runs_a_city: int) -> str:
    """Let campaigns of five cities wait, and see that a person and the verification do not."""
    with tempfile.TemporaryDirectory() as folder, running("none") as gateway:
        os.environ[_CONNECTION] = gateway.airflow_connection()
        with running_airflow(Home(Path(folder) / "home"), port=0, slots=slots) as airflow:
            many = Many(airflow)
            campaigns = [
                many.begin(city, f"{city}-{letter}", _RECIPIENTS)
                for letter in "abcdefgh"[:runs_a_city]
                for city in CITIES
            ]
            many.all_wait(campaigns, 60 + 15 * len(campaigns))
            one, *others = campaigns
            many.answer(one, "police")
            signed = many.until_signed(one, "police", _SECONDS_TO_SIGN)
            asked = many.until_asked(one, "municipality", _SECONDS_TO_SIGN)
            verified = many.verification(_SECONDS_TO_VERIFY)
            for campaign in others[1:]:
                many.answer(campaign, "police", "Niet akkoord: de tekst")
            many.follow(campaigns, 600)
            assert endings(many, campaigns) == {"success"}
            counts = gateway.counts()
            assert counts["accepted"] == 2 * _RECIPIENTS
            assert counts["max_per_number"] == 1
            assert counts["remaining"] == 0
    return (
        f"{len(campaigns)} waiting on {slots} slots: an answer signed after {signed:.1f} s, the "
        f"next asked after {asked:.1f} s, verification in {verified:.1f} s, all ended"
    )
