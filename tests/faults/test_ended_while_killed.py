"""Sending is killed, and somebody says no before it is tried again: nothing signed may be false."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from tests.bench import RECIPIENTS, STAFF

from eenmalig.domain.approvals import Decision
from eenmalig.steps.stop import stop_campaign
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

POLICE = "police-lelystad"


def rejects(bench: Bench) -> None:
    from eenmalig.steps.installation import now  # noqa: PLC0415 - the moment, not the module's

    given = GivenAnswer("police", str(STAFF[POLICE]), POLICE, Decision.REJECT, now())
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)


def stops(bench: Bench) -> None:
    stop_campaign(bench.stores, bench.campaign.id, "somebody")


@pytest.mark.parametrize(("ends", "ending"), [(rejects, "withdrawn"), (stops, "stopped")])
@pytest.mark.parametrize("nth", ["11", str(RECIPIENTS)])
def test_who_was_texted_is_counted_whoever_ended_it(
    bench: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    nth: str,
    ends: Callable[[Bench], None],
    ending: str,
) -> None:
    bench.approve()
    bench.gate()
    place = "eenmalig.cleartext.sending.twilio:Gateway.create"
    killed = step_process(bench, "send", place, nth, "after")
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    ends(bench)
    bench.send()
    (sent,) = bench.records("sent")
    if int(nth) == RECIPIENTS:  # nobody was left to be spared
        ending = "completed"
    assert sent.data["ended_early"] == (None if ending == "completed" else ending)
    assert bench.gateway.counts()["posts"] == int(nth)
    bench.collected()
    bench.destroy()
    assert bench.look().wrong == []
    assert bench.verdict().ending == ending
    outcomes = bench.kept("report.json")["outcomes"]
    assert outcomes["delivered"] == int(nth)
    assert outcomes["not_sent"] == RECIPIENTS - int(nth)
