"""A provider that is too busy is waited for without a worker slot, and costs no try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.airflow.campaigns import begin, until, whole_airflow
from tests.bench import APPROVERS

from rehearsal.gateway import running

if TYPE_CHECKING:
    from pathlib import Path

RECIPIENTS, NTH, RETRY_AFTER = 40, 30, 61
BUSY = {
    "rules": {"too_many_requests": {"nth": [NTH]}},
    "pace": {"retry_after_seconds": RETRY_AFTER},
}


def test_while_sending_waits_for_the_provider_it_holds_no_slot_and_then_goes_on(
    tmp_path: Path,
) -> None:
    with running(BUSY) as gateway, whole_airflow(tmp_path, gateway) as airflow:
        begun = begin(airflow, "lelystad", "waits", RECIPIENTS)
        for authority, staff_id in APPROVERS.items():
            begun.until_asked(authority)
            task = f"legal_approval.ask_{authority}"
            given = airflow.client(staff_id).answer(begun.dag, begun.run, task, "Akkoord")
            assert given.status == 200
        admin = airflow.client("admin")
        until(lambda: admin.tasks(begun.dag, begun.run)["send"] == "up_for_reschedule", 240)
        assert admin.get("/pools/default_pool").body["occupied_slots"] == 0
        assert gateway.counts()["accepted"] == NTH - 1
        assert begun.records("sent") == []
        assert admin.wait_for_run(begun.dag, begun.run, 300) == "success"
        sent = admin.get(f"/dags/{begun.dag}/dagRuns/{begun.run}/taskInstances/send").body
        assert sent["try_number"] == 1
        counts = gateway.counts()
        assert (counts["posts"], counts["throttled"]) == (RECIPIENTS + 1, 1)
        assert (counts["max_per_number"], counts["remaining"]) == (1, 0)
        (ended,) = begun.records("sent")
        assert (ended.data["accepted"], ended.data["in_doubt"]) == (RECIPIENTS, 0)
        assert ended.data["ended_early"] is None
        assert not begun.left()
