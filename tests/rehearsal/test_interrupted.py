"""A demonstration that is interrupted leaves nothing of its campaign, wherever that happens."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from tests.bench import CITY, HANDOVER, add_handover

from eenmalig.domain.campaign import State
from rehearsal.interrupted import Trial, leave_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench


def nothing(bench: Bench) -> None:
    """Before anything was taken in."""


def extracted(bench: Bench) -> None:
    bench.extract()


def asking(bench: Bench) -> None:
    bench.extract()
    bench.normalize()
    bench.ask("police")


def sending(bench: Bench) -> None:
    asking(bench)
    bench.answer("police")
    bench.decide("municipality")
    bench.decide("public_prosecutor")
    bench.send()
    # As a killed process leaves it: under way, with messages that the gateway has not ended.
    database = sqlite3.connect(bench.home.inventory / "inventory.db")
    database.execute("UPDATE campaigns SET state = ?", (str(State.SENDING),))
    database.commit()
    database.close()


def trial_of(bench: Bench) -> Trial:
    return Trial(bench.home, CITY, HANDOVER, bench.settings, bench.gateway)


@pytest.mark.parametrize("reached", [nothing, extracted, asking, sending])
def test_nothing_is_left(fresh: Bench, reached: Callable[[Bench], None]) -> None:
    reached(fresh)
    leave_nothing(trial_of(fresh), lambda _: None)
    assert not (fresh.home.handover / CITY / HANDOVER).exists()
    for store in (fresh.home.vault, fresh.home.keys):
        assert list(store.glob("*")) == []
    assert fresh.gateway.counts()["remaining"] == 0
    leave_nothing(trial_of(fresh), lambda _: None)


def test_what_somebody_else_took_in_is_left_alone(fresh: Bench) -> None:
    asking(fresh)
    other = "andere"
    add_handover(fresh.home, fresh.original, other)
    trial = Trial(fresh.home, CITY, other, fresh.settings, fresh.gateway)
    leave_nothing(trial, lambda _: None)
    assert fresh.left() == {"vault", "keys", "working copy"}
    assert not (fresh.home.handover / CITY / other).exists()
