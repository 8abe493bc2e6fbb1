"""A sender that stands still past its lease, and goes on when another has taken over."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import RECIPIENTS

from eenmalig.stores import leases

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

LONGEST_SECONDS = 60
STOPPED_AT = 7
LEASE_SECONDS = 5.0


def stands_still(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process was stopped by a signal and does not run."""
    stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8")
    return stat.rpartition(")")[2].split()[0] == "T"


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def takes_over(bench: Bench, stopped: subprocess.Popen[bytes], accepted_by_it: int) -> None:
    """Send the rest once the lease has ended, let the first go on, and take all to its end."""
    began = time.monotonic()
    bench.send()
    assert time.monotonic() - began < LONGEST_SECONDS
    (sent,) = bench.records("sent")
    assert sent.data["in_doubt"] == 1
    assert sent.data["accepted"] == RECIPIENTS - 1
    ledger = (bench.evidence / "ledger.jsonl").read_bytes()
    vault = (bench.home.vault / bench.campaign.id / "vault.db").read_bytes()

    holds = bench.stores.inventory.vault_holds(bench.campaign.id)

    stopped.send_signal(signal.SIGCONT)
    _, told = stopped.communicate(timeout=LONGEST_SECONDS)
    assert stopped.returncode == 1
    assert b"[lease-lost]" in told
    assert (bench.evidence / "ledger.jsonl").read_bytes() == ledger
    assert (bench.home.vault / bench.campaign.id / "vault.db").read_bytes() == vault
    assert bench.stores.inventory.vault_holds(bench.campaign.id) == holds

    counts = bench.gateway.counts()
    assert counts["max_per_number"] == 1
    assert counts["posts"] == counts["accepted"] == RECIPIENTS - 1 + accepted_by_it
    bench.collected()
    bench.destroy()
    assert bench.look().wrong == []
    assert bench.verdict().ending == "completed"
    outcomes = bench.kept("report.json")["outcomes"]
    assert outcomes["delivered"] == counts["accepted"]
    assert outcomes["unknown"] == RECIPIENTS - counts["accepted"]


def test_one_that_stood_still_between_claim_and_call_makes_no_call(
    bench: Bench, step_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    bench.approve()
    bench.gate()
    place = "eenmalig.cleartext.vault.journal:Journal.attempt"
    stopped = step_process(bench, "send", place, str(STOPPED_AT), "stops", str(LEASE_SECONDS))
    wait_until(lambda: stands_still(stopped))
    assert bench.gateway.counts()["posts"] == STOPPED_AT - 1
    takes_over(bench, stopped, accepted_by_it=0)


def test_one_that_stood_still_within_a_call_writes_nothing_of_its_answer(
    bench_with: Callable[[object], Bench], step_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    # The provider takes the message and says nothing: the call is under way when it is stopped.
    bench = bench_with({"rules": {"hang_after_accept": {"nth": [STOPPED_AT]}}})
    bench.approve()
    bench.gate()
    stopped = step_process(bench, "send", "", "0", "", str(LEASE_SECONDS))
    wait_until(lambda: bench.gateway.counts()["accepted"] == STOPPED_AT)
    stopped.send_signal(signal.SIGSTOP)
    wait_until(lambda: stands_still(stopped))
    takes_over(bench, stopped, accepted_by_it=1)


def test_the_lease_of_these_tests_is_shorter_than_that_of_a_campaign() -> None:
    assert leases.LASTS.total_seconds() > LEASE_SECONDS
