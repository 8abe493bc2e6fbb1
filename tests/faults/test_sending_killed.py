from __future__ import annotations

import signal
import time
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest
from tests.bench import RECIPIENTS

from eenmalig.domain.campaign import State

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

LONGEST_SECONDS = 60
KILLS = 3


def ended(bench: Bench) -> dict[str, int]:
    """Take a campaign to its end; return its outcomes."""
    bench.collected()
    bench.destroy()
    assert len(bench.records("outcomes")) == 1, "collecting left something to the last look"
    assert bench.look().wrong == []
    assert bench.verdict().ending == "completed"
    outcomes: dict[str, int] = bench.kept("report.json")["outcomes"]
    return outcomes


def kill_after(bench: Bench, process: subprocess.Popen[bytes], more_posts: int) -> None:
    """Kill a sending process with SIGKILL once the gateway saw some more requests."""
    until = time.monotonic() + LONGEST_SECONDS
    wanted = bench.gateway.counts()["posts"] + more_posts
    while bench.gateway.counts()["posts"] < wanted:
        assert process.poll() is None, "sending ended before it was killed"
        assert time.monotonic() < until
    process.kill()
    process.wait()


def finished(process: subprocess.Popen[bytes]) -> int:
    _, errors = process.communicate(timeout=LONGEST_SECONDS)
    assert b"Traceback" not in errors, errors.decode()
    return process.returncode


def test_sending_killed_again_and_again_reaches_nobody_twice(
    bench: Bench, step_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    bench.approve()
    bench.gate()
    luck = SystemRandom()
    for _ in range(KILLS):
        kill_after(bench, step_process(bench, "send", "slowly"), luck.randint(2, 8))
        assert bench.campaign.state is State.SENDING
    assert finished(step_process(bench, "send")) == 0

    counts = bench.gateway.counts()
    (sent,) = bench.records("sent")
    assert counts["max_per_number"] == 1
    assert counts["posts"] == counts["accepted"] == counts["distinct"]
    assert RECIPIENTS - KILLS <= counts["accepted"] <= RECIPIENTS
    assert sent.data["in_doubt"] <= KILLS
    assert sent.data["accepted"] + sent.data["in_doubt"] == RECIPIENTS

    outcomes = ended(bench)
    assert outcomes["delivered"] == counts["accepted"]
    assert outcomes["unknown"] == RECIPIENTS - counts["accepted"]
    assert outcomes["not_sent"] == outcomes["failed"] == 0
    assert bench.gateway.counts()["remaining"] == 0


@pytest.mark.parametrize(
    ("place", "moment", "accepted"),
    [
        # The journal is written, the call was never made: nobody can tell, so never again.
        ("eenmalig.cleartext.sending.twilio:Gateway.create", "before", RECIPIENTS - 1),
        # The provider accepted, the journal does not say so: found in the provider's list.
        ("eenmalig.cleartext.sending.twilio:Gateway.create", "after", RECIPIENTS),
    ],
)
def test_the_attempt_in_flight_is_in_doubt_and_never_made_again(
    bench: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    place: str,
    moment: str,
    accepted: int,
) -> None:
    bench.approve()
    bench.gate()
    killed = step_process(bench, "send", place, "17", moment)
    assert finished(killed) == -signal.SIGKILL
    bench.send()
    counts = bench.gateway.counts()
    (sent,) = bench.records("sent")
    assert (counts["posts"], counts["accepted"], counts["max_per_number"]) == (
        accepted,
        accepted,
        1,
    )
    assert (sent.data["in_doubt"], sent.data["accepted"]) == (1, RECIPIENTS - 1)

    outcomes = ended(bench)
    told = bench.kept("report.json")["in_doubt"]
    assert told == {
        "asked": 1,
        "found": accepted - RECIPIENTS + 1,
        "unknown": RECIPIENTS - accepted,
    }
    assert (outcomes["delivered"], outcomes["unknown"]) == (accepted, RECIPIENTS - accepted)
    assert bench.gateway.counts()["remaining"] == 0


@pytest.mark.parametrize(("method", "moment"), [("attempt", "before"), ("accepted", "after")])
def test_a_kill_around_a_write_of_the_journal_loses_and_repeats_nothing(
    bench: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    method: str,
    moment: str,
) -> None:
    bench.approve()
    bench.gate()
    place = f"eenmalig.cleartext.vault.journal:Journal.{method}"
    assert finished(step_process(bench, "send", place, "9", moment)) == -signal.SIGKILL
    bench.send()
    counts = bench.gateway.counts()
    assert (counts["posts"], counts["max_per_number"]) == (RECIPIENTS, 1)
    outcomes = ended(bench)
    assert (outcomes["delivered"], outcomes["unknown"]) == (RECIPIENTS, 0)


def test_a_campaign_killed_in_sending_and_never_resumed_is_counted_and_destroyed(
    bench: Bench, step_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    bench.approve()
    bench.gate()
    killed = step_process(
        bench, "send", "eenmalig.cleartext.sending.twilio:Gateway.create", "11", "after"
    )
    assert finished(killed) == -signal.SIGKILL
    bench.destroy()
    outcomes = bench.kept("report.json")["outcomes"]
    assert outcomes == {
        "recipients": RECIPIENTS,
        "delivered": 11,
        "failed": 0,
        "unknown": 0,
        "not_sent": RECIPIENTS - 11,
    }
    assert bench.gateway.counts()["remaining"] == 0
    assert not bench.left()
    assert bench.look().wrong == []
    bench.verdict()
