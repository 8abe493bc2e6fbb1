"""A run's page tells how its campaign ended, in the words of signed records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import run_of

from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.steps.stop import stop_campaign
from eenmalig.steps.told_ending import told_ending

if TYPE_CHECKING:
    from tests.bench import Bench


def told(bench: Bench) -> str | None:
    return told_ending(bench.stores, bench.run)


def test_a_rejected_campaign_is_told_so_before_and_after_destruction(bench: Bench) -> None:
    bench.decide(AUTHORITIES[0])
    bench.decide(AUTHORITIES[1], Decision.REJECT)
    bench.gate()
    assert told(bench) == "rejected"
    bench.destroy()
    assert told(bench) == "rejected"


def test_a_stopped_campaign_is_told_so(bench: Bench) -> None:
    stop_campaign(bench.stores, bench.campaign.id, "somebody")
    assert told(bench) == "stopped"


def test_a_campaign_that_nobody_decided_on_is_told_as_lapsed(bench: Bench) -> None:
    bench.ask(AUTHORITIES[0])
    bench.put_forward(minutes=61)
    bench.gate()
    assert told(bench) == "lapsed"


def test_a_run_that_took_nothing_in_has_no_ending(bench: Bench) -> None:
    assert told_ending(bench.stores, run_of("b")) is None
