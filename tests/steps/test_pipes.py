"""A pipe where a file or folder should be holds up nothing: nobody waits for who writes into it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.bench import PROFILE, Bench

from eenmalig.steps.overdue import destroy_overdue

if TYPE_CHECKING:
    from pathlib import Path

# The last guard alone takes some seconds; a pipe would be waited for without end.
LONGEST_SECONDS = 120.0


def put_in_place(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    os.mkfifo(path)


@pytest.mark.parametrize(
    "place",
    [
        "keys",
        "keys/CAMPAIGN",
        "keys/CAMPAIGN/journal.key",
        "vault",
        "vault/CAMPAIGN/vault.db",
        "inventory/inventory.db-journal",
        "answers/answers.db-journal",
        "signing/rehearsal.pem",
        "evidence/CAMPAIGN/ledger.jsonl",
    ],
)
def test_a_pipe_in_its_place_holds_up_no_destruction(bench: Bench, place: str) -> None:
    working_copy = bench.home.handover / bench.campaign.city / bench.campaign.handover
    put_in_place(bench.home.root / place.replace("CAMPAIGN", bench.campaign.id))
    bench.put_forward(hours=PROFILE["destruction_deadline_hours"])
    guard = multiprocessing.get_context("fork").Process(
        target=lambda: destroy_overdue(bench.stores, None)
    )
    guard.start()
    guard.join(LONGEST_SECONDS)
    stands_still = guard.is_alive()
    guard.kill()
    guard.join()
    assert not stands_still
    if not place.startswith("inventory"):
        assert not working_copy.exists()
