"""How long sending lets go when the provider processes nothing: what it asks, and no longer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.bench import at_call, set_profile

from eenmalig.cleartext.sending.provider import NotProcessedError, Unprocessed
from eenmalig.domain.window import ZONE
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import send as send_step
from eenmalig.steps.send import send

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench import Bench

MINUTE = timedelta(seconds=60)


def busy(asks: float, before: Callable[[], None] = lambda: None) -> Callable[[], None]:
    """Return what makes the provider too busy for one call, right after something happened."""

    def happens() -> None:
        before()
        raise NotProcessedError(Unprocessed.TOO_BUSY, asks)

    return happens


def let_go(bench: Bench, happens: Callable[[], None]) -> timedelta:
    """Send until the fifth call meets this; return for how long sending lets go."""
    bench.patch.setattr(send_step, "PAUSE", MINUTE)
    bench.patch.setattr("eenmalig.cleartext.sending.sender.LONGEST_WAIT", 0.0)
    bench.approve()
    bench.gate()
    at_call(bench, 5, happens)
    again_in = send(bench.stores, bench.run, bench.settings)
    assert again_in is not None
    assert bench.gateway.counts()["posts"] == 4
    return again_in


@pytest.mark.parametrize(("asks", "seconds"), [(0, 60), (7, 60), (200, 200)])
def test_it_comes_back_after_a_minute_or_when_the_provider_asked(
    bench: Bench, asks: float, seconds: float, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert let_go(bench, busy(asks)) == timedelta(seconds=seconds)
    assert "it is too busy. Sending waits" in caplog.text
    assert f"tries again in {seconds} s" in caplog.text
    bench.send()
    assert bench.gateway.counts()["max_per_number"] == 1
    (sent,) = bench.records("sent")
    assert (sent.data["not_sent"], sent.data["in_doubt"]) == (0, 0)


def test_it_does_not_oversleep_the_last_moment_for_sending(bench: Bench) -> None:
    reports = bench.kept("dossier.json")["receipt_window_seconds"]
    left = (bench.campaign.deadline - datetime.now(UTC)).total_seconds()
    forward = left - reports - 30
    again_in = let_go(bench, busy(200, lambda: bench.put_forward(seconds=forward)))
    assert timedelta(seconds=10) < again_in <= timedelta(seconds=31)
    bench.put_forward(seconds=forward + 31)
    assert send(bench.stores, bench.run, bench.settings) is None
    (sent,) = bench.records("sent")
    assert (sent.data["ended_early"], sent.data["accepted"]) == ("deadline_near", 4)


def test_sending_does_not_begin_when_the_deadline_is_near(bench: Bench) -> None:
    bench.approve()
    bench.gate()
    left = (bench.campaign.deadline - datetime.now(UTC)).total_seconds()
    bench.put_forward(seconds=left - 2)
    with pytest.raises(EenmaligError) as late:
        bench.send()
    assert late.value.code is Code.DEADLINE_PASSED
    assert bench.campaign.sending_began_at is None


def test_it_does_not_oversleep_the_end_of_the_window(fresh: Bench, tmp_path: Path) -> None:
    set_profile(fresh.patch, tmp_path, destruction_deadline_hours=240)
    fresh.extract()
    fresh.normalize()
    closes = (datetime.now(ZONE) + timedelta(days=2)).replace(hour=0, minute=0, second=0)
    forward = (closes.astimezone(UTC) - datetime.now(UTC)).total_seconds() - 30
    again_in = let_go(fresh, busy(200, lambda: fresh.put_forward(seconds=forward)))
    assert timedelta(seconds=10) < again_in <= timedelta(seconds=31)
