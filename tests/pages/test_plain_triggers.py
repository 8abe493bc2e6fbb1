"""What reaches Airflow of a trigger, and what is refused at its door in our own words."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from eenmalig_airflow.auth.rights import check_id
from eenmalig_airflow.plain_triggers import RefuseNumbers
from rehearsal.numbers import mobiles

CAMPAIGN, VERIFICATION = "sms_campaign_lelystad", "destruction_verification"
CHECK = check_id("lelystad")


@pytest.fixture(scope="module")
def door() -> TestClient:
    """Airflow's API, which takes whatever reaches it."""
    airflow = FastAPI()

    @airflow.post("/api/v2/dags/{dag}/dagRuns")
    def trigger(dag: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"dag": dag, "body": body}

    airflow.add_middleware(RefuseNumbers)
    return TestClient(airflow)


def triggered(door: TestClient, dag: str, **body: object) -> Any:
    return door.post(f"/api/v2/dags/{dag}/dagRuns", json={"logical_date": None, **body})


@pytest.mark.parametrize("name", ["../elders", "", "a/b", 7, "met spatie", "drie.."])
def test_a_name_that_no_hand_over_has_is_refused_in_words_and_not_as_an_expression(
    door: TestClient, name: object
) -> None:
    refused = triggered(door, CAMPAIGN, conf={"handover": name})
    assert refused.status_code == 400
    assert "[handover-name]" in refused.json()["detail"]
    assert "^" not in refused.text
    assert "?!" not in refused.text


def test_a_number_as_a_name_is_refused_and_not_repeated(door: TestClient) -> None:
    number = next(iter(mobiles(Random(11)))).lstrip("+")
    for dag, body in (
        (CAMPAIGN, {"conf": {"handover": number}}),
        (VERIFICATION, {"conf": {"x": number}}),
        (VERIFICATION, {"note": number}),
        (CAMPAIGN, {"dag_run_id": f"manual__{number}"}),
        (CAMPAIGN, {"dag_run_id": f"manual__2026-11-26T10:00:00.{number}+00:00"}),
    ):
        refused = triggered(door, dag, **body)
        assert refused.status_code == 400
        assert number not in refused.text


def test_what_is_plain_reaches_airflow_unchanged(door: TestClient) -> None:
    for dag, body in (
        (CAMPAIGN, {"conf": {"handover": "overdracht-1"}, "note": "na overleg"}),
        (CAMPAIGN, {"conf": {}}),
        (CAMPAIGN, {"dag_run_id": "manual__2026-11-26T10:00:00.123456+00:00_aB3dE6gH"}),
        (CAMPAIGN, {"dag_run_id": "eerste"}),
        (CHECK, {"conf": {"handover": None}}),
        (VERIFICATION, {"conf": {}}),
        (VERIFICATION, {"conf": None}),
        ("another", {"conf": {"handover": "../elders"}}),
    ):
        taken = triggered(door, dag, **body)
        assert taken.status_code == 200
        assert taken.json()["body"] == {"logical_date": None, **body}
