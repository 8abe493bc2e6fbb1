"""A stop after a rejection is not needed, is told so, and changes no ending."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.bench import APPROVERS, STAFF, at_call, ends_as

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.stop import Stopped, stop_campaign, withdraw_approval
from eenmalig.steps.taking_answers import take_answer
from eenmalig.steps.taking_stops import take_stop
from eenmalig.stores.answers import GivenAnswer, GivenStop

if TYPE_CHECKING:
    from tests.bench import Bench

TEAM = "data-team-lelystad"


def give_stop(bench: Bench) -> None:
    given = GivenStop(str(STAFF[TEAM]), TEAM, datetime.now(UTC))
    take_stop(bench.home, bench.stores.answers, bench.campaign.run, given)


def reject(bench: Bench) -> None:
    """Reject; no step signs it yet."""
    staff = APPROVERS["police"]
    given = GivenAnswer("police", str(STAFF[staff]), staff, Decision.REJECT, datetime.now(UTC))
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)


@pytest.mark.parametrize("by", ["unsigned", "signed", "gate"])
def test_no_stop_is_taken_after_a_no(bench: Bench, by: str) -> None:
    bench.ask("police")
    reject(bench)
    if by == "signed":
        bench.ask("municipality")
    if by == "gate":
        assert bench.gate() is Standing.REJECTED
    with pytest.raises(EenmaligError) as refused:
        give_stop(bench)
    assert refused.value.code is Code.ANSWER_TOO_LATE
    assert bench.stores.answers.stopped(bench.campaign.run) is None
    assert bench.gate() is Standing.REJECTED
    ends_as(bench, "rejected")
    assert bench.gateway.counts()["posts"] == 0


def test_no_stop_is_taken_once_the_approvals_lapsed(bench: Bench) -> None:
    bench.decide("police")
    with pytest.raises(EenmaligError):
        bench.gate()
    with pytest.raises(EenmaligError) as refused:
        give_stop(bench)
    assert refused.value.code is Code.ANSWER_TOO_LATE
    ends_as(bench, "lapsed")


def test_a_stop_that_was_kept_after_a_no_is_not_signed(bench: Bench) -> None:
    bench.decide("police", Decision.REJECT)
    late = GivenStop(str(STAFF[TEAM]), TEAM, datetime.now(UTC))
    bench.stores.answers.stop(bench.campaign.run, late)
    assert bench.gate() is Standing.REJECTED
    ends_as(bench, "rejected")
    assert bench.kept("certificate.json")["ended_by"] is None


def test_a_stop_before_a_no_holds_whichever_is_signed_first(bench: Bench) -> None:
    bench.ask("police")
    give_stop(bench)
    bench.answer("police", Decision.REJECT)  # signs the rejection alone
    assert not bench.records("stopped")
    bench.gate()
    ends_as(bench, "stopped")


def on_the_machine(bench: Bench, end: str) -> Stopped:
    """Stop, or withdraw for an authority, as somebody at the terminal does."""
    stores, campaign = bench.stores, bench.campaign.id
    if end == "stop":
        return stop_campaign(stores, campaign, "somebody")[0]
    return withdraw_approval(stores, campaign, end, APPROVERS[end], "somebody")[0]


@pytest.mark.parametrize("end", ["stop", "police", "municipality"])
@pytest.mark.parametrize("signed", [True, False])
def test_what_ends_it_on_the_machine_after_a_no_destroys_and_leaves_the_ending(
    bench: Bench, end: str, *, signed: bool
) -> None:
    bench.ask("police")
    reject(bench)
    if signed:
        bench.ask("municipality")
    assert len(bench.records("approval_answered")) == signed
    assert on_the_machine(bench, end) is Stopped.REFUSED_BEFORE
    assert not bench.left()
    assert not bench.records("stopped") + bench.records("withdrawn")
    assert bench.gate() is Standing.LAPSED
    ends_as(bench, "rejected")
    assert bench.kept("certificate.json")["ended_by"] is None


@pytest.mark.parametrize("end", ["stop", "police"])
def test_what_lapsed_stays_lapsed_whoever_ends_it_on_the_machine(bench: Bench, end: str) -> None:
    bench.decide("police")
    with pytest.raises(EenmaligError):
        bench.gate()
    assert on_the_machine(bench, end) is Stopped.REFUSED_BEFORE
    assert not bench.left()
    ends_as(bench, "lapsed")


def test_answers_that_cannot_be_read_hold_up_no_end_on_the_machine(bench: Bench) -> None:
    bench.decide("police")
    os.truncate(bench.home.answers / "answers.db", 100)
    assert on_the_machine(bench, "police") is Stopped.DESTROYED
    assert not bench.left()


def test_a_stop_once_sending_began_is_taken_whoever_rejected(bench: Bench) -> None:
    bench.approve()
    at_call(bench, 1, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bench.send()
    assert bench.records("sending_began")
    reject(bench)
    give_stop(bench)
    assert bench.stores.answers.stopped(bench.campaign.run) is not None
