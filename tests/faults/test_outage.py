"""A provider that is away for a while is waited for, with real processes that come and go."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.bench import RECIPIENTS, at_call, ends_as

from eenmalig.cleartext.sending import sender
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import send as send_step
from eenmalig.steps.send import send
from eenmalig.steps.stop import Stopped, stop_campaign
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench import Bench

    from rehearsal.gateway import Running

AWAY_SECONDS = 2.0


@dataclass
class Restartable:
    """A stand-in that remembers, and comes up again at the same port."""

    bench: Bench
    state_file: Path
    stack: ExitStack
    began: float = 0.0

    def start(self) -> Running:
        its = self.bench.gateway
        port = urlsplit(its.base_url).port or 0
        return self.stack.enter_context(
            running(credentials=(its.account_sid, its.token), state_file=self.state_file, port=port)
        )

    def go_away(self) -> None:
        """Stop, and come up again later."""
        self.bench.gateway.stop()
        self.began = time.monotonic()
        threading.Timer(AWAY_SECONDS, self.start).start()

    def was_away_for(self) -> float:
        return time.monotonic() - self.began


@pytest.fixture
def restartable(bench: Bench, tmp_path: Path) -> Iterator[Restartable]:
    with ExitStack() as stack:
        made = Restartable(bench, tmp_path / "stand-in.db", stack)
        bench.gateway.stop()
        made.bench = replace(bench, gateway=made.start())
        yield made


def test_an_outage_in_the_middle_of_sending_costs_nothing_but_time(
    restartable: Restartable,
) -> None:
    bench = restartable.bench
    bench.approve()
    at_call(bench, 10, restartable.go_away)
    bench.send()
    assert restartable.was_away_for() > AWAY_SECONDS
    (sent,) = bench.records("sent")
    assert (sent.data["accepted"], sent.data["in_doubt"]) == (RECIPIENTS, 0)
    assert sent.data["ended_early"] is None
    counts = bench.gateway.counts()
    assert (counts["posts"], counts["max_per_number"]) == (RECIPIENTS, 1)
    bench.collected()
    ends_as(bench, "completed")


def test_an_outage_before_sending_begins_is_waited_for_and_begins_nothing(
    restartable: Restartable,
) -> None:
    bench = restartable.bench
    bench.approve()
    restartable.go_away()
    bench.send()
    assert restartable.was_away_for() > AWAY_SECONDS
    assert bench.gateway.counts()["posts"] == RECIPIENTS


def test_a_longer_outage_holds_nothing_meanwhile_and_leaves_nobody_in_doubt(
    restartable: Restartable,
) -> None:
    bench = restartable.bench
    bench.patch.setattr(sender, "LONGEST_WAIT", 0.2)
    bench.approve()
    bench.gate()
    at_call(bench, 10, bench.gateway.stop)
    for _ in range(3):  # the tasks of an outage, each of which lets go
        again_in = send(bench.stores, bench.run, bench.settings)
        assert again_in == send_step.PAUSE
        assert bench.campaign.state is State.SENDING
        assert bench.records("sent") == []
        with (
            bench.stores.inventory.lease(bench.campaign.id) as lease,
            bench.stores.vault(bench.campaign, lease) as vault,
        ):
            tried = Journal(vault).summary(RECIPIENTS)
        assert (tried.accepted, tried.in_doubt, tried.counts()["not_sent"]) == (9, 0, 31)
    restartable.start()
    bench.send()
    (sent,) = bench.records("sent")
    assert (sent.data["accepted"], sent.data["in_doubt"]) == (RECIPIENTS, 0)
    counts = bench.gateway.counts()
    assert (counts["posts"], counts["max_per_number"]) == (RECIPIENTS, 1)
    bench.collected()
    ends_as(bench, "completed")


def test_a_stop_before_sending_began_destroys_at_once_and_the_case_is_not_spent(
    restartable: Restartable,
) -> None:
    bench = restartable.bench
    bench.approve()
    bench.gate()
    bench.gateway.stop()
    assert send(bench.stores, bench.run, bench.settings) is not None
    ended, _ = stop_campaign(bench.stores, bench.campaign.id, "tests")
    assert ended is Stopped.DESTROYED
    assert not bench.left()
    with pytest.raises(EenmaligError) as refused:
        send(bench.stores, bench.run, bench.settings)
    assert refused.value.code is Code.CAMPAIGN_ENDED
    assert bench.campaign.sending_began_at is None


def test_a_stop_while_it_let_go_ends_sending_when_it_comes_back(restartable: Restartable) -> None:
    bench = restartable.bench
    bench.patch.setattr(sender, "LONGEST_WAIT", 0.2)
    bench.approve()
    bench.gate()
    at_call(bench, 10, bench.gateway.stop)
    assert send(bench.stores, bench.run, bench.settings) is not None
    assert stop_campaign(bench.stores, bench.campaign.id, "tests")[0] is Stopped.NOW
    assert send(bench.stores, bench.run, bench.settings) is None
    (sent,) = bench.records("sent")
    assert (sent.data["ended_early"], sent.data["accepted"]) == ("stopped", 9)
    assert sent.data["in_doubt"] == 0
