"""A busy machine is the normal machine: a whole campaign beside four processes that only count."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.busy import MOST_IDLE, busy
from tests.demonstrations import demonstrate, interrupt

if TYPE_CHECKING:
    from pathlib import Path


def test_a_whole_demonstration_holds_every_promise_on_a_busy_machine(tmp_path: Path) -> None:
    with busy() as load:
        shown = demonstrate(tmp_path / "home")
        idle = load.idle()
    assert shown.code == 0, shown.printed
    assert "EVERY PROMISE WAS VERIFIED." in shown.printed
    assert idle <= MOST_IDLE
    assert shown.left() == []


def test_a_demonstration_interrupted_twice_in_the_middle_of_sending_leaves_nothing(
    tmp_path: Path,
) -> None:
    gate = "legal_approval.gate: success"
    shown = interrupt(tmp_path / "home", gate, [signal.SIGINT, signal.SIGTERM])
    assert shown.code == 130, shown.printed
    assert shown.left() == []
    assert "keys, vault, working copy and messages are gone" in shown.printed
