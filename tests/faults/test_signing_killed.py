"""An answer that was taken in is signed once, whoever signs and whatever dies meanwhile."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.bench import APPROVERS, STAFF

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.steps.installation import now
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

RECORD = "eenmalig.evidence.commit:Commit.record"
COPY = "eenmalig.evidence.commits:Evidence.bring_up_to_date"
PROCESSES = 4


class Death(NamedTuple):
    """Where a step dies, and how many records of it hold then: from its commit on, one."""

    place: str
    moment: str
    hold: int


DEATHS = [
    Death(RECORD, "before", 0),
    Death(RECORD, "after", 0),
    Death(COPY, "before", 1),
    Death(COPY, "after", 1),
]


def take(bench: Bench, decision: Decision) -> None:
    """Take an answer of the police in; no step signs it yet."""
    staff_id = APPROVERS["police"]
    answer = GivenAnswer("police", str(STAFF[staff_id]), staff_id, decision, now())
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, answer)


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("death", DEATHS)
def test_a_step_killed_around_signing_and_tried_again_signs_once_and_asks_nobody_again(
    bench: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    decision: Decision,
    death: Death,
) -> None:
    bench.ask("police")
    take(bench, decision)
    killed = step_process(bench, "sign", death.place, "1", death.moment)
    assert killed.wait() == -signal.SIGKILL
    assert len(bench.records("approval_answered")) == death.hold
    assert step_process(bench, "sign").wait() == 0
    (signed,) = bench.records("approval_answered")
    assert signed.data["decision"] == decision
    assert bench.ask("police") is None
    assert len(bench.records("approval_requested")) == 1


@pytest.mark.parametrize("death", DEATHS)
def test_a_step_killed_around_asking_and_tried_again_asks_once(
    bench: Bench, step_process: Callable[..., subprocess.Popen[bytes]], death: Death
) -> None:
    assert step_process(bench, "ask", death.place, "1", death.moment).wait() == -signal.SIGKILL
    assert len(bench.records("approval_requested")) == death.hold
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
