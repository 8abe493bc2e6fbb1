from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests import every_format

from eenmalig.steps.handover_check import check_handover
from rehearsal.campaign import drive, verify_destruction

if TYPE_CHECKING:
    from rehearsal.gateway import Running
    from standalone.running import Airflow


def test_one_hand_over_with_every_format_runs_through_a_whole_campaign(
    airflow: Airflow, gateway: Running, tmp_path: Path
) -> None:
    said: list[str] = []
    given = airflow.home.handover / "lelystad" / "every-format"
    formats = every_format.write(given, city="lelystad", case_reference="PL-2026-EVERY")
    original = shutil.copytree(given, tmp_path / "original")
    foretold = check_handover(original).total
    before = gateway.counts()["accepted"]
    campaign = drive(airflow, "lelystad", "every-format", said.append)
    assert campaign.succeeded, said
    assert verify_destruction(airflow, said.append), said
    after = gateway.counts()
    report = json.loads(
        (airflow.home.evidence / str(campaign.id) / "report.json").read_text(encoding="utf-8")
    )
    assert report["counts"] == foretold.totals()
    assert after["accepted"] - before == foretold.recipients >= len(set(formats))
    assert (after["max_per_number"], after["remaining"]) == (1, 0)
    assert len(report["sources"]) == len(formats)
    assert not given.exists()
    scan = [str(Path(sys.executable).with_name("eenmalig")), "scan", str(original)]
    done = subprocess.run([*scan, airflow.home.root], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "cannot be read" not in done.stdout
