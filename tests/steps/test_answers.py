"""Answers between taking in and sending: signed once, a no is always heard, a stop is at once."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import APPROVERS, CITY, PROFILE, RECIPIENTS, STAFF, at_call, ends_as

from eenmalig.domain.approvals import AUTHORITIES, Decision, Standing
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.settings import loading as config
from eenmalig.steps.approval import answered
from eenmalig.steps.stop import Stopped, stop_campaign, withdraw_approval
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer, Taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench import Bench

SECOND = "second-police-lelystad"
NUMBERS = {**STAFF, SECOND: 99}


@pytest.fixture
def two_officers(fresh: Bench, tmp_path: Path) -> Bench:
    """A campaign whose police has two officers, and about which nobody was asked yet."""
    shutil.copytree(config.CAMPAIGNS, tmp_path / "campaigns")
    file = tmp_path / "campaigns" / f"{CITY}.yaml"
    text = file.read_text().replace("[police-lelystad]", f"[police-lelystad, {SECOND}]")
    file.write_text(text)
    fresh.patch.setattr(config.load_city, "__defaults__", (tmp_path / "campaigns",))
    set_active(fresh, SECOND, active=True)
    fresh.extract()
    fresh.normalize()
    return fresh


def set_active(bench: Bench, staff_id: str, *, active: bool) -> None:
    staff = json.loads(bench.home.staff.read_text())
    staff[staff_id] = {"user_id": NUMBERS[staff_id], "active": active}
    bench.home.staff.write_text(json.dumps(staff))


def take(
    bench: Bench,
    authority: str,
    decision: Decision = Decision.APPROVE,
    staff_id: str = "",
    at: datetime | None = None,
) -> Taken:
    """Take an answer in, as the API server does; no step signs it yet."""
    staff_id = staff_id or APPROVERS[authority]
    moment = at or datetime.now(UTC)
    given = GivenAnswer(authority, str(NUMBERS[staff_id]), staff_id, decision, moment)
    return take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(EenmaligError) as error:
        act()
    return error.value.code


def stop(bench: Bench) -> Stopped:
    return stop_campaign(bench.stores, bench.campaign.id, "operator")[0]


def withdraw(bench: Bench, on_word_of: str = APPROVERS["police"]) -> Stopped:
    stores = bench.stores
    return withdraw_approval(stores, bench.campaign.id, "police", on_word_of, "operator")[0]


def test_whoever_was_not_asked_yet_cannot_answer(bench: Bench) -> None:
    bench.ask("police")
    for authority in ("municipality", "public_prosecutor"):
        for decision in Decision:
            code = refused(lambda a=authority, d=decision: take(bench, a, d))  # type: ignore[misc]
            assert code is Code.APPROVAL_NOT_YOURS
    assert bench.stores.answers.of_run(bench.campaign.run) == []


def test_of_two_officers_the_first_approval_stands_and_the_others_no_is_heard(
    two_officers: Bench,
) -> None:
    bench = two_officers
    bench.ask("police")
    assert take(bench, "police") is Taken.NOW
    assert take(bench, "police") is Taken.BEFORE
    assert refused(lambda: take(bench, "police", staff_id=SECOND)) is Code.ANSWER_STANDS
    assert take(bench, "police", Decision.REJECT, SECOND) is Taken.NOW
    assert bench.ask("municipality") is None
    assert bench.gate() is Standing.REJECTED
    signed = [(each.data["staff_id"], each.data["decision"]) for each in answers_of(bench)]
    assert signed == [("police-lelystad", "approve"), (SECOND, "reject")]
    ends_as(bench, "rejected")


def answers_of(bench: Bench) -> list[Any]:
    return bench.records("approval_answered")


def test_what_was_answered_by_somebody_who_is_no_longer_listed_holds_nobody_up(
    two_officers: Bench,
) -> None:
    bench = two_officers
    bench.ask("police")
    assert take(bench, "police") is Taken.NOW
    set_active(bench, "police-lelystad", active=False)
    assert not answered(bench.stores, bench.run, "police")
    question = bench.ask("police")
    assert question is not None
    assert question.assignees == [("99", SECOND)]
    assert take(bench, "police", staff_id=SECOND) is Taken.NOW
    assert answered(bench.stores, bench.run, "police")
    for authority in ("municipality", "public_prosecutor"):
        bench.decide(authority)
    assert bench.gate() is Standing.APPROVED
    assert answers_of(bench)[0].data["staff_id"] == SECOND
    bench.send()
    assert bench.gateway.counts()["accepted"] == RECIPIENTS


def test_who_is_listed_again_is_asked_again_and_may_answer(two_officers: Bench) -> None:
    bench = two_officers
    bench.ask("police")
    set_active(bench, "police-lelystad", active=False)
    bench.ask("police")
    assert refused(lambda: take(bench, "police")) is Code.APPROVAL_NOT_YOURS
    set_active(bench, "police-lelystad", active=True)
    bench.ask("police")
    assert take(bench, "police") is Taken.NOW


def test_a_rejection_after_three_approvals_ends_what_was_not_sent_yet(bench: Bench) -> None:
    bench.approve()
    assert take(bench, "municipality", Decision.REJECT) is Taken.NOW
    assert bench.gate() is Standing.REJECTED
    assert refused(bench.send) is Code.CAMPAIGN_ENDED
    assert bench.gateway.counts()["posts"] == 0
    ends_as(bench, "rejected")


def test_a_rejection_between_gate_and_sending_is_seen_by_sending_itself(bench: Bench) -> None:
    bench.approve()
    assert bench.gate() is Standing.APPROVED
    assert take(bench, "public_prosecutor", Decision.REJECT) is Taken.NOW
    assert refused(bench.send) is Code.CAMPAIGN_ENDED
    assert bench.campaign.sending_began_at is None
    ends_as(bench, "rejected")


def test_a_rejection_while_sending_is_heeded_before_the_next_call_and_signed(bench: Bench) -> None:
    bench.approve()
    moment = datetime.now(UTC)
    at_call(bench, 10, lambda: take(bench, "police", Decision.REJECT, at=moment))
    bench.send()
    assert bench.gateway.counts()["posts"] == 10
    (sent,) = bench.records("sent")
    assert (sent.data["ended_early"], sent.data["not_sent"]) == ("withdrawn", RECIPIENTS - 10)
    last = answers_of(bench)[-1].data
    assert (last["staff_id"], last["decision"]) == ("police-lelystad", "reject")
    assert datetime.fromisoformat(last["at"]) == moment
    assert take(bench, "police", Decision.REJECT) is Taken.BEFORE
    late = refused(lambda: take(bench, "municipality", Decision.REJECT))
    assert late is Code.ANSWER_TOO_LATE, "its sending is over"
    bench.collected()
    ends_as(bench, "withdrawn")
    outcomes = bench.kept("report.json")["outcomes"]
    assert (outcomes["delivered"], outcomes["not_sent"]) == (10, RECIPIENTS - 10)


def test_an_approval_is_refused_once_it_is_decided_and_a_no_until_sending_is_over(
    bench: Bench,
) -> None:
    bench.approve()
    bench.gate()
    assert take(bench, "police") is Taken.BEFORE
    bench.send()
    assert take(bench, "police") is Taken.BEFORE
    for authority in AUTHORITIES:
        late = refused(lambda a=authority: take(bench, a, Decision.REJECT))  # type: ignore[misc]
        assert late is Code.ANSWER_TOO_LATE
    bench.collected()
    ends_as(bench, "completed")


def test_each_authority_leaves_those_after_it_their_minimum_of_time(bench: Bench) -> None:
    least = timedelta(minutes=PROFILE["minutes_for_each_authority"])
    approve_by = datetime.fromisoformat(bench.kept("dossier.json")["approve_by"])
    for position, authority in enumerate(AUTHORITIES):
        bench.ask(authority)
        last = approve_by - least * (len(AUTHORITIES) - 1 - position)
        (asked,) = [
            each.data
            for each in bench.records("approval_requested")
            if each.data["authority"] == authority
        ]
        assert datetime.fromisoformat(asked["answer_by"]) == last
        late = refused(lambda a=authority, at=last: take(bench, a, at=at))  # type: ignore[misc]
        assert late is Code.ANSWER_TOO_LATE
        assert take(bench, authority, at=last - timedelta(seconds=1)) is Taken.NOW
    assert bench.gate() is Standing.APPROVED


def test_who_would_leave_the_next_too_little_time_is_not_asked_and_a_no_is_heard_late(
    bench: Bench,
) -> None:
    bench.ask("police")
    late = datetime.fromisoformat(bench.kept("dossier.json")["approve_by"])
    others = timedelta(minutes=2 * PROFILE["minutes_for_each_authority"])
    # From now: how long ago the dossier was made depends on the tests before this one.
    bench.put_forward(seconds=(late - others - datetime.now(UTC)).total_seconds())
    assert refused(lambda: bench.ask("police")) is Code.APPROVAL_LAPSED
    assert bench.ask("municipality") is not None
    assert take(bench, "police", Decision.REJECT, at=late) is Taken.NOW
    assert bench.gate() is Standing.REJECTED


def test_a_stop_while_somebody_is_asked_destroys_at_once(bench: Bench) -> None:
    bench.decide("police")
    bench.ask("municipality")
    assert stop(bench) is Stopped.DESTROYED
    assert not bench.left()
    assert bench.campaign.state is State.CLOSED
    assert refused(lambda: take(bench, "municipality")) is Code.ANSWER_TOO_LATE
    assert refused(lambda: take(bench, "municipality", Decision.REJECT)) is Code.ANSWER_TOO_LATE
    assert not answered(bench.stores, bench.run, "municipality")
    assert bench.ask("municipality") is None
    assert bench.gate() is Standing.LAPSED
    ends_as(bench, "stopped")


def test_what_was_destroyed_though_nobody_decided_is_no_end_that_a_request_passes_over(
    bench: Bench,
) -> None:
    bench.ask("police")
    bench.destroy()
    assert refused(lambda: bench.ask("police")) is Code.APPROVAL_MISSING


@pytest.mark.parametrize("far", ["extracted", "asking", "approved"])
def test_a_withdrawal_before_sending_destroys_at_once(fresh: Bench, far: str) -> None:
    fresh.extract()
    if far != "extracted":
        fresh.normalize()
    if far == "approved":
        fresh.approve()
        fresh.gate()
    assert withdraw(fresh) is Stopped.DESTROYED
    assert not fresh.left()
    (record,) = fresh.records("withdrawn")
    assert record.data == {
        "by": "operator",
        "authority": "police",
        "on_word_of": "police-lelystad",
    }
    assert withdraw(fresh) is Stopped.BEFORE
    assert fresh.gateway.counts()["posts"] == 0
    ends_as(fresh, "withdrawn")


def test_a_withdrawal_while_sending_is_heeded_before_the_next_call(bench: Bench) -> None:
    bench.approve()
    came_to: list[Stopped] = []
    at_call(bench, 7, lambda: came_to.append(withdraw(bench)))
    bench.send()
    assert came_to == [Stopped.NOW]
    assert bench.gateway.counts()["posts"] == 7
    assert len(bench.records("withdrawn")) == 1
    bench.collected()
    ends_as(bench, "withdrawn")


def test_a_withdrawal_after_sending_is_too_late_and_says_so(bench: Bench) -> None:
    bench.approve()
    bench.send()
    assert withdraw(bench) is Stopped.TOO_LATE
    assert bench.records("withdrawn") == []
    bench.collected()
    ends_as(bench, "completed")
    assert withdraw(bench) is Stopped.CLOSED
    assert stop(bench) is Stopped.CLOSED


def test_only_an_approver_of_the_authority_can_withdraw_for_it(bench: Bench) -> None:
    for stranger in ("municipality-lelystad", "data-team-lelystad", "nobody"):
        code = refused(lambda s=stranger: withdraw(bench, s))  # type: ignore[misc]
        assert code is Code.APPROVAL_NOT_YOURS
    assert bench.campaign.stopped_at is None
    assert bench.left()
