from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.evidence.verifying import verify_evidence
from rehearsal.campaign import drive, verify_destruction
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehearsal.gateway import Running
    from standalone.running import Airflow


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


def test_a_whole_campaign_sends_each_recipient_one_message_and_leaves_nothing(
    airflow: Airflow, gateway: Running, tmp_path: Path, said: list[str]
) -> None:
    original = airflow.home.handover / "lelystad" / "whole"
    truth = make_handover(original, city="lelystad", case_reference="PL-2026-WHOLE", recipients=80)
    copy = tmp_path / "original"
    subprocess.run(["cp", "-r", str(original), str(copy)], check=True)
    before = gateway.counts()["accepted"]
    campaign = drive(airflow, "lelystad", "whole", said.append)
    assert campaign.succeeded, "\n".join(said)
    assert verify_destruction(airflow, said.append), said
    after = gateway.counts()
    report = _report(airflow, campaign.id)
    assert report["counts"]["recipients"] == truth.recipients == 80
    assert report["counts"] == truth.totals.totals()
    assert after["accepted"] - before == 80
    assert after["max_per_number"] == 1
    assert after["remaining"] == 0
    verdict = verify_evidence(airflow.home.evidence / str(campaign.id), airflow.home.trust)
    assert verdict.ending == "completed"
    for store in (airflow.home.vault, airflow.home.keys):
        assert not (store / str(campaign.id)).exists()
    assert not original.exists()
    scan = [str(Path(sys.executable).with_name("eenmalig")), "scan", str(copy)]
    done = subprocess.run([*scan, airflow.home.root], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    number = next(iter(truth.recipient_numbers))
    planted = airflow.home.root / "planted.txt"
    planted.write_text(f"0{number[3:5]} {number[5:8]} {number[8:]}")
    found = subprocess.run([*scan, airflow.home.root], capture_output=True, text=True, check=False)
    planted.unlink()
    assert found.returncode == 1
    assert number not in found.stdout + found.stderr


def test_a_rejection_sends_nothing_ends_the_asking_and_destroys(
    airflow: Airflow, gateway: Running, waiting: Callable[[str, str, int], Any]
) -> None:
    before = gateway.counts()["accepted"]
    asked = waiting("utrecht", "rejected", 20)
    police = airflow.client("police-utrecht")
    task = "legal_approval.ask_police"
    assert police.answer(asked.dag, asked.run, task, "Niet akkoord: de tekst").status == 200
    team = airflow.client("data-team-utrecht")
    assert team.wait_for_run(asked.dag, asked.run, 90) == "success"
    states = team.tasks(asked.dag, asked.run)
    assert states["legal_approval.ask_municipality"] == "skipped"
    assert states["legal_approval.gate"] == states["send"] == "skipped"
    assert states["destroy"] == states["ending"] == states["rejected"] == "success"
    assert {states[each] for each in ("completed", "lapsed", "stopped", "withdrawn")} == {"skipped"}
    assert "NOTHING IS SENT" in team.log(asked.dag, asked.run, "legal_approval.gate")
    assert gateway.counts()["accepted"] == before


def _report(airflow: Airflow, campaign: str | None) -> dict[str, Any]:
    path = airflow.home.evidence / str(campaign) / "report.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found
