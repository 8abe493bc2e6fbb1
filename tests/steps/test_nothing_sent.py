"""Ways in which a campaign ends before anything, or before everything, was sent."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.bench import CITY, PROFILE, RECIPIENTS, at_call, ends_as, set_profile

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.domain.window import DAYS, ZONE
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from tests.bench import Bench

COMMAND = Path(sys.executable).with_name("eenmalig")


def stop_from_elsewhere(bench: Bench) -> None:
    """Stop the campaign as a person at another terminal would."""
    subprocess.run(
        [COMMAND, "stop", bench.campaign.id],
        env={**os.environ, "EENMALIG_HOME": str(bench.home.root)},
        check=True,
        capture_output=True,
    )


def is_refused(bench: Bench, code: Code) -> EenmaligError:
    """Check that sending is refused, and that the gateway never saw a message."""
    with pytest.raises(EenmaligError) as refused:
        bench.send()
    assert refused.value.code is code
    assert bench.gateway.counts()["posts"] == 0
    return refused.value


def days_from_now(*ahead: int) -> list[str]:
    today = datetime.now(ZONE).weekday()
    return [DAYS[(today + n) % len(DAYS)] for n in ahead]


def test_a_rejection_ends_in_destruction_with_nothing_sent(bench: Bench) -> None:
    bench.ask("police")
    bench.answer("police", Decision.REJECT)
    assert bench.gate() is Standing.REJECTED
    is_refused(bench, Code.CAMPAIGN_ENDED)
    ends_as(bench, "rejected")


def test_a_rejection_after_two_approvals_still_counts(bench: Bench) -> None:
    for authority in ("police", "municipality"):
        bench.decide(authority)
    bench.decide("public_prosecutor", Decision.REJECT)
    assert bench.gate() is Standing.REJECTED
    is_refused(bench, Code.CAMPAIGN_ENDED)
    ends_as(bench, "rejected")


def test_a_request_that_ends_without_an_answer_ends_the_campaign(bench: Bench) -> None:
    bench.decide("police")
    with pytest.raises(EenmaligError) as ended:
        bench.gate()
    assert ended.value.code is Code.APPROVAL_MISSING
    is_refused(bench, Code.APPROVAL_MISSING)
    ends_as(bench, "lapsed")


def test_missing_answers_lapse(bench: Bench) -> None:
    bench.decide("police")
    bench.put_forward(minutes=PROFILE["approval_window_minutes"])
    with pytest.raises(EenmaligError) as asked:
        bench.ask("municipality")
    assert asked.value.code is Code.APPROVAL_LAPSED
    assert bench.gate() is Standing.LAPSED
    assert bench.ask("municipality") is None
    is_refused(bench, Code.APPROVAL_MISSING)
    ends_as(bench, "lapsed")


def test_an_answer_given_after_the_last_moment_does_not_count(bench: Bench) -> None:
    for authority in ("police", "municipality"):
        bench.decide(authority)
    bench.ask("public_prosecutor")
    late = datetime.fromisoformat(bench.kept("dossier.json")["approve_by"])
    with pytest.raises(EenmaligError) as refused:
        bench.answer("public_prosecutor", at=late)
    assert refused.value.code is Code.ANSWER_TOO_LATE
    missing = is_refused(bench, Code.APPROVAL_MISSING)
    assert missing.mistakes == ("public_prosecutor: no answer on record",)


def test_a_stop_before_the_gate_lets_nothing_through(bench: Bench) -> None:
    bench.approve()
    stop_from_elsewhere(bench)
    assert not bench.left(), "a stop before anything was sent destroys by itself"
    assert bench.gate() is Standing.LAPSED
    is_refused(bench, Code.CAMPAIGN_ENDED)
    ends_as(bench, "stopped")


def test_a_stop_between_gate_and_sending_lets_nothing_through(bench: Bench) -> None:
    bench.approve()
    assert bench.gate() is Standing.APPROVED
    stop_from_elsewhere(bench)
    is_refused(bench, Code.CAMPAIGN_ENDED)
    ends_as(bench, "stopped")


def test_a_stop_in_the_middle_is_heeded_before_the_next_call(bench: Bench) -> None:
    bench.approve()
    at_call(bench, 10, lambda: stop_from_elsewhere(bench))
    bench.send()
    assert bench.gateway.counts()["posts"] == 10
    (sent,) = bench.records("sent")
    assert (sent.data["ended_early"], sent.data["not_sent"]) == ("stopped", RECIPIENTS - 10)
    bench.collected()
    ends_as(bench, "stopped")
    outcomes = bench.kept("report.json")["outcomes"]
    assert (outcomes["delivered"], outcomes["not_sent"]) == (10, RECIPIENTS - 10)


def test_sending_again_after_a_stop_sends_nothing(bench: Bench) -> None:
    bench.approve()
    at_call(bench, 3, lambda: stop_from_elsewhere(bench))
    bench.send()
    bench.send()
    assert bench.gateway.counts()["posts"] == 3
    assert len(bench.records("sent")) == 1


def test_outside_the_window_the_gate_waits_and_nothing_is_sent(
    fresh: Bench, tmp_path: Path
) -> None:
    window = {"days": days_from_now(3), "from": "00:00", "until": "24:00"}
    set_profile(fresh.patch, tmp_path, window=window, destruction_deadline_hours=240)
    fresh.extract()
    fresh.normalize()
    fresh.approve()
    assert fresh.gate() is Standing.WAITING
    is_refused(fresh, Code.OUTSIDE_WINDOW)
    fresh.put_forward(days=3)
    assert fresh.gate() is Standing.APPROVED


def test_a_window_that_never_opens_again_before_the_deadline_lapses(
    fresh: Bench, tmp_path: Path
) -> None:
    window = {"days": days_from_now(3), "from": "00:00", "until": "24:00"}
    # Half an hour in which it is too late to send, and the deadline has not passed yet.
    set_profile(fresh.patch, tmp_path, window=window, receipt_window_seconds=1800)
    fresh.extract()
    fresh.normalize()
    fresh.approve()
    assert fresh.gate() is Standing.WAITING
    left = fresh.campaign.deadline - datetime.now(UTC) - timedelta(minutes=15)
    fresh.put_forward(seconds=left.total_seconds())
    assert fresh.gate() is Standing.LAPSED
    ends_as(fresh, "lapsed")


def test_a_window_that_closes_in_the_middle_ends_sending(fresh: Bench, tmp_path: Path) -> None:
    window = {"days": days_from_now(-1, 0, 1), "from": "00:00", "until": "24:00"}
    set_profile(fresh.patch, tmp_path, window=window, destruction_deadline_hours=240)
    fresh.extract()
    fresh.normalize()
    fresh.approve()
    at_call(fresh, 7, lambda: fresh.put_forward(days=3))
    fresh.send()
    (sent,) = fresh.records("sent")
    assert (sent.data["ended_early"], sent.data["accepted"]) == ("window_closed", 7)
    assert fresh.gateway.counts()["posts"] == 7


def test_sending_ends_while_delivery_reports_still_fit_before_the_deadline(bench: Bench) -> None:
    bench.approve()
    left = bench.campaign.deadline - datetime.now(UTC) - timedelta(seconds=2)
    at_call(bench, 5, lambda: bench.put_forward(seconds=left.total_seconds()))
    bench.send()
    (sent,) = bench.records("sent")
    assert (sent.data["ended_early"], sent.data["accepted"]) == ("deadline_near", 5)


def test_after_the_deadline_every_step_refuses(bench: Bench) -> None:
    bench.approve()
    bench.put_forward(hours=PROFILE["destruction_deadline_hours"])
    for step in (bench.normalize, bench.gate, bench.send, bench.collect):
        with pytest.raises(EenmaligError) as refused:
            step()
        assert refused.value.code is Code.DEADLINE_PASSED
    with pytest.raises(EenmaligError) as refused:
        bench.ask("police")
    assert refused.value.code is Code.DEADLINE_PASSED
    assert bench.gateway.counts()["posts"] == 0


@pytest.mark.parametrize("unasked", ["collect", "send"])
def test_a_step_out_of_order_is_refused(fresh: Bench, unasked: str) -> None:
    fresh.extract()
    with pytest.raises(EenmaligError) as refused:
        getattr(fresh, unasked)()
    assert refused.value.code is Code.STEP_OUT_OF_ORDER
    assert fresh.gateway.counts()["posts"] == 0


def test_a_gate_before_anybody_was_asked_leads_to_destruction(fresh: Bench) -> None:
    assert fresh.gate() is Standing.LAPSED
    fresh.extract()
    assert fresh.gate() is Standing.LAPSED
    assert fresh.records("gate") == []


def test_a_run_that_took_nothing_in_has_nothing_to_destroy(fresh: Bench) -> None:
    fresh.destroy()
    assert not fresh.home.evidence.exists()
    assert (fresh.home.handover / CITY).exists()
