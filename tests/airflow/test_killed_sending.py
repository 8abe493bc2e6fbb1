"""The process that sends is killed in the middle: Airflow tries again, nobody gets two."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

from eenmalig.stores.inventory import Inventory
from rehearsal.campaign import drive
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from rehearsal.gateway import Running
    from standalone.running import Airflow

RECIPIENTS = 250


def test_a_sending_process_killed_in_the_middle_is_taken_over_without_a_second_message(
    airflow: Airflow, gateway: Running
) -> None:
    name = "killed"
    folder = airflow.home.handover / "lelystad" / name
    make_handover(folder, city="lelystad", case_reference="PL-2026-KILL", recipients=RECIPIENTS)
    before = gateway.counts()["accepted"]
    killed: list[int] = []
    killer = threading.Thread(target=_kill, args=(airflow, gateway, before, name, killed))
    killer.start()
    said: list[str] = []
    campaign = drive(airflow, "lelystad", name, said.append)
    killer.join()
    assert killed, "the sending process was not found"
    assert campaign.succeeded, said
    counts = gateway.counts()
    assert counts["max_per_number"] == 1
    assert counts["remaining"] == 0
    report = json.loads(
        (airflow.home.evidence / str(campaign.id) / "report.json").read_text(encoding="utf-8")
    )
    outcomes = report["outcomes"]
    assert sum(n for key, n in outcomes.items() if key != "recipients") == RECIPIENTS
    assert outcomes["not_sent"] == 0
    assert counts["accepted"] - before in (RECIPIENTS, RECIPIENTS - 1)


def _kill(
    airflow: Airflow, gateway: Running, before: int, handover: str, killed: list[int]
) -> None:
    """Kill -9 whoever holds the campaign's lease once some messages were accepted."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if gateway.counts()["accepted"] - before >= 60:
            campaigns = Inventory(airflow.home).open_campaigns()
            (campaign,) = [each.id for each in campaigns if each.handover == handover]
            pid = _holder(airflow, campaign)
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
            return
        time.sleep(0.05)


def _holder(airflow: Airflow, campaign: str) -> int:
    """Return the process that holds a campaign's lease: "MACHINE PROCESS-START" in its row."""
    database = sqlite3.connect(airflow.home.inventory / "inventory.db")
    query = "SELECT owner FROM leases WHERE name = ?"
    (owner,) = database.execute(query, (campaign,)).fetchone()
    database.close()
    return int(owner.partition(" ")[2].partition("-")[0])
