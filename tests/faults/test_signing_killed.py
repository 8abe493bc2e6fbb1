"""An answer that was taken in is signed once, whoever signs and whatever dies meanwhile."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from tests.bench import APPROVERS, CITY, STAFF

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.steps.installation import now
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

APPEND = "eenmalig.evidence.ledger:Evidence.append"
PROCESSES = 4


def take(bench: Bench, decision: Decision) -> None:
    """Take an answer of the police in; no step signs it yet."""
    staff_id = APPROVERS["police"]
    answer = GivenAnswer("police", str(STAFF[staff_id]), staff_id, decision, now())
    take_answer(bench.home, bench.stores.answers, CITY, bench.campaign.run, answer)


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_step_killed_around_signing_and_tried_again_signs_once_and_asks_nobody_again(
    bench: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    decision: Decision,
    moment: str,
) -> None:
    bench.ask("police")
    take(bench, decision)
    killed = step_process(bench, "sign", APPEND, "1", moment)
    assert killed.wait() == -signal.SIGKILL
    assert len(bench.records("approval_answered")) == (1 if moment == "after" else 0)
    assert step_process(bench, "sign").wait() == 0
    (signed,) = bench.records("approval_answered")
    assert signed.data["decision"] == decision
    assert bench.ask("police") is None
    assert len(bench.records("approval_requested")) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_step_killed_around_asking_and_tried_again_asks_once(
    bench: Bench, step_process: Callable[..., subprocess.Popen[bytes]], moment: str
) -> None:
    assert step_process(bench, "ask", APPEND, "1", moment).wait() == -signal.SIGKILL
    assert step_process(bench, "ask").wait() == 0
    assert len(bench.records("approval_requested")) == 1
    bench.answer("police")
    assert len(bench.records("approval_answered")) == 1


def test_processes_that_sign_at_once_sign_each_answer_once(
    bench: Bench, step_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    bench.ask("police")
    for decision in Decision:
        take(bench, decision)
    signing = [step_process(bench, "sign") for _ in range(PROCESSES)]
    assert [process.wait() for process in signing] == [0] * PROCESSES
    signed = [record.data["decision"] for record in bench.records("approval_answered")]
    assert signed == ["approve", "reject"]
    assert bench.gate() is Standing.REJECTED
